"""Bayesian meta-analysis without sampling: exact posteriors by quadrature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, TooFewEffects
from trueeffect.stats.bayes.normal import Conditional, conditional, conditional_mean
from trueeffect.stats.bayes.posterior import (
    TauPosterior,
    integrate_tau,
    mixture_cdf,
    mixture_quantiles,
)
from trueeffect.stats.bayes.priors import HalfNormal, Prior, Uniform
from trueeffect.synthesis import frames
from trueeffect.synthesis.effects import EffectTable, describe_measure
from trueeffect.synthesis.moderators import Term, build_design, check_rank
from trueeffect.synthesis.network.fit import NetworkFit
from trueeffect.synthesis.pool import check_poolable
from trueeffect.synthesis.results import Results
from trueeffect.synthesis.wording import number

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class BayesFit:
    """Posterior of the mean effect (or coefficients) and of tau.

    ``estimates`` are posterior means, ``medians`` medians; intervals are central credible intervals.
    ``log_evidence`` is the log marginal likelihood (None when a prior is improper).
    """

    effects: EffectTable | None
    terms: tuple[str, ...]
    estimates: Array
    medians: Array
    std_errors: Array
    conf_low: Array
    conf_high: Array
    probability_below_0: Array
    tau: TauPosterior
    tau_median: float
    tau_low: float
    tau_high: float
    given_tau: Conditional
    prior: Prior
    mean_prior: tuple[float, float] | None
    level: float
    log_evidence: float | None
    bayes_factor_no_effect: float | None
    bayes_factor_no_heterogeneity: float | None
    spec: dict[str, Any]
    backend: str

    @property
    def estimate(self) -> float:
        """Posterior mean of the effect."""
        return float(self.estimates[0])

    @property
    def std_error(self) -> float:
        """Posterior standard deviation of the effect."""
        return float(self.std_errors[0])

    def _quantiles(self, mean: Array, sd: Array, level: float) -> tuple[Array, Array]:
        tail = (1 - level) / 2
        w = self.tau.weight
        return mixture_quantiles(tail, mean, sd, w), mixture_quantiles(1 - tail, mean, sd, w)

    def conf_int(self, level: float | None = None) -> tuple[Array, Array]:
        """Return central credible intervals of all coefficients."""
        sd = np.sqrt(np.einsum("iin->in", self.given_tau.cov))
        return self._quantiles(self.given_tau.coef, sd, self.level if level is None else level)

    def pred_int(self, level: float | None = None) -> tuple[float, float]:
        """Return the central posterior predictive interval of the true effect in a new study."""
        if len(self.terms) > 1:
            raise InputError("A prediction needs moderator values.", hint="Fit the model without moderators.")
        sd = np.sqrt(self.given_tau.cov[0] + self.tau.tau**2)
        low, high = self._quantiles(self.given_tau.coef, sd, self.level if level is None else level)
        return float(low[0]), float(high[0])

    def probability(self, below: float) -> float:
        """Return the posterior probability that the effect lies below a value."""
        sd = np.sqrt(self.given_tau.cov[0, 0])
        return mixture_cdf(below, self.given_tau.coef[0], sd, self.tau.weight)

    def study_effects(self) -> Results:
        """Return the posterior of each study's true effect (shrunken towards the mean)."""
        if self.effects is None or len(self.terms) > 1:
            raise InputError(
                "Study effects are given for models with a mean.", hint="Fit without moderators."
            )
        y, v = self.effects.y[:, None], self.effects.v[:, None]
        t2, w = self.tau.tau[None] ** 2, self.tau.weight
        share = t2 / (t2 + v)
        mean = share * y + (1 - share) * self.given_tau.coef
        sd = np.sqrt(share * v + (1 - share) ** 2 * self.given_tau.cov[0])
        centre = mean @ w
        low, high = self._quantiles(mean, sd, self.level)
        return Results(
            "Posterior of study effects",
            {
                "study": list(self.effects.labels),
                "estimate": centre,
                "std_error": np.sqrt((sd**2 + (mean - centre[:, None]) ** 2) @ w),
                "conf_low": low,
                "conf_high": high,
                "shrinkage": (1 - share) @ w,
            },
            self.backend,
        )

    def columns(self) -> dict[str, Any]:
        """Return the table of :meth:`tidy` as columns."""
        return {
            "term": list(self.terms),
            "estimate": self.estimates,
            "median": self.medians,
            "std_error": self.std_errors,
            "conf_low": self.conf_low,
            "conf_high": self.conf_high,
            "probability_below_0": self.probability_below_0,
        }

    def tidy(self) -> Any:
        """Return one row per coefficient."""
        return frames.build(self.columns(), self.backend)

    def summary(self) -> dict[str, Any]:
        """Return what :meth:`glance` shows as plain values."""
        return {
            "k": None if self.effects is None else self.effects.k,
            "tau_mean": self.tau.mean,
            "tau_median": self.tau_median,
            "tau_low": self.tau_low,
            "tau_high": self.tau_high,
            "log_evidence": self.log_evidence,
            "bayes_factor_no_effect": self.bayes_factor_no_effect,
            "bayes_factor_no_heterogeneity": self.bayes_factor_no_heterogeneity,
            "prior": repr(self.prior),
            "mean_prior": None if self.mean_prior is None else list(self.mean_prior),
        }

    def glance(self) -> Any:
        """Return one row about the whole fit."""
        return frames.build({k: [v] for k, v in self.summary().items()}, self.backend)

    def describe(self) -> str:
        """Return the methods sentence."""
        mean = (
            "a flat prior"
            if self.mean_prior is None
            else "a normal prior (mean {:g}, SD {:g})".format(*self.mean_prior)
        )
        what = (
            "Effects"
            if self.effects is None
            else f"{self.effects.k} effects ({describe_measure(self.effects.measure)})"
        )
        return (
            f"{what} were combined in a Bayesian normal-normal model (doi:10.18637/jss.v093.i06) with {mean} "
            f"for the mean and {self.prior!r} for tau; posteriors came from quadrature, without sampling."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values that can be written as JSON."""
        plain = {k: (v.tolist() if isinstance(v, np.ndarray) else v) for k, v in self.columns().items()}
        return {
            "schema": "trueeffect/bayes/1",
            "spec": self.spec,
            "coefficients": plain,
            "summary": self.summary(),
            "describe": self.describe(),
        }

    def __repr__(self) -> str:
        percent = f"{100 * self.level:g}%"
        lines = []
        for i in range(min(len(self.terms), 8)):
            est, low, high = (number(float(x[i])) for x in (self.estimates, self.conf_low, self.conf_high))
            below = f"{100 * float(self.probability_below_0[i]):.1f}%"
            lines.append(
                f"{self.terms[i][:28]}: {est} ({percent} credible interval {low} to {high}); below 0: {below}"
            )
        tau = (number(x) for x in (self.tau_median, self.tau_low, self.tau_high))
        lines.append("tau {} ({} to {})".format(*tau) + f", prior {self.prior!r}")
        if self.bayes_factor_no_effect is not None:
            lines.append(f"Bayes factor for no effect: {number(self.bayes_factor_no_effect)}")
        return "\n".join(lines)


def bayes(
    effects: EffectTable | NetworkFit,
    prior: Prior | None = None,
    *,
    moderators: Sequence[Term | str] = (),
    mean_prior: tuple[float, float] | None = None,
    level: float = 0.95,
) -> BayesFit:
    """Combine effects with a prior on the between-study spread, exactly (doi:10.18637/jss.v093.i06).

    Parameters
    ----------
    effects : EffectTable or NetworkFit
        Effects; or a fitted network, whose treatment effects then get a posterior (its tau2 is not used).
    prior : HalfNormal, HalfCauchy, Uniform, LogNormalTau2 or LogTTau2
        Prior of tau; ``HalfNormal(0.5)`` when absent, which suits log ratios and standardised differences.
    moderators : sequence
        As in :func:`trueeffect.regress`; coefficients have flat priors.
    mean_prior : (mean, sd), optional
        Normal prior of the mean effect; flat when absent. Bayes factors need it.
    level : float
        Mass of credible intervals.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> effects = effect_sizes({"y": [0.1, 0.3, 0.5], "v": [0.01, 0.02, 0.03]}, y="y", v="v")
    >>> fit = bayes(effects, HalfNormal(0.5))
    >>> round(fit.estimate, 4), round(fit.tau_median, 4)
    (0.2727, 0.2096)
    """
    chosen = HalfNormal(0.5) if prior is None else prior
    if not hasattr(chosen, "log_density"):
        raise InputError(
            f"prior={prior!r} is not a prior.", hint="Use HalfNormal(0.5) or another prior object."
        )
    if not 0 < level < 1:
        raise InputError(f"level={level} is given; it must lie between 0 and 1.", hint="Use 0.95.")
    if mean_prior is not None and not (len(mean_prior) == 2 and 0 < mean_prior[1] < np.inf):
        raise InputError(
            f"mean_prior={mean_prior} is given.", hint="Give (mean, positive standard deviation)."
        )
    if isinstance(effects, NetworkFit):
        return _network(effects, chosen, mean_prior, level)
    check_poolable(effects)
    terms: tuple[str, ...] = ("mean",)
    design: Array | None = None
    if moderators:
        if mean_prior is not None:
            raise InputError("mean_prior= and moderators= are both given.", hint="Leave one out.")
        source = frames.Columns(effects.columns, effects.backend, effects.k)
        found = build_design(source, list(moderators), rows=effects.rows.tolist(), labels=effects.labels)
        check_rank(found.names, found.matrix)
        if not found.usable.all():
            effects = effects.take(found.usable, found.reasons)
        terms, design = found.names, found.matrix
    y, v = effects.y, effects.v
    if design is None:
        mean, sd = (None, None) if mean_prior is None else mean_prior

        def given(tau: Array) -> Conditional:
            return conditional_mean(y, v, tau, mean, sd)
    else:
        matrix = design

        def given(tau: Array) -> Conditional:
            return conditional(y, v, matrix, tau, None, None)

    _check_proper(len(y), len(terms), chosen)
    return _conclude(given, y, v, chosen, mean_prior, level, terms, effects, design)


def _check_proper(k: int, p: int, prior: Prior) -> None:
    if isinstance(prior, Uniform) and not prior.proper and k < p + 2:
        raise TooFewEffects(
            f"{k} effects and a flat prior of tau have no proper posterior.",
            hint="Use a proper prior, e.g. HalfNormal(0.5).",
            k=k,
            needed=p + 2,
        )


def _network(fit: NetworkFit, prior: Prior, mean_prior: tuple[float, float] | None, level: float) -> BayesFit:
    rows = fit.solution.rows
    reference = fit.data.index(fit.reference)
    design = np.ascontiguousarray(np.delete(rows.design, reference, axis=1))
    names = tuple(f"{fit.treatments[i]} : {fit.reference}" for i in fit.others)
    precision = center = None
    if mean_prior is not None:
        t = design.shape[1]
        precision, center = np.eye(t) / mean_prior[1] ** 2, np.full(t, mean_prior[0])

    def given(tau: Array) -> Conditional:
        return conditional(rows.y, rows.v, design, tau, center, precision)

    _check_proper(len(rows.y), design.shape[1], prior)
    return _conclude(given, rows.y, rows.v, prior, mean_prior, level, names, None, design)


def _conclude(
    given: Callable[[Array], Conditional],
    y: Array,
    v: Array,
    prior: Prior,
    mean_prior: tuple[float, float] | None,
    level: float,
    terms: tuple[str, ...],
    effects: EffectTable | None,
    design: Array | None,
) -> BayesFit:
    upper = prior.upper if isinstance(prior, Uniform) else np.inf

    def log_density(tau: Array) -> Array:
        return np.asarray(given(tau).log_likelihood + prior.log_density(tau))

    scale = float(np.sqrt(np.exp(np.log(v).mean())))
    tau = integrate_tau(log_density, scale, upper)
    at = given(tau.tau)
    w = tau.weight
    sd = np.sqrt(np.einsum("iin->in", at.cov))
    estimates = at.coef @ w
    tail = (1 - level) / 2
    low, middle, high = (mixture_quantiles(q, at.coef, sd, w) for q in (tail, 0.5, 1 - tail))
    proper_tau = bool(prior.proper)
    evidence = tau.log_evidence if proper_tau and mean_prior is not None else None
    return BayesFit(
        effects=effects,
        terms=terms,
        estimates=estimates,
        medians=middle,
        std_errors=np.sqrt((sd**2 + (at.coef - estimates[:, None]) ** 2) @ w),
        conf_low=low,
        conf_high=high,
        probability_below_0=np.array([mixture_cdf(0.0, m, s, w) for m, s in zip(at.coef, sd)]),
        tau=tau,
        tau_median=tau.quantile(0.5),
        tau_low=tau.quantile(tail),
        tau_high=tau.quantile(1 - tail),
        given_tau=at,
        prior=prior,
        mean_prior=mean_prior,
        level=level,
        log_evidence=evidence,
        bayes_factor_no_effect=_no_effect(y, v, prior, scale, upper, evidence)
        if effects is not None
        else None,
        bayes_factor_no_heterogeneity=_no_heterogeneity(given, tau, proper_tau),
        spec={"prior": repr(prior), "mean_prior": mean_prior, "level": level, "terms": list(terms)},
        backend="dict" if effects is None else effects.backend,
    )


def _no_heterogeneity(given: Callable[[Array], Conditional], tau: TauPosterior, proper: bool) -> float | None:
    """Return the evidence for tau = 0 against the prior of tau; the prior of the mean cancels."""
    if not proper:
        return None
    none = float(given(np.zeros(1)).log_likelihood[0])
    return float(np.exp(none - tau.log_evidence))


def _no_effect(
    y: Array, v: Array, prior: Prior, scale: float, upper: float, evidence: float | None
) -> float | None:
    """Return the evidence for a mean of exactly 0 against its prior."""
    if evidence is None:
        return None

    def log_density(tau: Array) -> Array:
        w = 1 / (v[:, None] + tau[None] ** 2)
        value = 0.5 * np.log(w).sum(axis=0) - 0.5 * (y**2) @ w - 0.5 * len(y) * np.log(2 * np.pi)
        return np.asarray(value + prior.log_density(tau))

    return float(np.exp(integrate_tau(log_density, scale, upper).log_evidence - evidence))


def prior_sensitivity(
    effects: EffectTable,
    priors: Sequence[Prior],
    *,
    mean_prior: tuple[float, float] | None = None,
    level: float = 0.95,
) -> Results:
    """Return the posterior under several priors of tau, one row each."""
    fits = [bayes(effects, prior, mean_prior=mean_prior, level=level) for prior in priors]
    return Results(
        "Sensitivity to the prior of tau",
        {
            "prior": [repr(prior) for prior in priors],
            "estimate": np.array([f.estimate for f in fits]),
            "conf_low": np.array([f.conf_low[0] for f in fits]),
            "conf_high": np.array([f.conf_high[0] for f in fits]),
            "tau_median": np.array([f.tau_median for f in fits]),
            "tau_low": np.array([f.tau_low for f in fits]),
            "tau_high": np.array([f.tau_high for f in fits]),
        },
        effects.backend,
    )
