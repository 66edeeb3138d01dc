"""What an infinitely large study would show: limit meta-analysis, PET and PEESE; and the p-curve."""

from __future__ import annotations

import numpy as np

from trueeffect.errors import InputError, TooFewEffects
from trueeffect.stats.bias import limit as arrays
from trueeffect.stats.bias import p_curve as curve
from trueeffect.stats.quantiles import chi2_p, normal_p, normal_quantile, t_quantile
from trueeffect.synthesis.bias._given import check_effects
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.results import Results


def limit_meta_analysis(fit: Fit) -> Results:
    """Return the estimate adjusted for small-study effects as the limit of ever larger studies (Rücker).

    Rows: the shrunken effect of each study. Extra: ``estimate`` with interval and p-value, ``slope`` with its
    test, ``g2``: the share of heterogeneity that small-study effects leave unexplained.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> table = {"y": [0.1, 0.3, 0.2, 0.9], "v": [0.01, 0.02, 0.05, 0.2]}
    >>> round(limit_meta_analysis(pool(effect_sizes(table, y="y", v="v"), method="DL"))["estimate"], 4)
    0.0387
    """
    _check(fit)
    found = arrays.limit_meta_analysis(fit.effects.y, fit.effects.v, fit.tau2)
    crit = normal_quantile(fit.level)
    extra = {
        "estimate": found.estimate,
        "std_error": found.std_error,
        "p_value": float(normal_p(found.estimate / found.std_error)),
        "conf_low": found.estimate - crit * found.std_error,
        "conf_high": found.estimate + crit * found.std_error,
        "slope": found.slope,
        "p_slope": float(normal_p(found.slope / found.slope_std_error)),
        "g2": found.g2,
        "q_residual": found.q_residual,
        "p_residual": float(chi2_p(found.q_residual, found.df)),
    }
    columns = {"study": list(fit.effects.labels), "effect": found.effects}
    title = "Limit meta-analysis (doi:10.1093/biostatistics/kxq046)"
    return Results(title, columns, fit.effects.backend, extra=extra)


def _check(fit: Fit) -> None:
    if fit.design is not None:
        raise InputError("This is for a model without moderators.", hint="Use pool().")
    if fit.k < 3:
        raise TooFewEffects(f"{fit.k} effects are too few.", hint="The fit itself stands.", k=fit.k, needed=3)
    if np.ptp(fit.effects.v) == 0:
        raise InputError("All studies have the same variance.", hint="Studies must differ in size.")


def pet_peese(fit: Fit, *, alpha: float = 0.05) -> Results:
    """Return the intercepts of the regressions on standard errors (PET) and on variances (PEESE).

    The conditional rule picks PEESE when PET's intercept is significant (one-sided ``alpha``) in the
    direction of the pooled effect, else PET; it is marked in ``chosen``.
    """
    _check(fit)
    found = arrays.pet_peese(fit.effects.y, fit.effects.v, alpha)
    rows = {"PET": found.pet, "PEESE": found.peese}
    crit = float(t_quantile(fit.level, found.pet.df))
    estimate = np.array([line.coef[0] for line in rows.values()])
    error = np.array([line.std_error[0] for line in rows.values()])
    columns = {
        "method": list(rows),
        "estimate": estimate,
        "std_error": error,
        "p_value": np.array([line.p_value[0] for line in rows.values()]),
        "conf_low": estimate - crit * error,
        "conf_high": estimate + crit * error,
        "slope": np.array([line.coef[1] for line in rows.values()]),
        "p_slope": np.array([line.p_value[1] for line in rows.values()]),
        "chosen": [name == found.chosen for name in rows],
    }
    return Results("PET and PEESE (doi:10.1002/jrsm.1095)", columns, fit.effects.backend)


def p_curve(effects: EffectTable) -> Results:
    """Analyse the significant p-values alone (Simonsohn, Nelson and Simmons).

    Rows: the tests for right skew (evidential value) and for flatness (less than studies of 33% power show),
    of the full curve (p < 0.05) and the half curve (p < 0.025). Extra: ``power``, ``shares`` of p-values in
    the five bins of 0.01, ``used``.
    """
    check_effects(effects)
    found = curve.p_curve(effects.y, effects.v)
    if not found.used:
        raise TooFewEffects(
            "No study has a two-sided p-value below 0.05, so there is no p-curve.",
            hint="The other methods need no significant study.",
            k=0,
            needed=1,
        )
    tests = {
        "right skew, full": found.right_skew,
        "right skew, half": found.right_skew_half,
        "flatness, full": found.flatness,
        "flatness, half": found.flatness_half,
    }
    columns = {
        "test": list(tests),
        "z": np.array([z for z, _ in tests.values()]),
        "p_value": np.array([p for _, p in tests.values()]),
    }
    extra = {"power": found.power, "used": found.used, "used_half": found.used_half, "shares": found.shares}
    return Results("p-curve (doi:10.1037/a0033242)", columns, effects.backend, extra=extra)
