"""How strong bias would have to be: E-values for confounding, and the worst case of publication bias."""

from __future__ import annotations

import numpy as np

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.quantiles import normal_quantile
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.pool import check_poolable, pool
from trueeffect.synthesis.results import Results

TO_RATIO = {"RR": 1.0, "IRR": 1.0, "OR": 0.5, "SMD": 0.91}
"""Factor from the working scale to a log risk ratio: OR of common outcomes by its root, SMD by 0.91."""


def e_value(fit: Fit, *, rare: bool = False) -> Results:
    """Return how strongly a confounder must be tied to treatment and outcome to explain the estimate away.

    Parameters
    ----------
    fit : Fit
        Of RR, IRR, OR or SMD.
    rare : bool
        For OR: the outcome is rare (below 15%), so that the ratio is read as a risk ratio.

    Rows: the estimate, and the confidence bound nearer to no effect (1 when the interval holds no effect).
    On the risk ratio scale; E = RR + sqrt(RR (RR - 1)) (doi:10.7326/M16-2607).
    """
    measure = fit.effects.measure
    if measure not in TO_RATIO:
        raise UnknownOption.of("measure of the fit", measure, TO_RATIO)
    factor = 1.0 if rare and measure == "OR" else TO_RATIO[measure]
    nearest = 0.0
    if fit.conf_low > 0 or fit.conf_high < 0:
        nearest = min(abs(fit.conf_low), abs(fit.conf_high))
    ratios = np.exp(factor * np.array([abs(fit.estimate), nearest]))
    return Results(
        "E-values",
        {
            "quantity": ["estimate", "nearer confidence bound"],
            "risk_ratio": ratios,
            "e_value": ratios + np.sqrt(ratios * (ratios - 1)),
        },
        fit.effects.backend,
    )


def worst_case_bias(
    effects: EffectTable, *, favours: str = "negative", level: float = 0.95, method: str | None = None
) -> Results:
    """Return what is left if publication favours significant results as strongly as can be.

    The bound is the pooled estimate of the studies without a significant effect in the favoured direction
    (doi:10.1111/rssc.12440); no selection on significance can bring the estimate below it.

    Parameters
    ----------
    favours : {"negative", "positive"}
        Sign of effects that are more likely to be published.
    """
    if favours not in ("negative", "positive"):
        raise UnknownOption.of("favours", favours, ("negative", "positive"))
    check_poolable(effects)
    z = effects.y / np.sqrt(effects.v) * (1 if favours == "positive" else -1)
    left = z < normal_quantile(level)
    if not left.any():
        raise TooFewEffects(
            "Every study is significant in the favoured direction, so there is no worst case to compute.",
            hint="The bound needs at least one other study.",
            k=0,
            needed=1,
        )
    if left.sum() < 2:
        raise InputError(
            "Only one study is not significant in the favoured direction.",
            hint="One study alone is the bound.",
        )
    fits = [pool(effects, method=method, level=level), pool(effects.take(left), method=method, level=level)]
    return Results(
        "All studies, and the worst case of publication bias",
        {
            "studies": ["all", "not significant in the favoured direction"],
            "k": [fit.k for fit in fits],
            "estimate": np.array([fit.estimate for fit in fits]),
            "conf_low": np.array([fit.conf_low for fit in fits]),
            "conf_high": np.array([fit.conf_high for fit in fits]),
        },
        effects.backend,
    )
