"""What a fitted one-level model is: numbers, tables, the methods sentence, and the R script."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.stats.regression import Criteria, Fitted, Heterogeneity, Omnibus
from trueeffect.synthesis import frames, wording
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.moderators import Design
from trueeffect.synthesis.transforms import find_transform

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """A fitted meta-analysis or meta-regression.

    Made by :func:`trueeffect.pool` and :func:`trueeffect.regress`. Shares (``i2``, ``r2``) are in [0, 1];
    ratios are on the log scale until ``transform="exp"`` is asked for.
    """

    effects: EffectTable
    solution: Fitted
    terms: tuple[str, ...]
    design: Design | None
    spec: dict[str, Any]
    r2: float | None = None
    warnings: tuple[str, ...] = field(default=())

    @property
    def k(self) -> int:
        """Number of effects."""
        return self.effects.k

    @property
    def level(self) -> float:
        """Confidence level."""
        return self.solution.level

    @property
    def estimates(self) -> Array:
        """Coefficients, shape (p,)."""
        return self.solution.coef

    @property
    def estimate(self) -> float:
        """The pooled estimate; of a regression, the first coefficient."""
        return float(self.solution.coef[0])

    @property
    def std_error(self) -> float:
        """Standard error of ``estimate``."""
        return float(self.solution.std_error[0])

    @property
    def statistic(self) -> float:
        """z or t of ``estimate``."""
        return float(self.solution.statistic[0])

    @property
    def p_value(self) -> float:
        """Two-sided p-value of ``estimate``."""
        return float(self.solution.p_value[0])

    @property
    def conf_low(self) -> float:
        """Lower confidence bound of ``estimate``."""
        return float(self.solution.conf_low[0])

    @property
    def conf_high(self) -> float:
        """Upper confidence bound of ``estimate``."""
        return float(self.solution.conf_high[0])

    @property
    def df(self) -> float | None:
        """Degrees of freedom of the t distribution; None for the normal."""
        return None if self.solution.df is None else float(self.solution.df)

    @property
    def vcov(self) -> Array:
        """Covariance of the coefficients, shape (p, p)."""
        return self.solution.cov

    @property
    def tau2(self) -> float:
        """Between-study variance."""
        return float(self.solution.tau2.tau2)

    @cached_property
    def tau2_std_error(self) -> float:
        """Standard error of tau2; NaN when it was not estimated."""
        return float(self.solution.tau2_std_error())

    @cached_property
    def heterogeneity(self) -> Heterogeneity:
        """Q with its test, I2 and H2."""
        return self.solution.heterogeneity()

    @property
    def i2(self) -> float:
        """Share of the variance that lies between studies."""
        return float(self.heterogeneity.i2)

    @property
    def h2(self) -> float:
        """Total over sampling variance."""
        return float(self.heterogeneity.h2)

    @property
    def q(self) -> float:
        """Cochran's Q (residual, with moderators)."""
        return float(self.heterogeneity.q)

    @property
    def df_q(self) -> float:
        """Degrees of freedom of Q."""
        return float(self.heterogeneity.df)

    @property
    def p_q(self) -> float:
        """p-value of Q."""
        return float(self.heterogeneity.p_value)

    @cached_property
    def criteria(self) -> Criteria:
        """Log-likelihood, AIC, BIC, AICc."""
        return self.solution.criteria()

    @cached_property
    def omnibus(self) -> Omnibus | None:
        """Joint test of all moderators; None for a model with a mean only."""
        if self.design is None:
            return None
        tested = list(range(1 if self.design.intercept else 0, len(self.terms)))
        return self.solution.omnibus(tested) if tested else None

    def conf_int(self, level: float | None = None, transform: str = "identity") -> tuple[float, float]:
        """Return the confidence interval of ``estimate``, at another level or scale if asked."""
        from trueeffect.synthesis.predict import predict

        first = None if self.design is None else np.eye(len(self.terms))[:1]
        found = predict(self, rows=first, level=level, transform=transform)
        return float(found.conf_low[0]), float(found.conf_high[0])

    def pred_int(self, level: float | None = None, transform: str = "identity") -> tuple[float, float]:
        """Return the prediction interval: where the true effect of a new study is expected."""
        from trueeffect.synthesis.predict import predict

        first = None if self.design is None else np.eye(len(self.terms))[:1]
        found = predict(self, rows=first, level=level, transform=transform)
        return float(found.pred_low[0]), float(found.pred_high[0])

    def tidy(self, transform: str = "identity") -> Any:
        """Return one row per coefficient; ``transform`` applies to estimates and bounds."""
        change = find_transform(transform).function
        s = self.solution
        df = None if s.df is None else float(s.df)
        return frames.build(
            {
                "term": list(self.terms),
                "estimate": change(s.coef),
                "std_error": s.std_error if transform == "identity" else [None] * len(s.coef),
                "statistic": s.statistic,
                "df": [df] * len(s.coef),
                "p_value": s.p_value,
                "conf_low": change(s.conf_low),
                "conf_high": change(s.conf_high),
            },
            self.effects.backend,
        )

    def glance(self) -> Any:
        """Return one row about the whole fit."""
        return frames.build({name: [value] for name, value in self._summary().items()}, self.effects.backend)

    def _summary(self) -> dict[str, Any]:
        omnibus = self.omnibus
        return {
            "k": self.k,
            "tau2": self.tau2,
            "tau2_std_error": self.tau2_std_error,
            "i2": self.i2,
            "h2": self.h2,
            "q": self.q,
            "df_q": self.df_q,
            "p_q": self.p_q,
            "r2": self.r2,
            "omnibus": None if omnibus is None else float(omnibus.statistic),
            "p_omnibus": None if omnibus is None else float(omnibus.p_value),
            "log_likelihood": float(self.criteria.log_likelihood),
            "aic": float(self.criteria.aic),
            "bic": float(self.criteria.bic),
            "aicc": float(self.criteria.aicc),
            "model": self.spec["model"],
            "method": self.spec["method"],
            "test": self.spec["test"],
            "converged": bool(self.solution.tau2.converged),
        }

    @property
    def weights(self) -> Array:
        """Weights of the effects in the estimate, summing to 1."""
        w = self.solution.weights
        if w is None:
            w = self.solution.problem.weights(self.solution.tau2.tau2)
        return np.asarray(w / w.sum())

    @property
    def fitted(self) -> Array:
        """Model values X b, shape (k,)."""
        if self.design is None:
            return np.full(self.k, self.estimate)
        return np.asarray(self.design.matrix @ self.solution.coef)

    def augment(self) -> Any:
        """Return one row per effect: study, yi, vi, weight, fitted, residual, leverage."""
        from trueeffect.stats.influence import leverage

        return frames.build(
            {
                "study": list(self.effects.labels),
                "row": self.effects.rows,
                "yi": self.effects.y,
                "vi": self.effects.v,
                "weight": self.weights,
                "fitted": self.fitted,
                "residual": self.effects.y - self.fitted,
                "leverage": leverage(self.solution.problem.at(self.tau2)),
            },
            self.effects.backend,
        )

    @property
    def diagnostics(self) -> dict[str, Any]:
        """Iterations, convergence, whether tau2 is at its boundary, warnings, rows left out."""
        solution = self.solution.tau2
        return {
            "iterations": int(solution.iterations),
            "converged": bool(solution.converged),
            "boundary": self.solution.estimated and self.tau2 == 0.0,
            "warnings": list(self.warnings),
            "left_out": [entry.to_dict() for entry in self.effects.left_out],
        }

    def describe(self) -> str:
        """Return the methods sentence, with citations as digital object identifiers."""
        return wording.describe(self)

    @property
    def references(self) -> tuple[str, ...]:
        """Digital object identifiers of the methods used."""
        return wording.references(self)

    def to_r(self) -> str:
        """Return an R script (metafor) that repeats the fit on the same effects."""
        from trueeffect.synthesis.r_script import script

        return script(self)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values that can be written as JSON and read back by :meth:`from_dict`."""
        s = self.solution
        return {
            "schema": "trueeffect/fit/1",
            "spec": self.spec,
            "effects": self.effects.to_dict(),
            "terms": list(self.terms),
            "design": None if self.design is None else self.design.matrix.tolist(),
            "intercept": None if self.design is None else self.design.intercept,
            "weights": None if s.weights is None else s.weights.tolist(),
            "q_weights": None if s.q_weights is None else s.q_weights.tolist(),
            "r2": self.r2,
            "estimate": s.coef.tolist(),
            "std_error": s.std_error.tolist(),
            "statistic": s.statistic.tolist(),
            "p_value": s.p_value.tolist(),
            "conf_low": s.conf_low.tolist(),
            "conf_high": s.conf_high.tolist(),
            "df": self.df,
            "summary": _plain(self._summary()),
            "diagnostics": self.diagnostics,
            "describe": self.describe(),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Fit:
        """Return the fit that :meth:`to_dict` wrote, fitted anew to the same effects."""
        from trueeffect.synthesis.saved import fit_from_dict

        return fit_from_dict(data)

    def __repr__(self) -> str:
        return wording.short(self)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with NaN as None, since JSON has no NaN."""
    return {
        name: None if isinstance(value, float) and value != value else value for name, value in values.items()
    }
