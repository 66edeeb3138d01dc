"""Random terms as a user names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, UnknownOption
from trueeffect.stats.multilevel import kernels
from trueeffect.synthesis import frames
from trueeffect.synthesis.moderators import _ascending

Array = NDArray[np.float64]


class Built(NamedTuple):
    """A kernel with its role (``sigma2`` or ``tau2``), names of its parameters and of its group effects."""

    kernel: kernels.Kernel
    role: str
    names: tuple[str, ...]
    levels: tuple[str, ...]


def _natural(label: str) -> list[tuple[float, str]]:
    """Return a key that sorts the parts of a label as numbers where they are numbers."""
    out = []
    for part in label.split("/"):
        try:
            out.append((float(part), ""))
        except ValueError:
            out.append((np.inf, part))
    return out


@dataclass(frozen=True)
class Groups:
    """Random intercepts: ``Groups("district", "school")`` has one of districts, one of schools in these.

    ``correlation`` with ``labels`` is a known correlation of the groups (e.g. a phylogeny).
    """

    columns: tuple[str, ...]
    correlation: Any = field(default=None, compare=False)
    labels: tuple[str, ...] = ()

    def __init__(self, *columns: str, correlation: Any = None, labels: Sequence[str] = ()) -> None:
        object.__setattr__(self, "columns", tuple(columns))
        object.__setattr__(self, "correlation", correlation)
        object.__setattr__(self, "labels", tuple(labels))

    def used(self) -> tuple[str, ...]:
        """Return the columns that must be filled."""
        return self.columns

    def build(self, source: frames.Columns) -> list[Built]:
        """Return one kernel per column, the later ones within the earlier."""
        out, path = [], [""] * source.rows
        for depth, column in enumerate(self.columns):
            own = frames.as_text(source.column(column, "a random term"))
            path = own if depth == 0 else [f"{a}/{b}" for a, b in zip(path, own)]
            levels = sorted(set(path), key=_natural)
            position = {level: i for i, level in enumerate(levels)}
            codes = np.array([position[label] for label in path])
            relation = self._relation(levels) if self.correlation is not None else None
            name = "/".join(self.columns[: depth + 1])
            out.append(Built(kernels.Intercept(codes, relation), "sigma2", (name,), tuple(levels)))
        return out

    def _relation(self, levels: list[str]) -> Array:
        known = {label: i for i, label in enumerate(self.labels)}
        lacking = [level for level in levels if level not in known]
        if lacking or len(self.columns) != 1:
            raise InputError(
                f"The correlation matrix has no row for {lacking[0]!r} ({len(lacking)} are missing)."
                if lacking
                else "A correlation matrix belongs to one grouping column.",
                hint="Give labels= in the order of the rows of correlation=, one for every group.",
            )
        at = [known[level] for level in levels]
        matrix = np.asarray(self.correlation, dtype=float)[np.ix_(at, at)]
        return (matrix + matrix.T) / 2


@dataclass(frozen=True)
class Correlated:
    """Correlated effects of the levels of ``inner`` within each ``outer`` group.

    ``structure``: CS, HCS, UN, ID, DIAG, AR, HAR, CAR.
    """

    structure: str
    inner: str
    outer: str

    def used(self) -> tuple[str, ...]:
        """Return the columns that must be filled."""
        return (self.inner, self.outer)

    def build(self, source: frames.Columns) -> list[Built]:
        """Return the kernel."""
        if self.structure not in kernels.STRUCTURES:
            raise UnknownOption.of("structure", self.structure, kernels.STRUCTURES)
        text = frames.as_text(source.column(self.inner, "a random term"))
        levels = _ascending(set(text))
        position = {level: i for i, level in enumerate(levels)}
        values = np.arange(len(levels), dtype=float)
        if self.structure == "CAR":
            source.numbers(self.inner, "times")
            values = np.array([float(level) for level in levels])
        inner = np.array([position[t] for t in text])
        outer = np.unique(frames.as_text(source.column(self.outer)), return_inverse=True)[1].ravel()
        kernel = kernels.Structure(self.structure, inner, outer, values)
        return [Built(kernel, "tau2", _parameter_names(kernel, levels), tuple(levels))]


@dataclass(frozen=True)
class Slopes:
    """Random intercept and slopes of numeric columns within each ``outer`` group, with a full covariance."""

    columns: tuple[str, ...]
    outer: str
    intercept: bool = True

    def used(self) -> tuple[str, ...]:
        """Return the columns that must be filled."""
        return (*self.columns, self.outer)

    def build(self, source: frames.Columns) -> list[Built]:
        """Return the kernel."""
        slopes = [source.numbers(c, "a slope") for c in self.columns]
        z = np.column_stack([np.ones(source.rows), *slopes] if self.intercept else slopes)
        outer = np.unique(frames.as_text(source.column(self.outer)), return_inverse=True)[1].ravel()
        names = ("intercept", *self.columns) if self.intercept else self.columns
        pairs = [f"rho {a} {b}" for j, a in enumerate(names) for b in names[j + 1 :]]
        labels = (*(f"tau2 {n}" for n in names), *pairs)
        return [Built(kernels.Slopes(z, outer), "tau2", labels, names)]


@dataclass(frozen=True)
class Spatial:
    """Effects whose correlation falls with the distance of their places.

    ``structure``: SPEXP, SPGAU, SPLIN, SPRAT, SPSPH. ``distance`` is a matrix, ``labels`` name its rows,
    ``place`` is the column with these names; ``outer`` optionally splits the effects.
    """

    structure: str
    place: str
    distance: Any = field(compare=False)
    labels: tuple[str, ...] = ()
    outer: str | None = None

    def used(self) -> tuple[str, ...]:
        """Return the columns that must be filled."""
        return (self.place,) if self.outer is None else (self.place, self.outer)

    def build(self, source: frames.Columns) -> list[Built]:
        """Return the kernel."""
        if self.structure not in kernels.SPATIAL:
            raise UnknownOption.of("structure", self.structure, kernels.SPATIAL)
        text = frames.as_text(source.column(self.place, "a place"))
        known = {str(label): i for i, label in enumerate(self.labels)}
        lacking = [t for t in text if t not in known]
        if lacking:
            raise InputError(
                f"The distances have no row for {lacking[0]!r}.", hint="Give labels= for every place."
            )
        codes = np.array([known[t] for t in text])
        outer = np.zeros(source.rows, dtype=int)
        if self.outer is not None:
            outer = np.unique(frames.as_text(source.column(self.outer)), return_inverse=True)[1].ravel()
        kernel = kernels.Spatial(self.structure, np.asarray(self.distance, dtype=float), codes, outer)
        return [Built(kernel, "tau2", ("tau2", "rho"), tuple(self.labels))]


Random = Groups | Correlated | Slopes | Spatial


def _parameter_names(kernel: kernels.Structure, levels: list[str]) -> tuple[str, ...]:
    kinds = [p.kind for p in kernel.parameters(1.0)]
    variances, correlations = kinds.count("variance"), kinds.count("correlation")
    names = ["tau2"] if variances == 1 else [f"tau2 {level}" for level in levels]
    if correlations == 1:
        return (*names, "rho")
    pairs = [f"rho {a} {b}" for j, a in enumerate(levels) for b in levels[j + 1 :]]
    return (*names, *pairs[:correlations])


def as_random(item: Random | str) -> Random:
    """Return a random term; ``"district/school"`` is ``Groups("district", "school")``."""
    if isinstance(item, str):
        return Groups(*(part.strip() for part in item.split("/")))
    if not isinstance(item, Groups | Correlated | Slopes | Spatial):
        raise InputError(
            f"A random term was expected, but {type(item).__name__} was given.",
            hint='Use "study", "study/effect", Groups, Correlated, Slopes or Spatial.',
        )
    return item
