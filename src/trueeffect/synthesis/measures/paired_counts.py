"""The same people under two conditions, each with or without the event."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from trueeffect.synthesis.measures._base import PAIRED_COUNTS, Array, Inputs, Measure, Options, Pair, Scale


def _shares(x: Inputs) -> tuple[Array, Array, Array, Array, Array]:
    """Return N, the marginal risks p1 and p2, and the discordant shares u and w."""
    both, first, second, neither = (x[role] for role in PAIRED_COUNTS)
    n = both + first + second + neither
    return n, (both + first) / n, (both + second) / n, first / n, second / n


def _discordance(u: Array, w: Array) -> Array:
    return u * (1 - u) + 2 * u * w + w * (1 - w)


def marginal_difference(x: Inputs, options: Options) -> Pair:
    """Return p1 - p2 of matched pairs."""
    n, p1, p2, u, w = _shares(x)
    return p1 - p2, _discordance(u, w) / n


def marginal_risk_ratio(x: Inputs, options: Options) -> Pair:
    """Return log(p1/p2) of matched pairs."""
    n, p1, p2, u, w = _shares(x)
    return np.log(p1 / p2), (u + w) / (n * p1 * p2)


def marginal_odds_ratio(x: Inputs, options: Options) -> Pair:
    """Return the log ratio of the marginal odds of matched pairs."""
    n, p1, p2, u, w = _shares(x)
    y = np.log(p1 / (1 - p1)) - np.log(p2 / (1 - p2))
    return y, _discordance(u, w) / (n * p1 * (1 - p1) * p2 * (1 - p2))


def conditional_odds_ratio(x: Inputs, options: Options) -> Pair:
    """Return log(first_only/second_only)."""
    u, w = x["first_only"], x["second_only"]
    return np.log(u / w), 1 / u + 1 / w


def paired_peto(x: Inputs, options: Options) -> Pair:
    """Return Peto's log odds ratio of matched pairs."""
    u, w = x["first_only"], x["second_only"]
    return 2 * (u - w) / (u + w), 4 / (u + w)


def _member(
    code: str,
    name: str,
    compute: Callable[[Inputs, Options], Pair],
    formula: str,
    scale: Scale = "log",
) -> Measure:
    return Measure(
        code=code,
        name=name,
        inputs=PAIRED_COUNTS,
        compute=compute,
        scale=scale,
        cells=PAIRED_COUNTS,
        formula=formula,
        doi="10.1002/sim.1206",
        reads="more events under the first condition",
    )


MEASURES = (
    _member(
        "MPRD",
        "risk difference of matched pairs",
        marginal_difference,
        "y = p1 - p2; v = (u(1-u)+2uw+w(1-w))/N",
        "identity",
    ),
    _member(
        "MPRR",
        "log risk ratio of matched pairs",
        marginal_risk_ratio,
        "y = log(p1/p2); v = (u+w)/(N p1 p2)",
    ),
    _member(
        "MPOR",
        "marginal log odds ratio of matched pairs",
        marginal_odds_ratio,
        "y = logit p1 - logit p2; v = (u(1-u)+2uw+w(1-w))/(N p1(1-p1) p2(1-p2))",
    ),
    _member(
        "MPORC",
        "conditional log odds ratio of matched pairs",
        conditional_odds_ratio,
        "y = log(U/W); v = 1/U + 1/W",
    ),
    _member(
        "MPPETO",
        "log odds ratio of matched pairs by Peto's method",
        paired_peto,
        "y = 2(U-W)/(U+W); v = 4/(U+W)",
    ),
)
