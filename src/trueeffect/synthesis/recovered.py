"""Fill in missing figures as recorded steps that can be replayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, MissingField, UnknownOption
from trueeffect.synthesis import frames
from trueeffect.synthesis.inputs import LeftOut
from trueeffect.synthesis.recover import recoveries

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Step:
    """One recovery: what went in, what came out, for which rows (counted from 1)."""

    recovery: str
    rows: NDArray[np.int64]
    inputs: dict[str, Array]
    outputs: dict[str, Array]
    into: dict[str, str]

    def replay(self) -> dict[str, Array]:
        """Return the figures worked out anew from the recorded inputs."""
        return recoveries()[self.recovery].compute(self.inputs)

    def __str__(self) -> str:
        recovery = recoveries()[self.recovery]
        kind = "worked out" if recovery.exact else "estimated"
        source = f" (doi:{recovery.doi})" if recovery.doi else ""
        columns = ", ".join(self.into.values())
        return f"{columns} of {len(self.rows)} rows {kind} from {recovery.words}{source}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "recovery": self.recovery,
            "rows": self.rows.tolist(),
            "inputs": {name: values.tolist() for name, values in self.inputs.items()},
            "outputs": {name: values.tolist() for name, values in self.outputs.items()},
            "into": dict(self.into),
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class Recovered:
    """A table with figures filled in; give it to :func:`trueeffect.effect_sizes` or recover more."""

    arrays: dict[str, NDArray[Any]]
    steps: tuple[Step, ...]
    not_recovered: tuple[LeftOut, ...]
    rows: int
    backend: str = "dict"

    @property
    def table(self) -> Any:
        """The table in the kind of frame that was given."""
        return frames.build(self.arrays, self.backend)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.arrays[name]

    def __repr__(self) -> str:
        lines = [f"table of {self.rows} rows"] + [f"  {step}" for step in self.steps[:8]]
        lines += [f"  not recovered: {entry}" for entry in self.not_recovered[:4]]
        return "\n".join(lines)


def recover(
    data: Any, recovery: str, *, into: Mapping[str, str] | str | None = None, **columns: str | float
) -> Recovered:
    """Work out missing figures; figures that are there are never changed.

    Parameters
    ----------
    data : data frame, Arrow table, dict of columns, or Recovered
    recovery : str
        Code, e.g. ``sd_from_se``, ``sd_from_interval``, ``sd_from_difference_p``, ``mean_sd_from_quartiles``,
        ``events_from_percent``, ``effect_from_ratio_interval``; an unknown one lists all.
    into : str or mapping, optional
        Column (or figure to column) that is filled; named like the figure when absent.
    **columns : str or float
        Column of each figure that goes in; a number is used for every row.

    Returns
    -------
    Recovered
        With the steps taken and the rows that could not be recovered.

    Examples
    --------
    >>> table = {"mean": [5.0, 6.0], "sd": [1.5, None], "se": [0.3, 0.5], "n": [25, 16]}
    >>> filled = recover(table, "sd_from_se", into="sd", se="se", n="n")
    >>> filled["sd"].tolist()
    [1.5, 2.0]
    >>> filled.steps[0].rows.tolist()
    [2]
    """
    known = recoveries()
    if recovery not in known:
        raise UnknownOption.of("recovery", recovery, known)
    chosen = known[recovery]
    source = frames.read_columns(data)
    targets = _targets(chosen.gives, into, recovery)
    x = _inputs(source, chosen.needs, dict(chosen.optional), columns, recovery)
    with np.errstate(all="ignore"):
        found = chosen.compute(x)
    arrays = dict(source.arrays)
    wanted = np.zeros(source.rows, dtype=bool)
    for figure, column in targets.items():
        before = source.numbers(column) if column in arrays else np.full(source.rows, np.nan)
        wanted |= np.isnan(before)
        arrays[column] = np.where(np.isnan(before), found[figure], before)
    good = wanted & np.all([np.isfinite(found[figure]) for figure in targets], axis=0)
    rows = np.flatnonzero(good)
    step = Step(
        recovery=recovery,
        rows=rows + 1,
        inputs={name: values[rows] for name, values in x.items()},
        outputs={name: found[name][rows] for name in chosen.gives},
        into=targets,
    )
    missed = tuple(_missed(int(i), x, chosen.why_not) for i in np.flatnonzero(wanted & ~good))
    earlier = data if isinstance(data, Recovered) else None
    return Recovered(
        arrays=arrays,
        steps=(*(earlier.steps if earlier else ()), step),
        not_recovered=(*(earlier.not_recovered if earlier else ()), *missed),
        rows=source.rows,
        backend=source.backend,
    )


def _targets(gives: tuple[str, ...], into: Mapping[str, str] | str | None, code: str) -> dict[str, str]:
    if into is None:
        return {figure: figure for figure in gives}
    if isinstance(into, str):
        if len(gives) != 1:
            raise InputError(
                f"{code} gives {', '.join(gives)}.", hint="Name a column for each, as a mapping."
            )
        return {gives[0]: into}
    unknown = set(into) - set(gives)
    if unknown:
        raise UnknownOption.of("into", unknown.pop(), gives)
    return dict(into)


def _inputs(
    source: frames.Columns,
    needs: tuple[str, ...],
    optional: dict[str, float],
    columns: Mapping[str, str | float],
    code: str,
) -> dict[str, Array]:
    for name in columns:
        if name not in needs and name not in optional:
            raise InputError(
                f"{name}= is given, but {code} does not use it.", hint=f"Needed: {', '.join(needs)}."
            )
    x = {}
    for name in (*needs, *optional):
        given = columns.get(name, optional.get(name))
        if given is None:
            raise MissingField(f"{code} needs {name}.", hint=f"Say which column holds it: {name}=COLUMN.")
        x[name] = (
            source.numbers(given, name) if isinstance(given, str) else np.full(source.rows, float(given))
        )
    return x


def _missed(i: int, x: dict[str, Array], why_not: str) -> LeftOut:
    absent = [name for name, values in x.items() if np.isnan(values[i])]
    return LeftOut(row=i + 1, study=str(i + 1), reason=f"{', '.join(absent)} missing" if absent else why_not)
