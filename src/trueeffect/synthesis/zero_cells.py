"""Empty cells: which studies get an increment, and which give no estimate at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, UnknownOption
from trueeffect.synthesis.measures._base import Inputs, Measure

TO = ("only0", "all", "if0all", "none")


@dataclass(frozen=True, kw_only=True)
class ZeroCells:
    """What to do about empty cells.

    Parameters
    ----------
    add : float, optional
        Increment; the default of the measure (1/2 for most, 0 for arcsine types) when None.
    to : {"only0", "all", "if0all", "none"}
        Which studies get it: those with an empty cell, all, all if any study has one, none.
    drop_both_zero : bool
        Give no estimate for a study without events, or with nothing but events, in both groups.
    """

    add: float | None = None
    to: str = "only0"
    drop_both_zero: bool = False

    def __post_init__(self) -> None:
        if self.to not in TO:
            raise UnknownOption.of("zero.to", self.to, TO)
        if self.add is not None and not 0 <= self.add < np.inf:
            raise InputError(f"zero.add={self.add} is given; an increment is 0 or more.", hint="Use 0.5.")

    @classmethod
    def of(cls, given: ZeroCells | Mapping[str, Any] | None, measure: Measure) -> ZeroCells:
        """Fill in the default increment of ``measure``; refuse the option where it means nothing."""
        if given is not None and not measure.cells:
            raise InputError(f"zero= was given, but {measure.code} has no cells.", hint="Leave it out.")
        if isinstance(given, Mapping):
            unknown = set(given) - {"add", "to", "drop_both_zero"}
            if unknown:
                raise UnknownOption.of("zero", unknown.pop(), ("add", "to", "drop_both_zero"))
            given = cls(**given)
        chosen = given or cls()
        if chosen.drop_both_zero and measure.groups == 1:
            raise InputError(
                f"zero.drop_both_zero was given, but {measure.code} has one group.", hint="Leave it out."
            )
        add = measure.increment if chosen.add is None else float(chosen.add)
        return cls(add=add, to=chosen.to, drop_both_zero=chosen.drop_both_zero)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def both_zero(x: Inputs) -> NDArray[np.bool_]:
    """Tell which studies say nothing about a contrast: no events, or only events, in both groups."""
    if "events1" in x:
        empty = (x["events1"] == 0) & (x["events2"] == 0)
        return empty | ((x["nonevents1"] == 0) & (x["nonevents2"] == 0))
    if "count1" in x:
        return (x["count1"] == 0) & (x["count2"] == 0)
    discordant = (x["first_only"] == 0) & (x["second_only"] == 0)
    return discordant & ((x["both"] == 0) | (x["neither"] == 0))


def no_contrast(x: Inputs, measure: Measure, zero: ZeroCells) -> NDArray[np.bool_] | None:
    """Return the rows that ``drop_both_zero`` leaves without an estimate; None when there are none."""
    if not zero.drop_both_zero:
        return None
    found = both_zero(x)
    return found if found.any() else None


def raise_cells(
    x: Inputs, measure: Measure, zero: ZeroCells, dropped: NDArray[np.bool_] | None = None
) -> Inputs:
    """Return the inputs with the increment added where the rule says so."""
    if not measure.cells or zero.to == "none" or not zero.add:
        return x
    if zero.to == "all":
        return {**x, **{cell: x[cell] + zero.add for cell in measure.cells}}
    empty = x[measure.cells[0]] == 0
    for cell in measure.cells[1:]:
        empty = empty | (x[cell] == 0)
    if dropped is not None:
        empty &= ~dropped
    if not empty.any():
        return x
    increment = zero.add if zero.to == "if0all" else np.where(empty, zero.add, 0.0)
    return {**x, **{cell: x[cell] + increment for cell in measure.cells}}
