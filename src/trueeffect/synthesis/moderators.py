"""Moderators: from columns of a table to a design matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, SingularDesign
from trueeffect.synthesis import frames
from trueeffect.synthesis.inputs import LeftOut

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Numeric:
    """A numeric moderator, raised to ``power``."""

    column: str
    power: float = 1.0

    def build(self, source: frames.Columns) -> tuple[list[str], Array]:
        """Return the name and the column (k, 1)."""
        values = source.numbers(self.column, "a moderator")
        label = self.column if self.power == 1 else f"{self.column}^{self.power:g}"
        return [label], (values if self.power == 1 else values**self.power)[:, None]


@dataclass(frozen=True)
class Factor:
    """A moderator with levels: one 0/1 column for every level but the first (``full``: for every level).

    Levels are those given, else those found, in ascending order. A row whose value is not among the
    levels is left out, with that reason.
    """

    column: str
    levels: tuple[str, ...] | None = None
    full: bool = False

    def build(self, source: frames.Columns) -> tuple[list[str], Array]:
        """Return names and 0/1 columns (k, levels)."""
        labels = np.array(frames.as_text(source.column(self.column, "a moderator")), dtype=object)
        levels = self.levels or tuple(_ascending({label for label in labels if label}))
        used = levels if self.full else levels[1:]
        if not used:
            raise InputError(
                f"Column {self.column!r} has only the level {levels[0]!r}."
                if levels
                else f"Column {self.column!r} is empty.",
                hint="Leave this moderator out.",
            )
        matrix = np.stack([(labels == level).astype(float) for level in used], axis=1)
        matrix[~np.isin(labels, list(levels))] = np.nan
        return [f"{self.column}={level}" for level in used], matrix


@dataclass(frozen=True)
class Interaction:
    """Products of every column of ``first`` with every column of ``second``, ``first`` varying fastest."""

    first: Numeric | Factor | str
    second: Numeric | Factor | str

    def build(self, source: frames.Columns) -> tuple[list[str], Array]:
        """Return names and product columns."""
        names1, a = as_term(self.first, source).build(source)
        names2, b = as_term(self.second, source).build(source)
        names = [f"{one}:{two}" for two in names2 for one in names1]
        columns = [a[:, i] * b[:, j] for j in range(b.shape[1]) for i in range(a.shape[1])]
        return names, np.stack(columns, axis=1)


Term = Numeric | Factor | Interaction


@dataclass(frozen=True, eq=False)
class Design:
    """The columns of X with their names, the rows they exist for, and reasons for the others."""

    names: tuple[str, ...]
    matrix: Array
    usable: NDArray[np.bool_]
    reasons: tuple[LeftOut, ...]
    intercept: bool


def _ascending(labels: set[str]) -> list[str]:
    try:
        return sorted(labels, key=float)
    except ValueError:
        return sorted(labels)


def as_term(item: Term | str, source: frames.Columns) -> Term:
    """Return a term; a column name becomes numeric or a factor, by what it holds."""
    if not isinstance(item, str):
        return item
    return Numeric(item) if frames.is_numeric(source.column(item, "a moderator")) else Factor(item)


def build_design(
    source: frames.Columns,
    moderators: Sequence[Term | str],
    *,
    intercept: bool = True,
    rows: Sequence[int] = (),
    labels: Sequence[str] = (),
) -> Design:
    """Return the design of ``moderators``; rows with a missing moderator are not usable.

    Raises
    ------
    SingularDesign
        When columns are linearly dependent; the message names them.
    """
    names: list[str] = ["intercept"] if intercept else []
    blocks = [np.ones((source.rows, 1))] if intercept else []
    missing: dict[int, str] = {}
    for item in moderators:
        found, block = as_term(item, source).build(source)
        for i in np.flatnonzero(~np.isfinite(block).all(axis=1)):
            missing.setdefault(
                int(i), f"moderator {found[0].split('=')[0]!r} is missing or not a known level"
            )
        names += found
        blocks.append(block)
    if not blocks:
        raise InputError("There is neither an intercept nor a moderator.", hint="Name a moderator.")
    matrix = np.hstack(blocks)
    usable = np.asarray(np.isfinite(matrix).all(axis=1))
    where = list(rows) or list(range(1, source.rows + 1))
    who = list(labels) or [str(row) for row in where]
    reasons = tuple(
        LeftOut(row=int(where[i]), study=who[i], reason=why) for i, why in sorted(missing.items())
    )
    return Design(tuple(names), matrix[usable], usable, reasons, intercept)


def check_rank(names: Sequence[str], matrix: Array) -> None:
    """Raise when columns are linearly dependent, and say which.

    Examples
    --------
    >>> check_rank(["a", "b"], np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]))
    Traceback (most recent call last):
    ...
    trueeffect.errors.SingularDesign: Moderator 'b' is a combination of the others. Leave it out.
    """
    norms = np.linalg.norm(matrix, axis=0)
    if matrix.shape[1] == 1 and norms[0] > 0:
        return
    scaled = matrix / np.where(norms > 0, norms, 1.0)
    kept: list[int] = []
    for j in range(matrix.shape[1]):
        if np.linalg.matrix_rank(scaled[:, [*kept, j]]) == len(kept) + 1:
            kept.append(j)
    extra = [names[j] for j in range(len(names)) if j not in kept]
    if extra:
        listed = ", ".join(repr(name) for name in extra)
        one = len(extra) == 1
        raise SingularDesign(
            f"Moderator {listed} is a combination of the others."
            if one
            else f"Moderators {listed} are combinations of the others.",
            hint=f"Leave {'it' if one else 'them'} out.",
            columns=extra,
        )
