"""Is the funnel plot lopsided? Regression and rank tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, MissingField, TooFewEffects, UnknownOption
from trueeffect.stats.bias.asymmetry import Asymmetry, Material, asymmetry_tests
from trueeffect.stats.bias.asymmetry.begg import deviations
from trueeffect.stats.bias.line import fit_line
from trueeffect.stats.bias.rank import kendall
from trueeffect.stats.problem import Problem
from trueeffect.stats.quantiles import t_quantile
from trueeffect.stats.regression import fit as solve
from trueeffect.stats.tau2 import estimators
from trueeffect.synthesis import frames
from trueeffect.synthesis.bias._given import check_effects, plain_value
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.inputs import read_inputs
from trueeffect.synthesis.measures import catalogue
from trueeffect.synthesis.wording import number, p_words

Array = NDArray[np.float64]
PREDICTORS = {
    "std_error": ("standard error", lambda v, n: np.sqrt(v)),
    "variance": ("sampling variance", lambda v, n: v),
    "size": ("sample size", lambda v, n: n),
    "inverse_size": ("inverse of the sample size", lambda v, n: 1 / n),
    "root_size": ("root of the sample size", lambda v, n: np.sqrt(n)),
    "inverse_root_size": ("inverse root of the sample size", lambda v, n: 1 / np.sqrt(n)),
}
VANISHING = ("std_error", "variance", "inverse_size", "inverse_root_size")
"""Predictors that go to 0 as a study grows, so that the intercept is the effect of the largest study."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BiasTest:
    """A test of small-study effects.

    Parameters
    ----------
    name : str
        The test in words.
    estimate, std_error : float
        Slope, score, or Kendall's tau (no standard error).
    statistic, df, p_value : float
        Test; ``df`` is None for a normal or exact one.
    coefficients, std_errors : array
        Of the regression, intercept first; empty for rank tests.
    limit : tuple of three floats, or None
        Effect of an infinitely large study by this regression, with its interval.
    """

    name: str
    k: int
    estimate: float
    std_error: float
    statistic: float
    p_value: float
    df: float | None
    doi: str
    coefficients: Array
    std_errors: Array
    tau2: float = float("nan")
    limit: tuple[float, float, float] | None = None
    spec: dict[str, Any]
    notes: tuple[str, ...] = ()
    backend: str = "dict"

    def tidy(self) -> Any:
        """Return one row: estimate, std_error, statistic, df, p_value."""
        names = ("estimate", "std_error", "statistic", "df", "p_value")
        return frames.build({name: [getattr(self, name)] for name in names}, self.backend)

    def describe(self) -> str:
        """Return the methods sentence."""
        return f"Asymmetry of the funnel plot was tested by {self.name} (doi:{self.doi})."

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; NaN becomes None."""
        names = ["name", "k", "estimate", "std_error", "statistic", "df", "p_value", "coefficients"]
        names += ("std_errors", "tau2", "limit", "doi", "spec", "notes")
        return {name: plain_value(getattr(self, name)) for name in names}

    def __repr__(self) -> str:
        df = "" if self.df is None else f" on {self.df:g} degrees of freedom"
        lines = [f"{p_words(self.p_value)}: {self.name}, {self.k} effects"]
        if self.statistic == self.statistic:
            lines.append(f"slope or score {number(self.estimate)}, statistic {number(self.statistic)}{df}")
        else:
            lines.append(f"Kendall's tau {number(self.estimate)}")
        if self.limit:
            middle, low, high = (number(x) for x in self.limit)
            lines.append(f"effect of an infinitely large study {middle} ({low} to {high})")
        return "\n".join([*lines, *(f"note: {note}" for note in self.notes)])


FEW = "fewer than ten effects: the test has little power"


def _notes(k: int) -> tuple[str, ...]:
    return (FEW,) if k < 10 else ()


def regression_test(fit: Fit, *, model: str = "multiplicative", predictor: str = "std_error") -> BiasTest:
    """Regress effects on a measure of study size; Egger's test and its relatives.

    Parameters
    ----------
    fit : Fit
        From :func:`trueeffect.pool` or :func:`trueeffect.regress`; its moderators stay in the regression.
    model : {"multiplicative", "as_fitted"}
        Least squares with weights 1/v and a free scale (Egger), or the model of ``fit`` with one more
        moderator.
    predictor : str
        ``std_error``, ``variance``, ``size``, ``inverse_size``, ``root_size``, ``inverse_root_size``.

    Raises
    ------
    MissingField
        When a size is needed that the effects do not have.
    TooFewEffects
        When no degree of freedom is left.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> table = {"y": [0.1, 0.3, 0.5, 0.9], "v": [0.01, 0.02, 0.05, 0.2]}
    >>> round(regression_test(pool(effect_sizes(table, y="y", v="v"))).p_value, 4)
    0.0379
    """
    if predictor not in PREDICTORS:
        raise UnknownOption.of("predictor", predictor, PREDICTORS)
    if model not in ("multiplicative", "as_fitted"):
        raise UnknownOption.of("model", model, ("multiplicative", "as_fitted"))
    words, x = _predictor(fit.effects, predictor)
    before = np.ones((fit.k, 1)) if fit.design is None else fit.design.matrix
    design = np.column_stack([before, x])
    _check_slope(fit.k, design, words)
    if model == "multiplicative":
        line = fit_line(fit.effects.y, design, 1 / fit.effects.v)
        coef, errors, tau2 = line.coef, line.std_error, float("nan")
        df: float | None = float(line.df)
        statistic, p_value = line.statistic[-1], line.p_value[-1]
        crit = t_quantile(fit.level, line.df)
    else:
        coef, errors, statistic, p_value, df, tau2, crit = _as_fitted(fit, design)
    limit = None
    if fit.design is None and predictor in VANISHING:
        middle, half = float(coef[0]), float(crit * errors[0])
        limit = (middle, middle - half, middle + half)
    how = "least squares with weights 1/v" if model == "multiplicative" else "the fitted model"
    return BiasTest(
        name=f"regression of the effects on their {words}, by {how}",
        k=fit.k,
        estimate=float(coef[-1]),
        std_error=float(errors[-1]),
        statistic=float(statistic),
        p_value=float(p_value),
        df=df,
        doi="10.1136/bmj.315.7109.629" if model == "multiplicative" else "10.1136/bmj.d4002",
        coefficients=coef,
        std_errors=errors,
        tau2=tau2,
        limit=limit,
        spec={"model": model, "predictor": predictor, "fit": fit.spec},
        notes=_notes(fit.k),
        backend=fit.effects.backend,
    )


def _as_fitted(fit: Fit, design: Array) -> tuple[Array, Array, float, float, float | None, float, float]:
    s = fit.solution
    held = None if s.method is None or s.estimated else fit.tau2
    weights = None if s.method is not None and s.method.takes_weights else s.weights
    problem = Problem(fit.effects.y, fit.effects.v, design)
    found = solve(
        problem, s.method, s.inference, level=fit.level, tau2=held, weights=weights, q_weights=s.q_weights
    )
    crit = float((found.conf_high[0] - found.coef[0]) / found.std_error[0])
    df = None if found.df is None else float(found.df)
    tau2 = float(found.tau2.tau2)
    return found.coef, found.std_error, found.statistic[-1], found.p_value[-1], df, tau2, crit


def _predictor(effects: EffectTable, name: str) -> tuple[str, Array]:
    words, make = PREDICTORS[name]
    if "size" in name and not np.isfinite(effects.sizes).all():
        raise MissingField(
            f"The predictor {name!r} needs the sample size of every study, which these effects do not have.",
            hint='Give effect_sizes() a column n=, or use predictor="std_error".',
        )
    return words, np.asarray(make(effects.v, effects.sizes), dtype=float)


def _check_slope(k: int, design: Array, words: str) -> None:
    needed = design.shape[1] + 1
    if k < needed:
        raise TooFewEffects(
            f"{k} effects are too few for a regression with {design.shape[1]} coefficients.",
            hint="The pooled estimate itself stands.",
            k=k,
            needed=needed,
        )
    if np.linalg.matrix_rank(design / np.abs(design).max(axis=0)) < design.shape[1]:
        raise InputError(
            f"The {words} is the same in every study, or follows from the moderators.",
            hint="Asymmetry cannot be tested; studies must differ in size.",
        )


def bias_test(effects: EffectTable, method: str = "Egger", *, tau2_method: str | None = None) -> BiasTest:
    """Test for small-study effects by a named method.

    Parameters
    ----------
    method : str
        ``Egger``, ``Thompson``, ``Harbord``, ``Peters``, ``Macaskill``, ``Deeks``, ``Pustejovsky``
        (regression), ``Begg``, ``Schwarzer`` (rank). Harbord, Peters and Schwarzer need 2x2 tables, Deeks,
        Macaskill and Pustejovsky the number of people in each group.
    tau2_method : str, optional
        Estimator for Thompson; REML when absent.

    Studies without events, or with nothing but events, in both groups take no part.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> table = {"y": [0.1, 0.3, 0.5, 0.9], "v": [0.01, 0.02, 0.05, 0.2]}
    >>> round(bias_test(effect_sizes(table, y="y", v="v"), "Egger").estimate, 4)
    2.6046
    """
    check_effects(effects)
    known = asymmetry_tests()
    if method not in known:
        raise UnknownOption.of("method", method, known)
    test = known[method]
    if tau2_method is not None and not test.takes_method:
        raise InputError(f"tau2_method is given, but {method} does not use it.", hint="Leave it out.")
    code = tau2_method or "REML"
    if code not in estimators():
        raise UnknownOption.of("tau2_method", code, estimators())
    material = _material(effects, test, code)
    k = len(material.y)
    if k < 3:
        raise TooFewEffects(f"{k} effects are too few for a test of asymmetry.", k=k, needed=3)
    with np.errstate(all="ignore"):
        found = test.test(material)
    regression = found.intercept == found.intercept
    return BiasTest(
        name=f"{test.code}'s test ({test.name})",
        k=k,
        estimate=found.bias,
        std_error=found.bias_std_error,
        statistic=found.statistic,
        p_value=found.p_value,
        df=found.df,
        doi=test.doi,
        coefficients=np.array([found.intercept, found.bias] if regression else []),
        std_errors=np.array([found.intercept_std_error, found.bias_std_error] if regression else []),
        tau2=found.tau2,
        spec={"method": method, "tau2_method": code if test.takes_method else None},
        notes=_notes(k),
        backend=effects.backend,
    )


def _material(effects: EffectTable, test: Asymmetry, code: str) -> Material:
    y, v = effects.y, effects.v
    measure = catalogue().get(effects.measure)
    x: dict[str, Array] = {}
    columns = effects.spec.get("columns", {})
    if measure is not None and "y" not in columns:
        source = frames.Columns(effects.columns, effects.backend, effects.k)
        x, _ = read_inputs(source, measure.inputs, columns, None, measure.code)
    counts = None
    if all(role in x for role in ("events1", "nonevents1", "events2", "nonevents2")):
        counts = (x["events1"], x["nonevents1"], x["events2"], x["nonevents2"])
        empty = (counts[0] + counts[2] == 0) | (counts[1] + counts[3] == 0)
        y, v = y[~empty], v[~empty]
        counts = tuple(cell[~empty] for cell in counts)
        x = {"n1": counts[0] + counts[1], "n2": counts[2] + counts[3]}
    if test.needs == "counts" and counts is None:
        raise MissingField(
            f"{test.code}'s test needs the 2x2 table of every study.",
            hint='Make the effects from counts, or use method="Egger".',
        )
    if test.needs == "sizes" and not ("n1" in x and "n2" in x):
        raise MissingField(
            f"{test.code}'s test needs the people in each group of every study.",
            hint='Make the effects from the figures of both groups, or use method="Egger".',
        )
    return Material(y, v, x.get("n1"), x.get("n2"), counts, estimators()[code])


def rank_test(effects: EffectTable | Fit) -> BiasTest:
    """Correlate standardised deviations with sampling variances by rank (Begg and Mazumdar).

    The p-value of Kendall's tau-b is exact when there are no ties, else normal with a correction for ties.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> table = {"y": [0.1, 0.3, 0.2, 0.9], "v": [0.01, 0.02, 0.05, 0.2]}
    >>> found = rank_test(effect_sizes(table, y="y", v="v"))
    >>> round(found.estimate, 4), round(found.p_value, 4)
    (0.6667, 0.3333)
    """
    if isinstance(effects, Fit):
        effects = effects.effects
    check_effects(effects)
    if effects.k < 2:
        raise TooFewEffects(f"{effects.k} effects cannot be ranked.", k=effects.k, needed=2)
    found = kendall(deviations(effects.y, effects.v), effects.v)
    if found.tau != found.tau:
        raise InputError("All studies have the same variance.", hint="Asymmetry cannot be tested.")
    none = np.empty(0)
    return BiasTest(
        name="rank correlation of deviations and variances" + (" (exact)" if found.exact else ""),
        k=effects.k,
        estimate=found.tau,
        std_error=float("nan"),
        statistic=float("nan"),
        p_value=found.p_value,
        df=None,
        doi="10.2307/2533446",
        coefficients=none,
        std_errors=none,
        spec={"exact": found.exact, "score": found.score},
        notes=_notes(effects.k),
        backend=effects.backend,
    )
