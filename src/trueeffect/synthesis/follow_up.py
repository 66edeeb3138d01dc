"""Questions to a fit: shrunken study effects, contrasts, comparisons of models, inflation of variances."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trueeffect.errors import InputError
from trueeffect.stats.quantiles import chi2_p, normal_p, normal_quantile, t_p, t_quantile
from trueeffect.stats.regression import joint_test
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.results import Results


def study_effects(fit: Fit, level: float | None = None) -> Results:
    """Return best linear unbiased predictions: each study's effect, shrunken towards the model.

    Columns: estimate, std_error, pred_low, pred_high, and the deviation from the model with its standard
    error. The quantile is that of the fit's test (doi:10.3102/10769986010002075).

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> effects = effect_sizes({"y": [0.0, 1.0], "v": [0.1, 0.1]}, y="y", v="v")
    >>> study_effects(pool(effects, method="DL", test="wald"))["estimate"].round(3).tolist()
    [0.1, 0.9]
    """
    s, v, tau2 = fit.solution, fit.effects.v, fit.tau2
    x = np.ones((fit.k, 1)) if fit.design is None else fit.design.matrix
    share = tau2 / (tau2 + v)
    middle = np.einsum("ij,jk,ik->i", x, s.cov, x)
    crit = normal_quantile(fit.level if level is None else level)
    if s.df is not None:
        crit = t_quantile(fit.level if level is None else level, s.df)
    estimate = share * fit.effects.y + (1 - share) * fit.fitted
    std_error = np.sqrt(share * v + (1 - share) ** 2 * middle)
    rows = {
        "study": list(fit.effects.labels),
        "estimate": estimate,
        "std_error": std_error,
        "pred_low": estimate - crit * std_error,
        "pred_high": estimate + crit * std_error,
        "deviation": share * (fit.effects.y - fit.fitted),
        "deviation_std_error": np.sqrt(share * v + share**2 * middle),
    }
    return Results("Shrunken study effects", rows, fit.effects.backend)


def contrasts(fit: Fit, rows: Sequence[Sequence[float]]) -> Results:
    """Return linear combinations of the coefficients with tests, one per row.

    The joint test (``extra``: omnibus, df1, df2, p_omnibus) is given when the rows are independent.
    """
    matrix = np.atleast_2d(np.asarray(rows, dtype=float))
    if matrix.shape[1] != len(fit.terms):
        raise InputError(
            f"A contrast has {matrix.shape[1]} numbers; the model has {len(fit.terms)} coefficients: "
            f"{', '.join(fit.terms)}.",
            hint="Give one number per coefficient.",
        )
    s = fit.solution
    estimate, cov = matrix @ s.coef, matrix @ s.cov @ matrix.T
    std_error = np.sqrt(np.diag(cov))
    with np.errstate(all="ignore"):
        statistic = estimate / std_error
    crit = normal_quantile(fit.level) if s.df is None else t_quantile(fit.level, s.df)
    columns = {
        "estimate": estimate,
        "std_error": std_error,
        "statistic": statistic,
        "p_value": normal_p(statistic) if s.df is None else t_p(statistic, s.df),
        "conf_low": estimate - crit * std_error,
        "conf_high": estimate + crit * std_error,
    }
    extra = {}
    if np.linalg.matrix_rank(matrix) == len(matrix):
        joint = joint_test(estimate, cov, s.df)
        extra = {"omnibus": joint.statistic, "df1": joint.df1, "df2": joint.df2, "p_omnibus": joint.p_value}
    return Results("Contrasts", columns, fit.effects.backend, extra=extra)


def compare_models(fit: Fit, reduced: Fit) -> Results:
    """Return the likelihood-ratio test of a model against a smaller one on the same effects.

    Both need method ML when their moderators differ, since restricted likelihoods are then not comparable.
    """
    if fit.k != reduced.k or not np.array_equal(fit.effects.y, reduced.effects.y):
        raise InputError(
            "The two models were fitted to different effects.", hint="Fit both to the same rows."
        )
    methods = {f.solution.method.code if f.solution.method else "ML" for f in (fit, reduced)}
    if fit.terms != reduced.terms and methods != {"ML"}:
        raise InputError(
            f"Models with different moderators were fitted by {' and '.join(sorted(methods))}.",
            hint='Fit both with method="ML" (or the common-effect model).',
        )
    big, small = fit.criteria, reduced.criteria
    parameters = [f.solution.problem.p + int(f.solution.estimated) for f in (fit, reduced)]
    df = parameters[0] - parameters[1]
    if df <= 0:
        raise InputError("The second model is not smaller than the first.", hint="Swap them.")
    statistic = max(0.0, 2 * float(big.log_likelihood - small.log_likelihood))
    share = np.nan if reduced.tau2 <= 0 else max(0.0, 1 - fit.tau2 / reduced.tau2)
    columns = {"statistic": [statistic], "df": [df], "p_value": [float(chi2_p(statistic, df))], "r2": [share]}
    return Results("Likelihood-ratio test", columns, fit.effects.backend)


def variance_inflation(fit: Fit, groups: Sequence[Sequence[int]] | None = None) -> Results:
    """Return how much each coefficient's variance is inflated by the other moderators.

    Parameters
    ----------
    groups : sequences of coefficient positions (from 0), optional
        Generalised inflation of each group, and its 1/(2m)-th power (doi:10.1080/01621459.1992.10475190).
    """
    start = 1 if fit.design is not None and fit.design.intercept else 0
    tested = list(range(start, len(fit.terms)))
    if not tested:
        raise InputError("The model has no moderators.", hint="Use regress().")
    cov = fit.vcov[np.ix_(tested, tested)]
    scale = np.sqrt(np.diag(cov))
    if not (scale > 0).all():
        raise InputError("Coefficients have no variance, so none is inflated.", hint='Use test="wald".')
    correlation = cov / np.outer(scale, scale)
    if groups is None:
        values = np.diag(np.linalg.inv(correlation))
        columns = {"term": [fit.terms[j] for j in tested], "vif": values, "sif": np.sqrt(values)}
        return Results("Variance inflation", columns, fit.effects.backend)
    rows = [_group_inflation(correlation, [j - start for j in group]) for group in groups]
    names = [", ".join(fit.terms[j] for j in group) for group in groups]
    columns = {"terms": names, "gvif": np.array([r[0] for r in rows]), "gsif": np.array([r[1] for r in rows])}
    return Results("Generalised variance inflation", columns, fit.effects.backend)


def _group_inflation(correlation: np.ndarray, group: list[int]) -> tuple[float, float]:
    if min(group) < 0 or max(group) >= len(correlation):
        raise InputError(f"Group {group} names coefficients that do not exist.", hint="Count from 0.")
    rest = [j for j in range(len(correlation)) if j not in group]
    det = np.linalg.det
    others = det(correlation[np.ix_(rest, rest)]) if rest else 1.0
    value = float(det(correlation[np.ix_(group, group)]) * others / det(correlation))
    return value, value ** (1 / (2 * len(group)))
