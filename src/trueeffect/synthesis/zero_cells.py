"""Empty cells: which studies get an increment, and which give no estimate at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, UnknownOption
from trueeffect.synthesis.measures._base import TWO_BY_TWO, Array, Inputs, Measure

TO = ("only0", "all", "if0all", "none")


@dataclass(frozen=True, kw_only=True)
class ZeroCells:
    """What to do about empty cells.

    Parameters
    ----------
    add : float or "arm", optional
        Increment; the default of the measure (1/2 for most, 0 for arcsine types) when None. ``arm`` adds, in
        2x2 tables, n1/(n1 + n2) to the cells of group 1 and n2/(n1 + n2) to those of group 2, which does not
        pull the odds ratio of unequal groups towards one side (doi:10.1002/sim.1761).
    to : {"only0", "all", "if0all", "none"}
        Which studies get it: those with an empty cell, all, all if any study has one, none.
    drop_both_zero : bool
        Give no estimate for a study without events, or with nothing but events, in both groups.
    """

    add: float | str | None = None
    to: str = "only0"
    drop_both_zero: bool = False

    def __post_init__(self) -> None:
        if self.to not in TO:
            raise UnknownOption.of("zero.to", self.to, TO)
        if isinstance(self.add, str):
            if self.add != "arm":
                raise UnknownOption.of("zero.add", self.add, ("arm", "a number"))
        elif self.add is not None and not 0 <= self.add < np.inf:
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
        if chosen.add == "arm" and measure.inputs != TWO_BY_TWO:
            raise InputError(f"zero.add='arm' is for 2x2 tables, not for {measure.code}.", hint="Use 0.5.")
        add = measure.increment if chosen.add is None else chosen.add
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
    amount = _amounts(x, measure, zero.add)
    if zero.to == "all":
        return {**x, **{cell: x[cell] + amount[cell] for cell in measure.cells}}
    empty = x[measure.cells[0]] == 0
    for cell in measure.cells[1:]:
        empty = empty | (x[cell] == 0)
    if dropped is not None:
        empty &= ~dropped
    if not empty.any():
        return x
    if zero.to == "if0all":
        return {**x, **{cell: x[cell] + amount[cell] for cell in measure.cells}}
    return {**x, **{cell: x[cell] + np.where(empty, amount[cell], 0.0) for cell in measure.cells}}


def _amounts(x: Inputs, measure: Measure, add: float | str | None) -> dict[str, Array | float]:
    """Return the increment of each cell."""
    if add != "arm":
        return {cell: float(add or 0.0) for cell in measure.cells}
    n1, n2 = x["events1"] + x["nonevents1"], x["events2"] + x["nonevents2"]
    first, second = n1 / (n1 + n2), n2 / (n1 + n2)
    return {"events1": first, "nonevents1": first, "events2": second, "nonevents2": second}
