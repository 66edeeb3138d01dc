"""What a fitted multilevel model is: numbers, tables, the methods sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError
from trueeffect.stats.multilevel.covariance import build
from trueeffect.stats.multilevel.likelihood import Maximum, Model
from trueeffect.stats.quantiles import chi2_p, normal_p, normal_quantile, t_p, t_quantile
from trueeffect.stats.regression import Criteria, Omnibus, joint_test
from trueeffect.synthesis import frames
from trueeffect.synthesis.effects import EffectTable, describe_measure
from trueeffect.synthesis.multilevel.terms import Built, Random
from trueeffect.synthesis.multilevel.vcov import SamplingCovariance
from trueeffect.synthesis.wording import number, p_words

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class MultilevelFit:
    """A fitted multilevel or multivariate model.

    Made by :func:`trueeffect.multilevel`. ``components`` are the variances and correlations, named by
    ``component_names``; ratios are on the log scale.
    """

    effects: EffectTable
    sampling: SamplingCovariance
    random: tuple[Random, ...]
    built: tuple[Built, ...]
    terms: tuple[str, ...]
    design: Array
    intercept: bool
    model: Model
    maximum: Maximum
    fixed: NDArray[np.bool_]
    method: str
    test: str
    df: Array | None
    level: float
    spec: dict[str, Any]

    @property
    def k(self) -> int:
        """Number of effects."""
        return self.effects.k

    @property
    def components(self) -> Array:
        """Variances and correlations, in the order of the random terms."""
        return self.maximum.point.theta

    @property
    def component_names(self) -> tuple[str, ...]:
        """Names of ``components``."""
        return tuple(name for part in self.built for name in part.names)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Kind (variance, correlation or range) and random term of each component."""
        out, at = [], 0
        for number_, part in enumerate(self.built):
            for _ in part.names:
                out.append((self.model.parameters[at].kind, number_))
                at += 1
        return out

    def of_kind(self, role: str) -> Array:
        """Return ``sigma2`` (intercepts), ``tau2`` and ``rho`` (structure 1), or ``gamma2``, ``phi`` (2)."""
        return self.components[self.positions(role)]

    def positions(self, role: str) -> list[int]:
        """Return where the components of a role stand."""
        structures = [i for i, part in enumerate(self.built) if part.role == "tau2"]
        if role == "sigma2":
            return [i for i, (_, n) in enumerate(self.kinds) if self.built[n].role == "sigma2"]
        wanted = structures[:1] if role in ("tau2", "rho") else structures[1:2]
        variance = role in ("tau2", "gamma2")
        return [
            i for i, (kind, n) in enumerate(self.kinds) if n in wanted and (kind == "variance") == variance
        ]

    @property
    def estimates(self) -> Array:
        """Coefficients, shape (p,)."""
        return self.maximum.point.coef

    @property
    def vcov(self) -> Array:
        """Covariance of the coefficients."""
        return self.maximum.point.cov

    @property
    def estimate(self) -> float:
        """The pooled estimate; of a regression, the first coefficient."""
        return float(self.estimates[0])

    @property
    def std_errors(self) -> Array:
        """Standard errors of ``estimates``."""
        return np.asarray(np.sqrt(np.diag(self.vcov)))

    @property
    def std_error(self) -> float:
        """Standard error of ``estimate``."""
        return float(self.std_errors[0])

    def conf_int(self, level: float | None = None) -> tuple[Array, Array]:
        """Return confidence bounds of all coefficients."""
        chosen = self.level if level is None else level
        crit = normal_quantile(chosen) if self.df is None else t_quantile(chosen, self.df)
        return self.estimates - crit * self.std_errors, self.estimates + crit * self.std_errors

    def pred_int(self, level: float | None = None) -> tuple[float, float]:
        """Return where the true effect of a new study is expected, for a model with a mean only.

        Variances of all intercept terms add up; correlated structures have no single answer and are refused.
        """
        if len(self.terms) > 1 or any(part.role != "sigma2" for part in self.built):
            raise InputError(
                "A prediction interval needs a model with a mean and random intercepts only.",
                hint="Leave moderators and correlated structures out.",
            )
        chosen = self.level if level is None else level
        crit = normal_quantile(chosen) if self.df is None else float(t_quantile(chosen, self.df[0]))
        half = crit * float(np.sqrt(self.std_error**2 + self.components.sum()))
        return self.estimate - half, self.estimate + half

    @cached_property
    def q(self) -> float:
        """Q of the residuals at the sampling covariance alone."""
        family = build(self.sampling.variances, list(self.sampling.blocks), [], [])
        point = Model(self.effects.y, self.design, family, (), False).point(np.zeros(0))
        return float("nan") if point is None else point.form

    @property
    def df_q(self) -> int:
        """Degrees of freedom of ``q``."""
        return self.k - len(self.terms)

    @property
    def p_q(self) -> float:
        """p-value of ``q``."""
        return float(chi2_p(self.q, self.df_q))

    @cached_property
    def criteria(self) -> Criteria:
        """Log-likelihood (restricted for REML) and AIC, BIC, AICc."""
        value = self.maximum.point.value
        q = len(self.terms) + int((~self.fixed).sum())
        n = self.k - len(self.terms) if self.method == "REML" else self.k
        m = max(n, q + 2)
        aicc = -2 * value + 2 * q * m / (m - q - 1)
        return Criteria(value, -2 * value + 2 * q, -2 * value + q * np.log(n), aicc)

    @property
    def omnibus(self) -> Omnibus | None:
        """Joint test of all moderators."""
        tested = list(range(1 if self.intercept else 0, len(self.terms)))
        if not tested or (self.terms == ("mean",)):
            return None
        df = None if self.df is None else float(self.df[tested].min())
        return joint_test(self.estimates[tested], self.vcov[np.ix_(tested, tested)], df)

    def columns(self) -> dict[str, Any]:
        """Return the table of :meth:`tidy` as columns."""
        statistic = self.estimates / self.std_errors
        p = normal_p(statistic) if self.df is None else t_p(statistic, self.df)
        low, high = self.conf_int()
        return {
            "term": list(self.terms),
            "estimate": self.estimates,
            "std_error": self.std_errors,
            "statistic": statistic,
            "df": [None] * len(self.terms) if self.df is None else self.df,
            "p_value": p,
            "conf_low": low,
            "conf_high": high,
        }

    def tidy(self) -> Any:
        """Return one row per coefficient."""
        return frames.build(self.columns(), self.effects.backend)

    def summary(self) -> dict[str, Any]:
        """Return what :meth:`glance` shows as plain values."""
        c = self.criteria
        return {
            "k": self.k,
            **{name: float(value) for name, value in zip(self.component_names, self.components)},
            "q": self.q,
            "df_q": self.df_q,
            "p_q": self.p_q,
            "log_likelihood": float(c.log_likelihood),
            "aic": float(c.aic),
            "bic": float(c.bic),
            "aicc": float(c.aicc),
            "method": self.method,
            "test": self.test,
            "converged": self.maximum.converged,
        }

    def glance(self) -> Any:
        """Return one row about the whole fit."""
        return frames.build({k: [v] for k, v in self.summary().items()}, self.effects.backend)

    def augment(self) -> Any:
        """Return one row per effect: study, yi, vi, fitted, residual."""
        fitted = self.design @ self.estimates
        return frames.build(
            {
                "study": list(self.effects.labels),
                "row": self.effects.rows,
                "yi": self.effects.y,
                "vi": self.sampling.variances,
                "fitted": fitted,
                "residual": self.effects.y - fitted,
            },
            self.effects.backend,
        )

    @property
    def diagnostics(self) -> dict[str, Any]:
        """Iterations, convergence, components at a boundary, rows left out."""
        at = [name for name, held in zip(self.component_names, self.maximum.boundary) if held]
        return {
            "iterations": self.maximum.iterations,
            "converged": self.maximum.converged,
            "boundary": at,
            "left_out": [entry.to_dict() for entry in self.effects.left_out],
        }

    def describe(self) -> str:
        """Return the methods sentence."""
        how = "restricted maximum likelihood" if self.method == "REML" else "maximum likelihood"
        dfs = "" if self.df is None else f" with t tests ({self.spec['df']} degrees of freedom)"
        sampling = "independent" if not self.sampling.blocks else self.sampling.how
        return (
            f"{self.k} effects ({describe_measure(self.effects.measure)}) were combined in a multilevel "
            f"model (doi:10.1002/jrsm.35) with random terms {'; '.join(self.component_names)}, by "
            f"{how}{dfs}. "
            f"Sampling errors were {sampling}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values that can be written as JSON."""
        plain = {k: (v.tolist() if isinstance(v, np.ndarray) else v) for k, v in self.columns().items()}
        return {
            "schema": "trueeffect/multilevel/1",
            "spec": self.spec,
            "coefficients": plain,
            "summary": self.summary(),
            "diagnostics": self.diagnostics,
            "describe": self.describe(),
        }

    def __repr__(self) -> str:
        columns = self.columns()
        percent = f"{100 * self.level:g}%"
        lines = []
        for i in range(min(len(self.terms), 8)):
            est, low, high = (number(float(columns[c][i])) for c in ("estimate", "conf_low", "conf_high"))
            p = p_words(float(columns["p_value"][i]))
            lines.append(f"{self.terms[i][:28]}: {est} ({percent} CI {low} to {high}; {p})")
        lines.append(f"{self.k} effects: {describe_measure(self.effects.measure)}, {self.method}")
        found = [f"{name} {number(float(v))}" for name, v in zip(self.component_names, self.components)]
        lines.append("variance components: " + ", ".join(found[:8]))
        if not self.maximum.converged:
            lines.append("note: the variance components did not settle; the last values are reported")
        return "\n".join(lines)
