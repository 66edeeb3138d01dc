"""Common and random effects side by side, with the intervals that review software offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from trueeffect.errors import InputError, UnknownOption
from trueeffect.stats.kenward_roger import kenward_roger
from trueeffect.stats.problem import Problem
from trueeffect.stats.quantiles import chi2_p, normal_p, normal_quantile, t_p, t_quantile
from trueeffect.stats.tau2 import estimators
from trueeffect.stats.tau2_interval import intervals
from trueeffect.synthesis import frames
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.pool import check_poolable

INTERVALS = ("wald", "knapp-hartung", "kenward-roger")
ADHOC = ("none", "se", "ci", "IQWiG6")
PREDICTION = ("V", "HTS", "HK", "HK-PR", "KR", "KR-PR", "S")


class Line(NamedTuple):
    """An estimate with its interval; ``df`` is None for the normal distribution."""

    estimate: float
    std_error: float
    df: float | None
    conf_low: float
    conf_high: float
    p_value: float


@dataclass(frozen=True, kw_only=True)
class BothModels:
    """Common and random effects of the same studies; ``i2`` and its bounds are shares in [0, 1]."""

    k: int
    common: Line
    random: Line
    tau2: float
    tau2_low: float | None
    tau2_high: float | None
    q: float
    df_q: int
    p_q: float
    h: float
    i2: float
    i2_low: float
    i2_high: float
    pred_low: float
    pred_high: float
    pred_df: float | None
    spec: dict[str, Any]
    backend: str = "dict"

    def tidy(self) -> Any:
        """Return one row per model."""
        rows: dict[str, list[Any]] = {"model": ["common", "random"]}
        for name in Line._fields:
            rows[name] = [getattr(self.common, name), getattr(self.random, name)]
        return frames.build(rows, self.backend)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        out = {name: value for name, value in vars(self).items() if name != "backend"}
        return {**out, "common": self.common._asdict(), "random": self.random._asdict()}

    def __repr__(self) -> str:
        def line(name: str, found: Line) -> str:
            return f"{name} {found.estimate:.4f} ({found.conf_low:.4f} to {found.conf_high:.4f})"

        return (
            f"{line('random effects', self.random)}; {line('common effect', self.common)}; {self.k} studies\n"
            f"tau2 {self.tau2:.4g}, I2 {100 * self.i2:.1f}% "
            f"({100 * self.i2_low:.1f}% to {100 * self.i2_high:.1f}%)\n"
            f"prediction interval {self.pred_low:.4f} to {self.pred_high:.4f}"
        )


def pool_both(
    effects: EffectTable,
    *,
    method: str = "REML",
    interval: str = "wald",
    adhoc: str = "none",
    prediction: str = "V",
    tau2_interval: str | None = None,
    level: float = 0.95,
    level_prediction: float | None = None,
) -> BothModels:
    """Return the common-effect and the random-effects estimate with Q, I2 and a prediction interval.

    Parameters
    ----------
    method : str
        Estimator of the between-study variance.
    interval : {"wald", "knapp-hartung", "kenward-roger"}
        Kenward-Roger needs REML.
    adhoc : {"none", "se", "ci", "IQWiG6"}
        What to do when the Hartung-Knapp interval is too narrow: use the classic standard error if it is
        larger; return the classic interval if it is wider; use the classic standard error if the interval is
        narrower than the classic one with the DerSimonian-Laird estimate (doi:10.1002/sim.7411).
    prediction : {"V", "HTS", "HK", "HK-PR", "KR", "KR-PR", "S"}
        Standard error and degrees of freedom: classic with k - 1 (V) or k - 2 (HTS), Hartung-Knapp with k
        - 1 or k - 2, Kenward-Roger with its own or one less, classic normal (S).
    tau2_interval : {"QP", "PL", "J", "BJ", "GENQ"}, optional
        Interval of the between-study variance.
    level_prediction : float, optional
        Level of the prediction interval, ``level`` when absent.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> found = pool_both(effect_sizes({"y": [0.1, 0.3, 0.9], "v": [0.01, 0.01, 0.01]}, y="y", v="v"))
    >>> round(found.random.estimate, 4), round(found.i2, 3)
    (0.4333, 0.942)
    """
    _check(method, interval, adhoc, prediction, tau2_interval, level, level_prediction)
    check_poolable(effects)
    problem = Problem(effects.y, effects.v)
    estimator = estimators()[method]
    tau2 = float(estimator.estimate(problem, None).tau2)
    random = _random(problem, tau2, interval, adhoc, level)
    low, high, df = _prediction(problem, tau2, prediction, level, level_prediction or level)
    bounds: tuple[float | None, float | None] = (None, None)
    if tau2_interval is not None:
        bounds = intervals()[tau2_interval].bounds(problem, level, None, estimator.code != "ML")
    spec: dict[str, Any] = {"method": method, "interval": interval, "adhoc": adhoc, "prediction": prediction}
    spec.update(tau2_interval=tau2_interval, level=level, level_prediction=level_prediction or level)
    return BothModels(
        k=effects.k,
        common=_wald(problem, 0.0, level),
        random=random,
        tau2=tau2,
        tau2_low=bounds[0],
        tau2_high=bounds[1],
        **_spread(problem, level),
        pred_low=low,
        pred_high=high,
        pred_df=df,
        spec=spec,
        backend=effects.backend,
    )


def _check(
    method: str,
    interval: str,
    adhoc: str,
    prediction: str,
    tau2_interval: str | None,
    level: float,
    level_prediction: float | None,
) -> None:
    for name, given, allowed in (
        ("method", method, tuple(estimators())),
        ("interval", interval, INTERVALS),
        ("adhoc", adhoc, ADHOC),
        ("prediction", prediction, PREDICTION),
        ("tau2_interval", tau2_interval, (None, *intervals())),
    ):
        if given not in allowed:
            raise UnknownOption.of(name, given, [str(item) for item in allowed if item is not None])
    if (interval == "kenward-roger" and method != "REML") or (
        prediction.startswith("KR") and method != "REML"
    ):
        raise InputError(
            f"Kenward-Roger is defined for REML, but method={method!r}.", hint='Use method="REML".'
        )
    if adhoc != "none" and interval != "knapp-hartung":
        raise InputError(f"adhoc={adhoc!r} changes Hartung-Knapp intervals only.", hint="Leave it out.")
    for value in (level, level_prediction or level):
        if not 0 < value < 1:
            raise InputError(f"A level of {value} is given; it must lie between 0 and 1.", hint="Use 0.95.")


def _line(estimate: float, std_error: float, df: float | None, level: float) -> Line:
    crit = normal_quantile(level) if df is None else float(t_quantile(level, df))
    ratio = estimate / std_error if std_error > 0 else np.nan
    p_value = normal_p(ratio) if df is None else t_p(ratio, df)
    return Line(
        estimate, std_error, df, estimate - crit * std_error, estimate + crit * std_error, float(p_value)
    )


def _wald(problem: Problem, tau2: float, level: float) -> Line:
    at = problem.at(tau2)
    return _line(float(at.coef), float(np.sqrt(at.inverse)), None, level)


def _random(problem: Problem, tau2: float, interval: str, adhoc: str, level: float) -> Line:
    classic = _wald(problem, tau2, level)
    if interval == "wald" or problem.df < 1:
        return classic
    if interval == "kenward-roger":
        cov, df = kenward_roger(problem, tau2)
        return _line(classic.estimate, float(max(cov[0, 0], 0.0)) ** 0.5, float(df[0]), level)
    scaled = _hartung_knapp(problem, tau2, level)
    if adhoc == "se" and scaled.std_error < classic.std_error:
        return _line(classic.estimate, classic.std_error, float(problem.df), level)
    if adhoc == "ci" and _width(scaled) < _width(classic):
        return classic
    if adhoc == "IQWiG6":
        moment = float(estimators()["DL"].estimate(problem, None).tau2)
        if _width(scaled) < _width(_wald(problem, moment, level)):
            return _line(classic.estimate, classic.std_error, float(problem.df), level)
    return scaled


def _width(line: Line) -> float:
    return line.conf_high - line.conf_low


def _hartung_knapp(problem: Problem, tau2: float, level: float) -> Line:
    at = problem.at(tau2)
    factor = float(at.form()) / problem.df
    return _line(float(at.coef), float(np.sqrt(factor * at.inverse)), float(problem.df), level)


def _prediction(
    problem: Problem, tau2: float, rule: str, level: float, level_prediction: float
) -> tuple[float, float, float | None]:
    classic = _wald(problem, tau2, level)
    std_error, k = classic.std_error, problem.count
    if problem.df < 1:
        return np.nan, np.nan, None
    df: float | None = {"V": k - 1, "HTS": k - 2, "HK": k - 1, "HK-PR": k - 2}.get(rule)
    if rule.startswith("HK"):
        std_error = _hartung_knapp(problem, tau2, level).std_error
    elif rule.startswith("KR"):
        cov, degrees = kenward_roger(problem, tau2)
        std_error, df = float(max(cov[0, 0], 0.0)) ** 0.5, float(degrees[0]) - (rule == "KR-PR")
    if df is not None and df <= 0:
        return np.nan, np.nan, df
    crit = normal_quantile(level_prediction) if df is None else float(t_quantile(level_prediction, df))
    half = crit * float(np.sqrt(std_error**2 + tau2))
    return classic.estimate - half, classic.estimate + half, df


def _spread(problem: Problem, level: float) -> dict[str, Any]:
    """Return Q and the test-based interval of I2 (doi:10.1002/sim.1186)."""
    k, df = problem.count, problem.df
    q = float(problem.at(0.0).form()) if df > 0 else 0.0
    low, high = i2_bounds_from_q(q, k, level)
    return {
        "q": q,
        "df_q": int(df),
        "p_q": float(chi2_p(q, df)),
        "h": float(np.sqrt(q / df)) if df > 0 else 1.0,
        "i2": max(0.0, (q - df) / q) if q > 0 else 0.0,
        "i2_low": low,
        "i2_high": high,
    }


def i2_bounds_from_q(q: float, k: float, level: float) -> tuple[float, float]:
    """Return the test-based interval of I2 from Q and the number of studies; NaN for k < 3."""
    if k < 3:
        return np.nan, np.nan
    if q > k:
        spread = 0.5 * (np.log(q) - np.log(k - 1)) / (np.sqrt(2 * q) - np.sqrt(2 * k - 3))
    else:
        spread = np.sqrt(1 / (2 * (k - 2)) * (1 - 1 / (3 * (k - 2) ** 2)))
    centre = np.log(max(np.sqrt(q / (k - 1)), 1.0))
    half = normal_quantile(level) * spread
    low, high = (max(float(np.exp(centre + side * half)), 1.0) for side in (-1, 1))
    return 1 - 1 / low**2, 1 - 1 / high**2
