"""Read a network from arms: one row per arm, or one row per study with columns for each arm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, MissingField, UnknownOption
from trueeffect.synthesis import frames
from trueeffect.synthesis.inputs import LeftOut
from trueeffect.synthesis.zero_cells import ZeroCells

Array = NDArray[np.float64]


class ArmMeasure(NamedTuple):
    """A measure whose contrasts are differences of arm values with independent errors."""

    name: str
    inputs: tuple[str, ...]
    compute: Callable[..., tuple[Array, Array]]
    scale: str = "identity"
    cells: bool = False


def _or(a: Array, n: Array, add: Array) -> tuple[Array, Array]:
    a, b = a + add, n - a + add
    return np.log(a / b), 1 / a + 1 / b


def _rr(a: Array, n: Array, add: Array) -> tuple[Array, Array]:
    return np.log((a + add) / (n + add)), 1 / (a + add) - 1 / (n + add)


def _rd(a: Array, n: Array, add: Array) -> tuple[Array, Array]:
    return a / n, (a + add) * (n - a + add) / (n + 2 * add) ** 3


def _md(mean: Array, sd: Array, n: Array) -> tuple[Array, Array]:
    return mean, sd**2 / n


def _irr(count: Array, time: Array, add: Array) -> tuple[Array, Array]:
    return np.log((count + add) / time), 1 / (count + add)


ARM_MEASURES = {
    "OR": ArmMeasure("log odds ratio", ("events", "total"), _or, "log", True),
    "RR": ArmMeasure("log risk ratio", ("events", "total"), _rr, "log", True),
    "RD": ArmMeasure("risk difference", ("events", "total"), _rd, "identity", True),
    "IRR": ArmMeasure("log rate ratio", ("count", "time"), _irr, "log", True),
    "MD": ArmMeasure("mean difference", ("mean", "sd", "n"), _md),
}


@dataclass(frozen=True, eq=False)
class ArmTable:
    """Arms of studies, in the order of the data.

    ``study`` and ``treatment`` are names, ``values`` the figures by role, ``rows`` the row of the data.
    """

    study: list[str]
    treatment: list[str]
    values: dict[str, Array]
    rows: list[int]
    left_out: tuple[LeftOut, ...]

    def take(self, keep: list[int], reasons: Sequence[LeftOut] = ()) -> ArmTable:
        """Return the arms at positions ``keep``."""
        return ArmTable(
            [self.study[i] for i in keep],
            [self.treatment[i] for i in keep],
            {role: values[keep] for role, values in self.values.items()},
            [self.rows[i] for i in keep],
            (*self.left_out, *reasons),
        )

    def by_study(self) -> dict[str, list[int]]:
        """Return positions of the arms of each study, in order of first appearance."""
        out: dict[str, list[int]] = {}
        for i, name in enumerate(self.study):
            out.setdefault(name, []).append(i)
        return out


def read_arms(
    source: frames.Columns,
    measure: str,
    study: str,
    treatment: str | Sequence[str],
    columns: Mapping[str, str | Sequence[str]],
) -> ArmTable:
    """Read arms; ``treatment`` and each column are a name (long) or several names (one per arm, wide)."""
    if measure not in ARM_MEASURES:
        raise UnknownOption.of("measure (networks from arms)", measure, ARM_MEASURES)
    roles = ARM_MEASURES[measure].inputs
    for role in roles:
        if role not in columns:
            raise MissingField(
                f"{measure} needs {role}, which is not given.",
                hint=f"Say which column holds it: {role}=COLUMN. Needed: {', '.join(roles)}.",
                wanted=role,
                available=list(source.arrays),
            )
    extra = [role for role in columns if role not in roles]
    if extra:
        raise InputError(
            f"{extra[0]}= is given, but {measure} does not use it.",
            hint=f"{measure} needs {', '.join(roles)}.",
        )
    studies = frames.as_text(source.column(study, "study"))
    several = [treatment] if isinstance(treatment, str) else list(treatment)
    names: list[str] = []
    treatments: list[str] = []
    rows: list[int] = []
    values: dict[str, list[Array]] = {role: [] for role in roles}
    for arm, column in enumerate(several):
        treatments += frames.as_text(source.column(column, "treatment"))
        names += studies
        rows += range(1, source.rows + 1)
        for role in roles:
            given = columns[role]
            chosen = [given] if isinstance(given, str) else list(given)
            if len(chosen) != len(several):
                raise InputError(
                    f"There are {len(several)} treatment columns but {len(chosen)} for {role}.",
                    hint="Name one column per arm.",
                )
            values[role].append(source.numbers(chosen[arm], role))
    table = ArmTable(names, treatments, {r: np.concatenate(v) for r, v in values.items()}, rows, ())
    if len(several) > 1:  # keep the arms of one row together
        order = np.argsort(np.array(rows), kind="stable").tolist()
        table = table.take(order)
    return _usable(table, wide=len(several) > 1)


def _usable(table: ArmTable, wide: bool) -> ArmTable:
    finite = np.all([np.isfinite(values) for values in table.values.values()], axis=0).tolist()
    if all(finite) and all(table.study) and all(table.treatment):
        _check(table)
        return table
    keep, reasons = [], []
    for i, (study, treatment) in enumerate(zip(table.study, table.treatment)):
        if study and treatment and finite[i]:
            keep.append(i)
            continue
        absent = next((role for role, values in table.values.items() if not np.isfinite(values[i])), "")
        if not (wide and not treatment and absent):  # an arm that a row of a wide table does not have
            what = "the study name" if not study else "the treatment" if not treatment else absent
            reasons.append(LeftOut(row=table.rows[i], study=study, reason=f"{what} is missing"))
    table = table.take(keep, reasons)
    _check(table)
    return table


def _check(table: ArmTable) -> None:
    for role, values in table.values.items():
        low = values < 0 if role in ("events", "total", "count", "sd", "n", "time") else np.zeros(0, bool)
        zero = values <= 0 if role in ("total", "n", "time", "sd") else np.zeros(0, bool)
        wrong = np.flatnonzero(low if low.any() else zero)
        if len(wrong):
            i = int(wrong[0])
            raise InputError(
                f"Row {table.rows[i]} ({table.study[i]}, {table.treatment[i]}): {role} is {values[i]:g}.",
                hint="Correct the figure, or leave the cell empty.",
                row=table.rows[i],
            )
    if "events" in table.values:
        wrong = np.flatnonzero(table.values["events"] > table.values["total"])
        if len(wrong):
            i = int(wrong[0])
            raise InputError(
                f"Row {table.rows[i]} ({table.study[i]}, {table.treatment[i]}): "
                f"{table.values['events'][i]:g} events are more than the "
                f"{table.values['total'][i]:g} people.",
                hint="Check whether the two columns are swapped.",
                row=table.rows[i],
            )


def arm_values(
    table: ArmTable, measure: str, zero: ZeroCells | Mapping[str, Any] | None
) -> tuple[ArmTable, Array, Array]:
    """Return the arms that count with their values and variances, after the treatment of zero cells.

    By default 1/2 is added to every cell of all arms of a study that has an empty cell in any arm, and a
    study in which no arm, or every arm, is without events (without non-events) is left out.
    """
    chosen = ARM_MEASURES[measure]
    if not chosen.cells:
        y, v = chosen.compute(*(table.values[role] for role in chosen.inputs))
        return table, y, v
    add, to, drop = _handling(zero)
    first, second = (table.values[role] for role in chosen.inputs)
    empty = first == 0
    full = first == second if measure != "IRR" else np.zeros(len(first), bool)
    increments = np.zeros(len(first))
    keep: list[int] = []
    reasons = []
    for study, arms in table.by_study().items():
        none_at_all = bool(empty[arms].all()) or (measure == "OR" and bool(full[arms].all()))
        if drop and none_at_all and len(arms) > 1:
            why = "no events, or only events, in all arms"
            reasons.append(LeftOut(row=table.rows[arms[0]], study=study, reason=why))
            continue
        keep += arms
        if to == "all" or (to == "only0" and bool((empty | full)[arms].any())):
            increments[arms] = add
    keep.sort()
    kept = table.take(keep, reasons)
    with np.errstate(all="ignore"):
        y, v = chosen.compute(*(kept.values[role] for role in chosen.inputs), increments[keep])
    bad = ~(np.isfinite(y) & np.isfinite(v) & (v > 0))
    if bad.any():
        i = int(np.argmax(bad))
        raise InputError(
            f"Row {kept.rows[i]} ({kept.study[i]}, {kept.treatment[i]}): {measure} has no finite value here.",
            hint="Leave zero= at its default, use network_counts for sparse events, or leave the study out.",
            row=kept.rows[i],
        )
    return kept, y, v


def _handling(zero: ZeroCells | Mapping[str, Any] | None) -> tuple[float, str, bool]:
    if zero is None:
        return 0.5, "only0", True
    given = zero if isinstance(zero, Mapping) else zero.to_dict()
    to = str(given.get("to", "only0"))
    if to not in ("only0", "all", "none"):
        raise UnknownOption.of("zero['to']", to, ("only0", "all", "none"))
    return float(given.get("add", 0.5)), to, bool(given.get("drop_both_zero", True))
