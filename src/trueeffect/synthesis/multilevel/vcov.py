"""Build the sampling covariance of dependent effects: shared people, outcomes, times, arms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError
from trueeffect.synthesis import frames
from trueeffect.synthesis.effects import EffectTable

Array = NDArray[np.float64]
Index = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class SamplingCovariance:
    """Sampling covariance in blocks: variances of all effects, and a full matrix for some sets of them."""

    variances: Array
    blocks: tuple[tuple[Index, Array], ...]
    how: str

    def matrix(self) -> Array:
        """Return the whole matrix (k, k)."""
        out = np.diag(self.variances)
        for rows, block in self.blocks:
            out[np.ix_(rows, rows)] = block
        return out

    def take(self, keep: Index) -> SamplingCovariance:
        """Return the covariance of the effects at positions ``keep``."""
        position = np.full(len(self.variances), -1)
        position[keep] = np.arange(len(keep))
        blocks = []
        for rows, block in self.blocks:
            here = np.flatnonzero(position[rows] >= 0)
            if len(here) > 1:
                blocks.append((position[rows[here]], block[np.ix_(here, here)]))
        return SamplingCovariance(self.variances[keep], tuple(blocks), self.how)


def codes_of(labels: Sequence[str]) -> Index:
    """Return numbers for labels, in ascending order of the text.

    Examples
    --------
    >>> codes_of(["b", "a", "b"])
    array([1, 0, 1])
    """
    return np.unique(np.asarray(labels, dtype=object).astype(str), return_inverse=True)[1].ravel()


def vcov(
    effects: EffectTable,
    cluster: str,
    *,
    rho: float | Sequence[float] | None = None,
    kind: str | None = None,
    obs: str | None = None,
    time: str | None = None,
    phi: float | None = None,
    groups: tuple[str, str] | None = None,
    sizes: tuple[str, str] | None = None,
    columns: Sequence[str] | None = None,
) -> SamplingCovariance:
    """Return the sampling covariance of effects that come from the same people.

    Parameters
    ----------
    cluster : str
        Column of the studies; effects of different clusters are independent.
    rho : float or two floats
        Correlation within a cluster. With ``kind`` (e.g. outcome) and ``obs`` (e.g. instrument): first within
        the same kind, then between kinds.
    kind, obs : str, optional
        Columns that tell apart what is measured.
    time, phi : str and float, optional
        Column of times, and correlation of effects one unit of time apart.
    groups, sizes : pairs of str, optional
        Columns of the two groups of each contrast and of their sizes: contrasts that share a group correlate.
    columns : sequence of str, optional
        Columns that hold the covariance matrix of each cluster, one row of it per row of the table.

    Raises
    ------
    InputError
        When the covariance of a cluster is not positive definite, with its name.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> table = {"y": [0.1, 0.3, 0.5], "v": [0.04, 0.04, 0.01], "study": ["a", "a", "b"]}
    >>> vcov(effect_sizes(table, y="y", v="v"), "study", rho=0.5).matrix()
    array([[0.04, 0.02, 0.  ],
           [0.02, 0.04, 0.  ],
           [0.  , 0.  , 0.01]])
    """
    source = frames.Columns(effects.columns, effects.backend, effects.k)
    clusters = codes_of(frames.as_text(source.column(cluster, "cluster")))
    names = frames.as_text(source.column(cluster))
    variances = np.array(effects.v)
    if columns is None:
        pairs = _correlation(source, rho, kind, obs, time, phi, groups, sizes)
    blocks = []
    order = np.argsort(clusters, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(clusters[order])) + 1):
        if columns is not None:
            block = _given(source, rows, columns, names[rows[0]])
            variances[rows] = np.diag(block)
        elif len(rows) > 1:
            root = np.sqrt(variances[rows])
            block = pairs(rows) * root[:, None] * root[None, :]
            np.fill_diagonal(block, variances[rows])
        if len(rows) == 1:
            continue
        values = np.linalg.eigvalsh(block)
        if values[0] < -1e-10 * values[-1]:
            raise InputError(
                f"The sampling covariance of {names[rows[0]]!r} (column {cluster!r}) has a negative variance "
                "in some direction: its correlations contradict each other.",
                hint="Use smaller correlations, or check the figures of this study.",
                cluster=names[rows[0]],
            )
        blocks.append((rows, block))
    given = {"rho": rho, "kind": kind, "obs": obs, "time": time, "phi": phi, "groups": groups}
    told = ", ".join(f"{name} {value}" for name, value in given.items() if value is not None)
    return SamplingCovariance(
        variances, tuple(blocks), f"correlated within {cluster} ({told or 'given matrices'})"
    )


def _given(source: frames.Columns, rows: Index, columns: Sequence[str], name: str) -> Array:
    if len(rows) > len(columns):
        raise InputError(
            f"{name!r} has {len(rows)} effects, but only {len(columns)} covariance columns are given.",
            hint="Name one column per effect of the largest cluster.",
        )
    block = np.stack([source.numbers(c)[rows] for c in columns[: len(rows)]], axis=1)
    if not np.allclose(block, block.T, rtol=1e-6, atol=0, equal_nan=False):
        raise InputError(
            f"The covariance columns of {name!r} are not a symmetric matrix.",
            hint="Each row of the table must hold one row of the matrix of its cluster.",
        )
    return (block + block.T) / 2


def _correlation(source, rho, kind, obs, time, phi, groups, sizes):  # type: ignore[no-untyped-def]
    rhos = [rho] if isinstance(rho, int | float) else list(rho or ())
    for value in (*rhos, *(() if phi is None else (phi,))):
        if not -1 <= value <= 1:
            raise InputError(f"A correlation of {value} is given.", hint="It must lie between -1 and 1.")
    needed = 2 if kind and obs else 1 if kind or obs else 0
    alone = needed == 0 and time is None and groups is None
    if len(rhos) < needed or (alone and len(rhos) != 1):
        raise InputError(
            f"{len(rhos)} correlations are given; {max(needed, 1)} needed.", hint="Give them as rho=."
        )
    if time is not None and phi is None:
        raise InputError("time= is given without phi=.", hint="Give the correlation at one unit of time.")

    def labels(name: str | None) -> Index | None:
        return None if name is None else codes_of(frames.as_text(source.column(name)))

    kinds, observed = labels(kind), labels(obs)
    times = None if time is None else source.numbers(time, "time")
    shared = None
    if groups is not None:
        if sizes is None:
            raise InputError("groups= is given without sizes=.", hint="Give the columns of both group sizes.")
        both = [frames.as_text(source.column(g)) for g in groups]
        joint = codes_of([*both[0], *both[1]])
        n = [source.numbers(s, "a group size") for s in sizes]
        shared = (joint[: source.rows], joint[source.rows :], n[0], n[1])

    def pairs(rows: Index) -> Array:
        m = len(rows)
        out = np.ones((m, m))
        if alone:
            out[:] = rhos[0]
        elif kinds is not None and observed is not None:
            k, o = kinds[rows], observed[rows]
            same = k[:, None] == k[None, :]
            out = np.where(same, np.where(o[:, None] == o[None, :], 1.0, rhos[0]), rhos[1])
        elif kinds is not None or observed is not None:
            chosen = kinds if kinds is not None else observed
            assert chosen is not None
            k = chosen[rows]
            out = np.where(k[:, None] == k[None, :], 1.0, rhos[0])
        if times is not None:
            t = times[rows]
            out = out * phi ** np.abs(t[:, None] - t[None, :])
        if shared is not None:
            g1, g2, n1, n2 = shared
            out = out * _shared_groups(g1[rows], g2[rows], n1[rows], n2[rows])
        return out

    return pairs


def _shared_groups(g1: Index, g2: Index, n1: Array, n2: Array) -> Array:
    """Return correlations of contrasts that share groups (Gleser and Olkin's idea, by sizes)."""

    def part(a: Index, b: Index, na: Array, nb: Array) -> Array:
        return (a[:, None] == b[None, :]) / np.sqrt(na[:, None] * nb[None, :])

    top = part(g1, g1, n1, n1) - part(g1, g2, n1, n2) - part(g2, g1, n2, n1) + part(g2, g2, n2, n2)
    d = 1 / n1 + 1 / n2
    return np.asarray(top / np.sqrt(d[:, None] * d[None, :]))
