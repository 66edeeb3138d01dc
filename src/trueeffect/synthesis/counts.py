"""Pool raw counts: Mantel-Haenszel and Peto, which need no estimate per study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats import sparse
from trueeffect.stats.quantiles import chi2_p, normal_p, normal_quantile
from trueeffect.synthesis import frames
from trueeffect.synthesis.inputs import LeftOut, read_inputs
from trueeffect.synthesis.measures import Options, catalogue
from trueeffect.synthesis.results import Results
from trueeffect.synthesis.zero_cells import ZeroCells, both_zero, raise_cells

Array = NDArray[np.float64]
MANTEL_HAENSZEL = {
    "OR": (sparse.mantel_haenszel_or, "10.2307/2531052"),
    "RR": (sparse.mantel_haenszel_rr, "10.2307/2530643"),
    "RD": (sparse.mantel_haenszel_rd, "10.2307/2531784"),
    "IRR": (sparse.mantel_haenszel_irr, "10.2307/2530643"),
    "IRD": (sparse.mantel_haenszel_ird, "10.2307/2530643"),
}
METHODS = ("MH", "PETO")


@dataclass(frozen=True, kw_only=True, eq=False)
class CountFit:
    """A common-effect estimate from raw counts.

    ``cells`` holds the counts that are summed, ``y`` and ``v`` the estimate of each study (for Q; NaN when a
    study has none). ``k`` counts the studies with an estimate. ``i2`` is a share in [0, 1].
    """

    measure: str
    method: str
    k: int
    estimate: float
    std_error: float
    statistic: float
    p_value: float
    conf_low: float
    conf_high: float
    q: float
    df_q: int
    p_q: float
    i2: float
    h2: float
    level: float
    association: sparse.Score | None
    homogeneity: sparse.Score | None
    cells: tuple[Array, ...]
    y: Array
    v: Array
    labels: tuple[str, ...]
    columns: dict[str, NDArray[Any]]
    left_out: tuple[LeftOut, ...]
    spec: dict[str, Any]
    doi: str
    backend: str = "dict"

    def tidy(self) -> Any:
        """Return one row: estimate, std_error, statistic, p_value, conf_low, conf_high."""
        names = ("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high")
        return frames.build({name: [getattr(self, name)] for name in names}, self.backend)

    def glance(self) -> Any:
        """Return one row: k, q, df_q, p_q, i2, h2, measure, method."""
        names = ("k", "q", "df_q", "p_q", "i2", "h2", "measure", "method")
        return frames.build({name: [getattr(self, name)] for name in names}, self.backend)

    def describe(self) -> str:
        """Return the methods sentence."""
        name = "Mantel-Haenszel" if self.method == "MH" else "Peto"
        return (
            f"Counts of {self.k} studies were combined by the {name} method (doi:{self.doi}) into a common "
            f"{catalogue()[self.measure].name}, with {100 * self.level:g}% Wald intervals."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        names = ["measure", "method", "k", "estimate", "std_error", "statistic", "p_value", "conf_low"]
        names += ["conf_high", "q", "df_q", "p_q", "i2", "h2", "level", "spec"]
        out = {name: getattr(self, name) for name in names}
        return {**out, "left_out": [entry.to_dict() for entry in self.left_out]}

    def __repr__(self) -> str:
        percent = f"{100 * self.level:g}%"
        return (
            f"{self.estimate:.4f} ({percent} CI {self.conf_low:.4f} to {self.conf_high:.4f}): "
            f"{catalogue()[self.measure].name}, {self.method}, {self.k} studies\n"
            f"Q {self.q:.4f} on {self.df_q} degrees of freedom, I2 {100 * self.i2:.1f}%"
        )


def pool_counts(
    data: Any,
    measure: str,
    *,
    method: str = "MH",
    study: str | None = None,
    level: float = 0.95,
    correct: bool = True,
    zero: ZeroCells | Mapping[str, Any] | None = None,
    **columns: str | float,
) -> CountFit:
    """Combine raw counts with a common effect; the choice for rare events.

    Parameters
    ----------
    measure : {"OR", "RR", "RD", "IRR", "IRD"}
        Peto's method is for OR.
    method : {"MH", "PETO"}
        Mantel-Haenszel, or Peto's one-step method.
    correct : bool
        Continuity correction of the test of association (Mantel-Haenszel, OR and IRR).
    zero : ZeroCells or mapping, optional
        What is added to the summed counts; nothing when absent. The per-study estimates behind Q always
        use the default of the measure, and studies without events in both groups do not count there.
    **columns
        As in :func:`trueeffect.effect_sizes`.

    Examples
    --------
    >>> table = {"e1": [4, 6], "n1": [123, 306], "e2": [11, 29], "n2": [139, 303]}
    >>> fit = pool_counts(table, "RR", events1="e1", total1="n1", events2="e2", total2="n2")
    >>> round(fit.estimate, 4)
    -1.3517
    """
    if method not in METHODS:
        raise UnknownOption.of("method", method, METHODS)
    allowed = ("OR",) if method == "PETO" else tuple(MANTEL_HAENSZEL)
    if measure not in allowed:
        raise UnknownOption.of(f"measure (method {method})", measure, allowed)
    if not correct and (method == "PETO" or measure not in ("OR", "IRR")):
        raise InputError("correct=False was given, but there is no test to correct.", hint="Leave it out.")
    if zero is not None and method == "PETO":
        raise InputError("zero= was given, but Peto's method adds nothing.", hint="Leave it out.")
    if not 0 < level < 1:
        raise InputError(f"level={level} is given; it must lie between 0 and 1.", hint="Use 0.95.")
    source = frames.read_columns(data)
    chosen = catalogue()[measure]
    x, reasons = read_inputs(source, chosen.inputs, columns, study, measure)
    names = frames.as_text(source.column(study)) if study else [str(i + 1) for i in range(source.rows)]
    left_out = tuple(LeftOut(row=i + 1, study=names[i], reason=why) for i, why in sorted(reasons.items()))
    kept = np.array([i not in reasons for i in range(source.rows)], dtype=bool)
    x = {role: values[kept] for role, values in x.items()}
    summed = raise_cells(x, chosen, ZeroCells.of(zero, chosen)) if zero is not None else x
    cells = tuple(summed[role] for role in chosen.inputs)
    y, v = _study_estimates(x, measure, method)
    spec = {"measure": measure, "method": method, "correct": correct, "columns": dict(columns)}
    spec["zero"] = ZeroCells.of(zero, chosen).to_dict() if zero is not None else None
    labels = tuple(name for name, keep in zip(names, kept) if keep)
    found = {name: values[kept] for name, values in source.arrays.items()}
    return _conclude(cells, y, v, labels, found, left_out, spec, level, source.backend)


def _study_estimates(x: dict[str, Array], measure: str, method: str) -> tuple[Array, Array]:
    chosen = catalogue()["PETO" if method == "PETO" else measure]
    raised = x if method == "PETO" else raise_cells(x, chosen, ZeroCells.of(None, chosen))
    with np.errstate(all="ignore"):
        y, v = chosen.compute(raised, Options())
    empty = both_zero(x) | ~np.isfinite(y) | ~np.isfinite(v)
    return np.where(empty, np.nan, y), np.where(empty, np.nan, v)


def _conclude(
    cells: tuple[Array, ...],
    y: Array,
    v: Array,
    labels: tuple[str, ...],
    columns: dict[str, NDArray[Any]],
    left_out: tuple[LeftOut, ...],
    spec: dict[str, Any],
    level: float,
    backend: str,
) -> CountFit:
    measure, method = spec["measure"], spec["method"]
    if not np.isfinite(y).any():
        raise TooFewEffects(
            "No study has an event in one group only, so there is nothing to combine.",
            hint="Check the counts.",
        )
    rows = {name: values[0] for name, values in _many(spec, cells, y, v, level).items()}
    association = homogeneity = None
    if method == "MH" and measure == "OR":
        association = sparse.association_test(*_four(cells), correct=spec["correct"])
        homogeneity = sparse.tarone_test(*_four(cells), log_or=rows["estimate"])
    if method == "MH" and measure == "IRR":
        association = sparse.rate_association_test(*_four(cells), correct=spec["correct"])
    k = int(rows.pop("k"))
    return CountFit(
        measure=measure,
        method=method,
        k=k,
        df_q=k - 1,
        level=level,
        association=association,
        homogeneity=homogeneity,
        cells=cells,
        y=y,
        v=v,
        labels=labels,
        columns=columns,
        left_out=left_out,
        spec=spec,
        doi="10.1016/S0033-0620(85)80003-7" if method == "PETO" else MANTEL_HAENSZEL[measure][1],
        backend=backend,
        **{name: float(value) for name, value in rows.items()},
    )


def _four(cells: tuple[Array, ...]) -> tuple[Array, Array, Array, Array]:
    first, second, third, fourth = cells
    return first, second, third, fourth


def _many(
    spec: dict[str, Any], cells: tuple[Array, ...], y: Array, v: Array, level: float, one: Array | None = None
) -> dict[str, Array]:
    """Return the estimate of every subset (column of ``one``) of the studies."""
    mask = np.ones((len(y), 1)) if one is None else one
    masked = tuple(cell[:, None] * mask for cell in cells)
    known = np.isfinite(y)[:, None] * mask
    y, v = np.where(np.isfinite(y), y, 0.0)[:, None], np.where(np.isfinite(v), v, 1.0)[:, None]
    with np.errstate(all="ignore"):
        if spec["method"] == "PETO":
            estimate, variance, q = sparse.peto(*masked)
        else:
            estimate, variance = MANTEL_HAENSZEL[spec["measure"]][0](*masked)
            # A sum without events on one side has no finite ratio, so nothing rests on it.
            estimate = np.where(np.isfinite(estimate), estimate, np.nan)
            q = (known * (y - estimate) ** 2 / v).sum(axis=0)
        k = known.sum(axis=0)
        df, q = k - 1, np.where(k > 1, np.maximum(q, 0.0), 0.0)
        std_error = np.sqrt(variance)
        half = normal_quantile(level) * std_error
        statistic = estimate / std_error
        i2 = np.where((k > 1) & (q > 0), np.maximum(0.0, (q - df) / q), 0.0)
        h2 = np.where(k > 1, q / df, 1.0)
    return {
        "estimate": estimate,
        "std_error": std_error,
        "statistic": statistic,
        "p_value": normal_p(statistic),
        "conf_low": estimate - half,
        "conf_high": estimate + half,
        "q": q,
        "p_q": chi2_p(q, df),
        "i2": i2,
        "h2": h2,
        "k": k,
    }


def refit_counts(fit: CountFit, one: Array) -> dict[str, Array]:
    """Return the estimate of every subset of the studies; ``one`` has shape (studies, subsets)."""
    return _many(fit.spec, fit.cells, fit.y, fit.v, fit.level, one)


def informative(fit: CountFit) -> NDArray[np.intp]:
    """Return positions of the studies with an estimate of their own."""
    return np.flatnonzero(np.isfinite(fit.y))


def without_each_study(fit: CountFit) -> Results:
    """Return the estimate without each informative study."""
    keep = informative(fit)
    one = np.ones((len(fit.y), len(keep)))
    one[keep, np.arange(len(keep))] = 0.0
    labels = [fit.labels[i] for i in keep]
    return Results("Without each study", {"left_out": labels, **refit_counts(fit, one)}, fit.backend)


def adding_each_study(fit: CountFit, sequence: NDArray[np.intp]) -> Results:
    """Return the estimate as informative studies are added in the order ``sequence``."""
    keep = set(informative(fit).tolist())
    order = [int(i) for i in sequence if int(i) in keep]
    one = np.zeros((len(fit.y), len(order)))
    for step, i in enumerate(order):
        one[i, step:] = 1.0
    labels = [fit.labels[i] for i in order]
    return Results("Adding studies one by one", {"added": labels, **refit_counts(fit, one)}, fit.backend)
