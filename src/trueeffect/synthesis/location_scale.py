"""Models in which moderators explain the between-study variance as well."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trueeffect.errors import TooFewEffects, UnknownOption
from trueeffect.stats.location_scale import fit_location_scale
from trueeffect.stats.problem import Problem
from trueeffect.stats.quantiles import chi2_p, normal_p, normal_quantile
from trueeffect.stats.regression import joint_test
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.frames import Columns
from trueeffect.synthesis.moderators import Term, build_design, check_rank
from trueeffect.synthesis.pool import check_poolable
from trueeffect.synthesis.results import Results

VANISHING = 1e-6
"""A tau2 below this share of the median sampling variance counts as having run to 0."""


def regress_scale(
    effects: EffectTable,
    scale: Sequence[Term | str],
    moderators: Sequence[Term | str] = (),
    *,
    intercept: bool = True,
    method: str = "REML",
    level: float = 0.95,
) -> Results:
    """Fit a location-scale model: moderators of the mean, and of log tau2 (doi:10.1002/jrsm.1562).

    Parameters
    ----------
    scale : sequence of str or terms
        Moderators of log tau2; an intercept is always there.
    moderators : sequence of str or terms
        Moderators of the mean.
    method : {"REML", "ML"}

    Returns
    -------
    Results
        One row per coefficient, ``part`` says location or scale; tests are Wald tests. ``extra``: k, tau2
        (one per effect), log_likelihood, q, omnibus tests ``omnibus``/``p_omnibus`` (location) and
        ``scale_omnibus``/``p_scale_omnibus``, converged.
    """
    if method not in ("REML", "ML"):
        raise UnknownOption.of("method", method, ("REML", "ML"))
    check_poolable(effects)
    source = Columns(effects.columns, effects.backend, effects.k)
    rows = effects.rows.tolist()
    x = build_design(source, list(moderators), intercept=intercept, rows=rows, labels=effects.labels)
    z = build_design(source, list(scale), intercept=True, rows=rows, labels=effects.labels)
    usable = x.usable & z.usable
    location, spread = x.matrix[usable[x.usable]], z.matrix[usable[z.usable]]
    effects = effects.take(usable, tuple(dict.fromkeys([*x.reasons, *z.reasons])))
    p, q = location.shape[1], spread.shape[1]
    if effects.k < p + q:
        raise TooFewEffects(
            f"{effects.k} effects cannot carry {p + q} coefficients.",
            hint="Use fewer moderators.",
            k=effects.k,
        )
    check_rank(x.names, location)
    check_rank(z.names, spread)
    problem = Problem(effects.y, effects.v, location)
    found = fit_location_scale(problem, spread, method == "REML")
    coef = np.concatenate([found.coef, found.alpha])
    std_error = np.sqrt(np.concatenate([np.diag(found.cov), np.diag(found.alpha_cov)]))
    crit = normal_quantile(level)
    columns = {
        "part": ["location"] * p + ["scale"] * q,
        "term": [*x.names, *z.names],
        "estimate": coef,
        "std_error": std_error,
        "statistic": coef / std_error,
        "p_value": normal_p(coef / std_error),
        "conf_low": coef - crit * std_error,
        "conf_high": coef + crit * std_error,
    }
    extra = {
        "k": effects.k,
        "tau2": found.tau2,
        "log_likelihood": found.log_likelihood,
        "q": float(problem.at(0.0).form()),
        "converged": found.converged,
        "iterations": found.iterations,
    }
    for name, values, cov, start in (
        ("", found.coef, found.cov, int(intercept)),
        ("scale_", found.alpha, found.alpha_cov, 1),
    ):
        if len(values) > start:
            test = joint_test(values[start:], cov[start:, start:], None)
            extra[f"{name}omnibus"] = float(test.statistic)
            extra[f"p_{name}omnibus"] = float(chi2_p(test.statistic, test.df1))
    notes = tuple(str(entry) for entry in effects.left_out)
    if found.tau2.min() < VANISHING * float(np.median(effects.v)):
        notes = (
            "log tau2 falls without end for some effects: their tau2 is 0, the coefficient has no value",
            *notes,
        )
    return Results("Location-scale model", columns, effects.backend, notes, extra)
