"""Pool 2x2 tables as review software does: one weighting for the common effect, one for random effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats import sparse
from trueeffect.stats.problem import Problem
from trueeffect.stats.quantiles import chi2_p
from trueeffect.stats.tau2 import estimators
from trueeffect.synthesis import frames
from trueeffect.synthesis.both_models import Line, _line, i2_bounds_from_q
from trueeffect.synthesis.inputs import LeftOut, read_inputs
from trueeffect.synthesis.measures._base import TWO_BY_TWO

Array = NDArray[np.float64]
MEASURES = ("OR", "RR", "RD")
WEIGHTS = ("MH", "SSW", "inverse")
INCREMENT_TO = ("only0", "all", "if0all")


@dataclass(frozen=True, kw_only=True)
class BinaryFit:
    """Common and random effects of 2x2 tables; ``i2`` and its bounds are shares in [0, 1]."""

    measure: str
    k: int
    common: Line
    random: Line
    tau2: float
    q: float
    df_q: int
    p_q: float
    i2: float
    i2_low: float
    i2_high: float
    left_out: tuple[LeftOut, ...]
    spec: dict[str, Any]
    backend: str = "dict"

    def tidy(self) -> Any:
        """Return one row per model."""
        rows: dict[str, list[Any]] = {"model": ["common", "random"]}
        for name in Line._fields:
            rows[name] = [getattr(self.common, name), getattr(self.random, name)]
        return frames.build(rows, self.backend)


def pool_binary(
    data: Any,
    measure: str = "RR",
    *,
    weights: str = "MH",
    exact: bool = False,
    q_from_mh: bool = False,
    keep_double_zero: bool = False,
    increment: float = 0.5,
    increment_to: str = "only0",
    method: str = "REML",
    level: float = 0.95,
    study: str | None = None,
    **columns: str | float,
) -> BinaryFit:
    """Combine 2x2 tables with the conventions of review software.

    Parameters
    ----------
    measure : {"OR", "RR", "RD"}
    weights : {"MH", "SSW", "inverse"}
        Of the common effect: Mantel-Haenszel, sample size n1 n2/N, or inverse variance. Random effects use
        inverse variances, with ``SSW`` sample sizes.
    exact : bool
        Mantel-Haenszel sums without increments.
    q_from_mh : bool
        Take Q (and the DerSimonian-Laird estimate) around the Mantel-Haenszel estimate.
    keep_double_zero : bool
        Keep studies without events in both groups (OR and RR).
    increment, increment_to : float, {"only0", "all", "if0all"}
        Added to the cells of studies with an empty cell, of all studies, or of all if any has one.

    Examples
    --------
    >>> table = {"e1": [4, 6], "n1": [123, 306], "e2": [11, 29], "n2": [139, 303]}
    >>> fit = pool_binary(table, events1="e1", total1="n1", events2="e2", total2="n2")
    >>> round(fit.common.estimate, 4)
    -1.3517
    """
    _check(measure, weights, exact, q_from_mh, increment_to, method)
    source = frames.read_columns(data)
    x, reasons = read_inputs(source, TWO_BY_TWO, columns, study, measure)
    if measure != "RD" and not keep_double_zero:
        for i in np.flatnonzero(_double_zero(x)):
            reasons.setdefault(int(i), "no events, or only events, in both groups")
    names = frames.as_text(source.column(study)) if study else [str(i + 1) for i in range(source.rows)]
    kept = np.array([i not in reasons for i in range(source.rows)], dtype=bool)
    if not kept.any():
        raise TooFewEffects("No study can be used.", hint="Check the counts, or use keep_double_zero=True.")
    cells = tuple(x[role][kept] for role in TWO_BY_TWO)
    cells, added, y, v = _usable(cells, increment, increment_to, measure, np.flatnonzero(kept), reasons)
    sizes = None
    if weights == "SSW":
        n1, n2 = cells[0] + cells[1], cells[2] + cells[3]
        sizes = n1 * n2 / (n1 + n2)
    common = _common(cells, added, y, v, measure, weights, exact, sizes, level)
    q = float(((y - common.estimate) ** 2 / v).sum()) if q_from_mh else float(Problem(y, v).at(0.0).form())
    tau2 = _tau2(y, v, q, method, q_from_mh)
    low, high = i2_bounds_from_q(q, len(y), level)
    df = len(y) - 1
    spec = {"weights": weights, "exact": exact, "q_from_mh": q_from_mh, "keep_double_zero": keep_double_zero}
    spec.update(increment=increment, increment_to=increment_to, method=method, level=level)
    return BinaryFit(
        measure=measure,
        k=len(y),
        common=common,
        random=_weighted(y, v + tau2, 1 / (v + tau2) if sizes is None else sizes, level),
        tau2=tau2,
        q=q,
        df_q=df,
        p_q=float(chi2_p(q, df)),
        i2=max(0.0, (q - df) / q) if q > 0 else 0.0,
        i2_low=low,
        i2_high=high,
        left_out=tuple(LeftOut(row=i + 1, study=names[i], reason=why) for i, why in sorted(reasons.items())),
        spec=spec,
        backend=source.backend,
    )


def _usable(
    cells: tuple[Array, ...],
    increment: float,
    to: str,
    measure: str,
    rows: NDArray[np.intp],
    reasons: dict[int, str],
) -> tuple[tuple[Array, ...], Array, Array, Array]:
    """Return cells, increments, estimates and variances of the studies that have both; note the others."""
    added = _increments(cells, increment, to)
    with np.errstate(all="ignore"):
        y, v = _estimates(cells, added, measure)
    good = np.isfinite(y) & np.isfinite(v) & (v > 0)
    for i in rows[~good]:
        reasons[int(i)] = "no finite estimate with a positive variance"
    if not good.any():
        raise TooFewEffects("No study has an estimate with a positive variance.", hint="Use pool_counts().")
    return tuple(cell[good] for cell in cells), added[good], y[good], v[good]


def _check(measure: str, weights: str, exact: bool, q_from_mh: bool, increment_to: str, method: str) -> None:
    for name, given, allowed in (
        ("measure", measure, MEASURES),
        ("weights", weights, WEIGHTS),
        ("increment_to", increment_to, INCREMENT_TO),
        ("method", method, tuple(estimators())),
    ):
        if given not in allowed:
            raise UnknownOption.of(name, given, allowed)
    if (exact or q_from_mh) and weights != "MH":
        raise InputError("exact and q_from_mh are for Mantel-Haenszel weights.", hint='Use weights="MH".')
    if q_from_mh and method != "DL":
        raise InputError(
            f"q_from_mh replaces the Q of the DerSimonian-Laird estimate, but method={method!r}.",
            hint='Use method="DL".',
        )


def _double_zero(x: dict[str, Array]) -> NDArray[np.bool_]:
    none = (x["events1"] == 0) & (x["events2"] == 0)
    return none | ((x["nonevents1"] == 0) & (x["nonevents2"] == 0))


def _increments(cells: tuple[Array, ...], increment: float, to: str) -> Array:
    empty = np.any([cell == 0 for cell in cells], axis=0)
    if to == "all" or (to == "if0all" and empty.any()):
        return np.full(len(empty), increment)
    return np.where(empty if to == "only0" else False, increment, 0.0)


def _estimates(cells: tuple[Array, ...], added: Array, measure: str) -> tuple[Array, Array]:
    a, b, c, d = cells
    n1, n2 = a + b, c + d
    if measure == "OR":
        raised = [cell + added for cell in cells]
        return np.log(raised[0] * raised[3] / (raised[1] * raised[2])), np.sum(
            [1 / cell for cell in raised], axis=0
        )
    if measure == "RR":
        y = np.log((a + added) / (n1 + added) / ((c + added) / (n2 + added)))
        return y, 1 / (a + added) - 1 / (n1 + added) + 1 / (c + added) - 1 / (n2 + added)
    p1, p2 = (a + added) / (n1 + 2 * added), (c + added) / (n2 + 2 * added)
    v = p1 * (1 - p1) / (n1 + 2 * added) + p2 * (1 - p2) / (n2 + 2 * added)
    return a / n1 - c / n2, v


def _common(
    cells: tuple[Array, ...],
    added: Array,
    y: Array,
    v: Array,
    measure: str,
    weights: str,
    exact: bool,
    sizes: Array | None,
    level: float,
) -> Line:
    if weights != "MH":
        return _weighted(y, v, 1 / v if sizes is None else sizes, level)
    summed = cells if exact else tuple(cell + added for cell in cells)
    if measure == "OR":
        estimate, variance = sparse.mantel_haenszel_or(*summed)
    elif measure == "RR":
        estimate, variance = sparse.mantel_haenszel_rr(*summed)
    else:
        estimate, variance = _mantel_haenszel_rd(summed, y)
    return _line(float(estimate), float(np.sqrt(variance)), None, level)


def _mantel_haenszel_rd(cells: tuple[Array, ...], y: Array) -> tuple[Array, Array]:
    """Return the weighted mean of the raw differences and its Greenland-Robins variance."""
    a, b, c, d = cells
    m1, m2 = a + b, c + d
    n = m1 + m2
    w = m1 * m2 / n
    spread = (a * b * m2**3 + c * d * m1**3) / (m1 * m2 * n**2)
    return (w * y).sum() / w.sum(), spread.sum() / w.sum() ** 2


def _weighted(y: Array, variances: Array, w: Array, level: float) -> Line:
    total = w.sum()
    return _line(float((w * y).sum() / total), float(np.sqrt((w**2 * variances).sum()) / total), None, level)


def _tau2(y: Array, v: Array, q: float, method: str, q_from_mh: bool) -> float:
    problem = Problem(y, v)
    if q_from_mh:
        return max(0.0, (q - problem.df) / float(problem.at(0.0).trace())) if problem.df > 0 else 0.0
    return float(estimators()[method].estimate(problem, None).tau2)
