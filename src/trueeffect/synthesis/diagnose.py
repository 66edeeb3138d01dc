"""How much a result hangs on single studies: influence, leave-one-out, cumulative, profile, GOSH."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, TooFewEffects
from trueeffect.stats.influence import baujat, influence
from trueeffect.stats.quantiles import chi2_p
from trueeffect.stats.refit import adding_each, refit, width, without_each
from trueeffect.stats.regression import Fitted
from trueeffect.stats.tau2._likelihood import log_likelihood
from trueeffect.synthesis.counts import CountFit, adding_each_study, without_each_study
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.frames import Columns, as_text
from trueeffect.synthesis.results import Results

Array = NDArray[np.float64]


def diagnose(fit: Fit) -> Results:
    """Return residuals and influence of every effect, tau2 estimated anew for every deletion.

    Columns: residual, standardised, studentised (deleted) residual, leverage, weight, dffits, cooks_d,
    cov_ratio, tau2_deleted, q_deleted, one ``dfbetas`` column per coefficient, and the two axes of a Baujat
    plot. ``influential`` marks effects beyond the cut-offs of Viechtbauer and Cheung (doi:10.1002/jrsm.11).

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> table = {"y": [0.1, 0.3, 0.2, 0.15, 1.5], "v": [0.01, 0.02, 0.03, 0.02, 0.02]}
    >>> diagnose(pool(effect_sizes(table, y="y", v="v"), method="DL"))["influential"].tolist()
    [False, False, False, False, True]
    """
    p = len(fit.terms)
    if fit.k <= p:
        raise TooFewEffects(
            f"{fit.k} effects and {p} coefficients: nothing can be left out.",
            hint="The fit itself stands; influence needs more effects.",
            k=fit.k,
            needed=p + 1,
        )
    found = influence(fit.solution)
    columns: dict[str, object] = {"study": list(fit.effects.labels)}
    columns.update({name: getattr(found, name) for name in found.__slots__ if name != "dfbetas"})
    for j, term in enumerate(fit.terms):
        columns[f"dfbetas: {term}"] = found.dfbetas[:, j]
    share, pull = baujat(fit.solution)
    columns.update(
        q_share=share, pull=pull, influential=_flags(fit, found.dffits, found.cooks_d, found.dfbetas)
    )
    return Results("Influence of each study", columns, fit.effects.backend, extra={"dfbetas": found.dfbetas})


def _flags(fit: Fit, dffits: Array, cooks_d: Array, dfbetas: Array) -> NDArray[np.bool_]:
    p, k = len(fit.terms), fit.k
    with np.errstate(invalid="ignore"):
        far = np.abs(dffits) > 3 * np.sqrt(p / (k - p))
        return np.asarray(far | (chi2_p(cooks_d, p) <= 0.5) | (np.abs(dfbetas) > 1).any(axis=1))


_REFIT = (
    "estimate",
    "std_error",
    "statistic",
    "p_value",
    "conf_low",
    "conf_high",
    "q",
    "p_q",
    "tau2",
    "i2",
    "h2",
)


def _rows(fitted: Fitted) -> dict[str, Array]:
    found = fitted.heterogeneity()
    d = fitted.coef.shape[1]
    values = (
        fitted.coef[0],
        fitted.std_error[0],
        fitted.statistic[0],
        fitted.p_value[0],
        fitted.conf_low[0],
        fitted.conf_high[0],
        found.q,
        found.p_value,
        fitted.tau2.tau2,
        found.i2,
        found.h2,
    )
    return {name: np.broadcast_to(value, (d,)) for name, value in zip(_REFIT, values)}


def _joined(parts: list[dict[str, Array]]) -> dict[str, Array]:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def leave_one_out(fit: Fit | CountFit) -> Results:
    """Return the pooled estimate and heterogeneity without each study in turn.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> table = {"y": [0.1, 0.3, 0.5], "v": [0.01, 0.01, 0.01]}
    >>> fit = pool(effect_sizes(table, y="y", v="v"), model="common", test="wald")
    >>> leave_one_out(fit)["estimate"].round(3).tolist()
    [0.4, 0.3, 0.2]
    """
    if isinstance(fit, CountFit):
        return without_each_study(fit)
    _mean_only(fit, "leave_one_out")
    if fit.k < 2:
        raise TooFewEffects(
            "There is one effect: without it, nothing is left.", hint="Add studies.", k=1, needed=2
        )
    columns = _joined([_rows(refit(fit.solution, one)) for _, one in without_each(fit.k)])
    return Results(
        "Without each study", {"left_out": list(fit.effects.labels), **columns}, fit.effects.backend
    )


def cumulative(fit: Fit | CountFit, order: str | None = None) -> Results:
    """Return the pooled estimate as studies are added one by one.

    Parameters
    ----------
    order : str, optional
        Column to sort by, ascending; equal values keep the order of the table, missing ones come last.
    """
    if isinstance(fit, CountFit):
        return adding_each_study(fit, sequence_of(fit.columns, fit.backend, len(fit.y), order))
    _mean_only(fit, "cumulative")
    sequence = sequence_of(fit.effects.columns, fit.effects.backend, fit.k, order)
    columns = _joined([_rows(refit(fit.solution, one)) for _, one in adding_each(sequence)])
    labels = [fit.effects.labels[i] for i in sequence]
    rows = {"added": labels, "k": np.arange(1, fit.k + 1), **columns}
    return Results("Adding studies one by one", rows, fit.effects.backend)


def sequence_of(
    columns: dict[str, NDArray[np.object_]], backend: str, k: int, order: str | None
) -> NDArray[np.intp]:
    """Return positions in ascending order of a column, by number if it holds numbers."""
    if order is None:
        return np.arange(k)
    source = Columns(columns, backend, k)
    values = source.column(order, "the order")
    try:
        return np.argsort(source.numbers(order), kind="stable")
    except InputError:
        return np.argsort(np.array(as_text(values)), kind="stable")


def _mean_only(fit: Fit, name: str) -> None:
    if fit.design is not None:
        raise InputError(
            f"{name} is for a model without moderators.", hint="diagnose() shows what each study changes."
        )


def profile(fit: Fit, grid: list[float] | Array) -> Results:
    """Return the log-likelihood at given values of tau2, coefficients re-estimated at each."""
    values = np.asarray(grid, dtype=float)
    if not (values >= 0).all():
        raise InputError("The grid has values that cannot be variances.", hint="Give values of 0 or more.")
    method = fit.solution.method
    if method is None:
        raise InputError("A common-effect model has no tau2 to profile.", hint='Use model="random".')
    found = [float(log_likelihood(fit.solution.problem, t, method.restricted)) for t in values]
    columns = {"tau2": values, "log_likelihood": np.array(found)}
    return Results("Profile of the log-likelihood", columns, fit.effects.backend)


def gosh(fit: Fit, subsets: int = 10_000, *, seed: int = 0, smallest: int | None = None) -> Results:
    """Return estimate, tau2 and I2 of random subsets of the studies (doi:10.1002/jrsm.1053).

    All subsets are fitted when there are no more than ``subsets``; else each study is drawn with
    probability 1/2, and subsets that are too small or were drawn already are drawn again.
    """
    needed = len(fit.terms) + 1 if smallest is None else smallest
    if fit.k < needed:
        raise TooFewEffects(
            f"{fit.k} effects have no subset of {needed}.", hint="Add studies.", k=fit.k, needed=needed
        )
    one = _subsets(fit.k, subsets, needed, seed)
    step = width(fit.k)
    parts = []
    for start in range(0, one.shape[1], step):
        found = refit(fit.solution, np.ascontiguousarray(one[:, start : start + step]))
        shares = found.heterogeneity()
        d = found.coef.shape[1]
        columns = {"tau2": found.tau2.tau2, "i2": shares.i2, "q": shares.q}
        part = {name: np.broadcast_to(value, (d,)) for name, value in columns.items()}
        part.update({f"estimate: {term}": found.coef[j] for j, term in enumerate(fit.terms)})
        parts.append(part)
    joined = _joined(parts)
    if fit.design is None:
        joined = {"estimate": joined.pop("estimate: mean"), **joined}
    rows = {"k": one.sum(axis=0).astype(int), **joined}
    return Results("Estimates of subsets", rows, fit.effects.backend, extra={"taken": one.astype(bool)})


def _first_of_each(subsets: Array) -> NDArray[np.intp]:
    """Return the positions of the first of each different column of zeros and ones."""
    k = len(subsets)
    if k <= 50:
        _, first = np.unique(2.0 ** np.arange(k) @ subsets, return_index=True)
    else:
        _, first = np.unique(np.packbits(subsets.astype(bool), axis=0), axis=1, return_index=True)
    return np.sort(first)


def _subsets(k: int, subsets: int, smallest: int, seed: int) -> Array:
    if k < 40 and 2**k <= 4 * subsets:
        codes = np.arange(2**k)
        all_sets = ((codes[None] >> np.arange(k)[:, None]) & 1).astype(float)
        every = all_sets[:, all_sets.sum(axis=0) >= smallest]
        if every.shape[1] <= subsets:
            return every
    rng = np.random.default_rng(seed)
    kept = np.zeros((k, 0))
    for _ in range(1000):
        drawn = (rng.random((k, subsets)) < 0.5).astype(float)
        kept = np.hstack([kept, drawn[:, drawn.sum(axis=0) >= smallest]])
        kept = kept[:, _first_of_each(kept)]
        if kept.shape[1] >= subsets:
            break
    return kept[:, :subsets]
