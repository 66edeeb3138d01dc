"""Read the figures that a measure needs, check them, and remember why a row cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, MissingField
from trueeffect.synthesis import frames

Array = NDArray[np.float64]

COMPLEMENT = {
    "nonevents1": ("total1", "events1"),
    "nonevents2": ("total2", "events2"),
    "rest": ("total", "count"),
}
"""Counts that may be given as a total instead: total minus the other count."""

_COUNT, _SPREAD, _SIZE = (0.0, np.inf), (0.0, np.inf), (0.0, np.inf)
LIMITS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(
        ("events1", "nonevents1", "total1", "events2", "nonevents2", "total2", "count", "rest", "total"),
        _COUNT,
    ),
    **dict.fromkeys(
        ("count1", "time1", "count2", "time2", "time", "both", "first_only", "second_only", "neither"), _COUNT
    ),
    **dict.fromkeys(("sd", "sd1", "sd2", "se", "v", "information"), _SPREAD),
    **dict.fromkeys(("n", "n1", "n2", "items", "predictors"), _SIZE),
    "corr": (-1.0, 1.0),
    "rsq": (0.0, 1.0),
    "alpha": (-np.inf, 1.0),
}
_WORDS = {"v": "a variance", "se": "a standard error", "sd": "a standard deviation", "corr": "a correlation"}


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A row that was not used, and why."""

    row: int
    study: str
    reason: str

    def __str__(self) -> str:
        name = f" ({self.study})" if self.study and self.study != str(self.row) else ""
        return f"row {self.row}{name}: {self.reason}"

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {"row": self.row, "study": self.study, "reason": self.reason}


def read_inputs(
    source: frames.Columns,
    roles: tuple[str, ...],
    columns: Mapping[str, str | float],
    study: str | None,
    measure: str,
    extra: tuple[str, ...] = (),
) -> tuple[dict[str, Array], dict[int, str]]:
    """Return the array of each role, and for unusable rows the reason.

    Raises
    ------
    MissingField
        When a role is not given, or a column does not exist.
    InputError
        When a column is given for a role that the measure does not use, or a value is impossible.
    """
    _refuse_unused(roles, columns, measure, extra)
    x: dict[str, Array] = {}
    reasons: dict[int, str] = {}
    for role in roles:
        if role in columns:
            x[role] = _values(source, role, columns, reasons)
        elif role in COMPLEMENT and COMPLEMENT[role][0] in columns:
            x[role] = _rest(source, role, columns, x, reasons)
        else:
            raise _lacking(role, roles, columns, measure, source)
    for role in extra:
        if role in columns:
            x[role] = _values(source, role, columns, {})
    return x, reasons


def _refuse_unused(
    roles: tuple[str, ...], columns: Mapping[str, str | float], measure: str, extra: tuple[str, ...]
) -> None:
    totals = {COMPLEMENT[role][0]: role for role in roles if role in COMPLEMENT}
    for role in columns:
        if role in roles or role in extra:
            continue
        if role in totals and totals[role] not in columns:
            continue
        unused = f"{role}= is given, but {measure} does not use it."
        if role in totals:
            unused = f"Both {role}= and {totals[role]}= are given."
        raise InputError(unused, hint=f"{measure} needs {', '.join(roles)}.", role=role)


def _lacking(
    role: str,
    roles: tuple[str, ...],
    columns: Mapping[str, str | float],
    measure: str,
    source: frames.Columns,
) -> MissingField:
    instead = f" (or {COMPLEMENT[role][0]})" if role in COMPLEMENT else ""
    return MissingField(
        f"{measure} needs {role}{instead}, which is not given.",
        hint=f"Say which column holds it: {role}=COLUMN. Needed: {', '.join(roles)}. "
        f"Columns: {', '.join(list(source.arrays)[:12])}.",
        wanted=role,
        given=sorted(columns),
    )


def _values(
    source: frames.Columns, role: str, columns: Mapping[str, str | float], reasons: dict[int, str]
) -> Array:
    name = columns[role]
    if not isinstance(name, str):
        values, label = np.full(source.rows, float(name)), f"{role}={name}"
    else:
        values, label = source.numbers(name, role), name
    _check_limits(values, role, label)
    finite = np.isfinite(values)
    if not finite.all():
        for i in np.flatnonzero(~finite):
            kind = "missing" if np.isnan(values[i]) else "infinite"
            reasons.setdefault(int(i), f"{role} is {kind} (column {label!r})")
        values = np.where(finite, values, np.nan)
    return values


def _check_limits(values: Array, role: str, label: str) -> None:
    low, high = LIMITS.get(role, (-np.inf, np.inf))
    if low == -np.inf and high == np.inf:
        return
    with np.errstate(invalid="ignore"):
        wrong = (values < low) | (values > high)
    if not wrong.any():
        return
    i = int(np.argmax(wrong))
    what = _WORDS.get(role.rstrip("12"), role)
    allowed = f"at least {low:g}" if high == np.inf else f"{low:g} to {high:g}"
    if low == -np.inf:
        allowed = f"at most {high:g}"
    raise InputError(
        f"Column {label!r}, row {i + 1}: {values[i]:g} cannot be {what}; it must be {allowed}.",
        hint="Correct the figure, or leave the cell empty.",
        column=label,
        row=i + 1,
    )


def _rest(
    source: frames.Columns,
    role: str,
    columns: Mapping[str, str | float],
    x: dict[str, Array],
    reasons: dict[int, str],
) -> Array:
    total_role, part_role = COMPLEMENT[role]
    total = _values(source, total_role, columns, reasons)
    rest = total - x[part_role]
    with np.errstate(invalid="ignore"):
        wrong = rest < 0
    if wrong.any():
        i = int(np.argmax(wrong))
        raise InputError(
            f"Row {i + 1}: {x[part_role][i]:g} events ({columns[part_role]!r}) are more than the "
            f"{total[i]:g} people ({columns[total_role]!r}).",
            hint="Check whether the two columns are swapped.",
            row=i + 1,
            column=str(columns[part_role]),
        )
    return rest


def sample_sizes(x: Mapping[str, Array]) -> Array:
    """Return the people (or the time at risk) behind each row, NaN when the figures do not say."""
    for roles in (
        ("events1", "nonevents1", "events2", "nonevents2"),
        ("time1", "time2"),
        ("n1", "n2"),
        ("n",),
        ("count", "rest"),
        ("time",),
        ("both", "first_only", "second_only", "neither"),
    ):
        if all(role in x for role in roles):
            return np.asarray(sum(x[role] for role in roles))
    return np.full(len(next(iter(x.values()))), np.nan)
