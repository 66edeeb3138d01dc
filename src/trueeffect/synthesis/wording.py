"""Sentences about a fit: one line first, the methods sentence, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from trueeffect.synthesis.effects import describe_measure
from trueeffect.synthesis.measures import catalogue

if TYPE_CHECKING:
    from trueeffect.synthesis.fits import Fit

HETEROGENEITY_DOI = "10.1002/sim.1186"


def number(value: float) -> str:
    """Return a number with four significant digits or decimals, whichever reads better.

    Examples
    --------
    >>> number(0.123456), number(123.456), number(1.5e-7)
    ('0.1235', '123.46', '1.5e-07')
    """
    if value == 0 or value != value:
        return "0" if value == 0 else "not available"
    if abs(value) < 1e-4 or abs(value) >= 1e6:
        return f"{value:.4g}"
    return f"{value:.4f}" if abs(value) < 10 else f"{value:.2f}"


def p_words(p: float) -> str:
    """Return a p-value for reading.

    Examples
    --------
    >>> p_words(0.0312), p_words(1e-9)
    ('p = 0.031', 'p < 0.001')
    """
    if p != p:
        return "p not available"
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def short(fit: Fit) -> str:
    """Return at most 15 lines, the answer on the first."""
    percent = f"{100 * fit.level:g}%"
    if fit.design is None:
        lines = [
            f"{number(fit.estimate)} ({percent} CI {number(fit.conf_low)} to {number(fit.conf_high)}; "
            f"{p_words(fit.p_value)}): {describe_measure(fit.effects.measure)}, {fit.k} effects"
        ]
        scale = _scale(fit)
        if scale == "log":
            low, high = np.exp([fit.conf_low, fit.conf_high])
            lines.append(
                f"as a ratio: {number(float(np.exp(fit.estimate)))} ({number(low)} to {number(high)})"
            )
    else:
        lines = [f"{len(fit.terms)} coefficients: {describe_measure(fit.effects.measure)}, {fit.k} effects"]
        lines += _coefficient_lines(fit)
    if fit.solution.estimated or fit.tau2 > 0:
        lines.append(f"tau2 {number(fit.tau2)} ({fit.spec['method']}), I2 {100 * fit.i2:.1f}%")
    else:
        lines.append(f"common effect, I2 {100 * fit.i2:.1f}%")
    lines.append(f"Q {number(fit.q)} on {fit.df_q:g} degrees of freedom, {p_words(fit.p_q)}")
    if fit.design is None and fit.tau2 > 0 and fit.k > 2:
        low, high = fit.pred_int()
        lines.append(f"{percent} prediction interval {number(low)} to {number(high)}")
    lines += [f"note: {text}" for text in fit.warnings[:2]]
    if fit.effects.left_out:
        lines.append(f"{len(fit.effects.left_out)} rows left out, see .diagnostics")
    return "\n".join(lines[:15])


def _coefficient_lines(fit: Fit) -> list[str]:
    s = fit.solution
    rows = list(zip(fit.terms, s.coef, s.std_error, s.p_value))
    lines = [
        f"  {term[:28]:28} {number(b):>10}  SE {number(se):>9}  {p_words(p)}" for term, b, se, p in rows[:7]
    ]
    if len(rows) > 7:
        lines.append(f"  ... and {len(rows) - 7} more")
    if fit.r2 is not None:
        lines.append(f"R2 {100 * fit.r2:.1f}%")
    return lines


def _scale(fit: Fit) -> str:
    measure = catalogue().get(fit.effects.measure)
    return measure.scale if measure else "identity"


def describe(fit: Fit) -> str:
    """Return the methods sentence of a fit."""
    s = fit.solution
    parts = [f"{fit.k} effects ({describe_measure(fit.effects.measure)}) were"]
    how = "combined" if fit.design is None else f"regressed on {', '.join(fit.terms)}"
    if s.method is None and not fit.tau2:
        parts.append(f"{how} with a common-effect model")
    elif s.estimated and s.method is not None:
        parts.append(
            f"{how} with a random-effects model; the between-study variance was estimated by "
            f"{s.method.name} (doi:{s.method.doi})"
        )
    else:
        parts.append(
            f"{how} with a random-effects model at the given between-study variance {number(fit.tau2)}"
        )
    if s.weights is not None:
        parts.append("with weights other than inverse variances")
    text = " ".join(parts) + f". Tests and {100 * fit.level:g}% intervals rest on {s.inference.name}"
    text += f" (doi:{s.inference.doi}). Heterogeneity is described by Q and I2 (doi:{HETEROGENEITY_DOI})."
    if fit.effects.left_out:
        text += f" {len(fit.effects.left_out)} rows could not be used."
    return text


def references(fit: Fit) -> tuple[str, ...]:
    """Return the identifiers behind measure, estimator, inference and heterogeneity."""
    measure = catalogue().get(fit.effects.measure)
    found = [measure.doi if measure else "", fit.solution.method.doi if fit.solution.method else ""]
    found += [fit.solution.inference.doi, HETEROGENEITY_DOI]
    return tuple(f"https://doi.org/{doi}" for doi in dict.fromkeys(found) if doi)
