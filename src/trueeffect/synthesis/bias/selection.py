"""Selection models: a meta-analysis in which publication may depend on the p-value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.bias.selection import WeightFunction, weight_functions
from trueeffect.stats.bias.selection._fit import Maximum, maximise
from trueeffect.stats.bias.selection._plan import Plan, build_plan
from trueeffect.stats.problem import Problem
from trueeffect.stats.quantiles import chi2_p, normal_p, normal_quantile
from trueeffect.stats.tau2 import estimators
from trueeffect.stats.tau2._likelihood import log_likelihood
from trueeffect.synthesis import frames
from trueeffect.synthesis.bias._given import plain_value
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.wording import number, p_words

Array = NDArray[np.float64]
ALTERNATIVES = ("greater", "less", "two.sided")
PRECISIONS = {
    "std_error": lambda v, n: np.sqrt(v),
    "variance": lambda v, n: v,
    "inverse_size": lambda v, n: 1 / n,
    "inverse_root_size": lambda v, n: 1 / np.sqrt(n),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class SelectionFit:
    """A fitted selection model.

    ``coefficients`` are those of the model (p,), adjusted for selection; ``delta`` the parameters of the
    weight function (for steps, one per interval, the first fixed at 1), with NaN as standard error where
    fixed or at the boundary of what is allowed. ``lrt`` and ``p_lrt`` test that nothing is selected.
    """

    fit: Fit
    weight: WeightFunction
    coefficients: Array
    std_errors: Array
    conf_lows: Array
    conf_highs: Array
    p_values: Array
    tau2: float
    tau2_std_error: float
    delta: Array
    delta_std_error: Array
    log_likelihood: float
    lrt: float
    df_lrt: int
    p_lrt: float
    iterations: int
    converged: bool
    spec: dict[str, Any]
    notes: tuple[str, ...]

    @property
    def k(self) -> int:
        """Number of effects."""
        return self.fit.k

    @property
    def estimate(self) -> float:
        """The estimate adjusted for selection; of a regression, the first coefficient."""
        return float(self.coefficients[0])

    @property
    def std_error(self) -> float:
        """Standard error of ``estimate``."""
        return float(self.std_errors[0])

    @property
    def conf_low(self) -> float:
        """Lower confidence bound of ``estimate``."""
        return float(self.conf_lows[0])

    @property
    def conf_high(self) -> float:
        """Upper confidence bound of ``estimate``."""
        return float(self.conf_highs[0])

    @property
    def p_value(self) -> float:
        """Two-sided p-value of ``estimate``."""
        return float(self.p_values[0])

    def tidy(self) -> Any:
        """Return one row per coefficient."""
        return frames.build(
            {
                "term": list(self.fit.terms),
                "estimate": self.coefficients,
                "std_error": self.std_errors,
                "p_value": self.p_values,
                "conf_low": self.conf_lows,
                "conf_high": self.conf_highs,
            },
            self.fit.effects.backend,
        )

    def describe(self) -> str:
        """Return the methods sentence."""
        return (
            f"Publication was modelled by {self.weight.name} (weight {self.weight.formula}, p-values "
            f"{self.spec['alternative']}; doi:{self.weight.doi}), fitted by maximum likelihood."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; NaN becomes None."""
        names = ["k", "coefficients", "std_errors", "conf_lows", "conf_highs", "p_values", "tau2"]
        names += ("tau2_std_error", "delta", "delta_std_error", "log_likelihood", "lrt", "df_lrt", "p_lrt")
        names += ("iterations", "converged", "spec", "notes")
        return {name: plain_value(getattr(self, name)) for name in names}

    def __repr__(self) -> str:
        percent = f"{100 * self.fit.level:g}%"
        lines = [
            f"{number(self.estimate)} ({percent} CI {number(self.conf_low)} to {number(self.conf_high)}; "
            f"{p_words(self.p_value)}): adjusted by {self.weight.name}, {self.k} effects",
            f"without selection {number(self.fit.estimate)}; tau2 {number(self.tau2)}",
            f"selection parameters {', '.join(number(float(d)) for d in self.delta)}",
        ]
        if self.df_lrt:
            lines.append(f"likelihood-ratio test of no selection: {p_words(self.p_lrt)}")
        return "\n".join([*lines, *(f"note: {note}" for note in self.notes)])


def selection_model(
    fit: Fit,
    kind: str = "stepfun",
    *,
    alternative: str = "greater",
    steps: Sequence[float] | float | None = None,
    delta: Sequence[float] | None = None,
    precision: str | None = None,
) -> SelectionFit:
    """Fit a model in which the chance of publication depends on the p-value.

    Parameters
    ----------
    fit : Fit
        Common-effect or random-effects model, with or without moderators; refitted by maximum likelihood.
    kind : {"stepfun", "beta", "halfnorm", "negexp", "logistic"}
        Weight function.
    alternative : {"greater", "less", "two.sided"}
        Direction of the p-values: one-sided evidence for a positive or negative effect, or two-sided.
    steps : float or sequence, optional
        Upper ends of the intervals of a step function, 0.025 when absent; 1 is added at the end.
    delta : sequence of float, optional
        Fixes the selection parameters (for steps: one per interval, relative to the first).
    precision : {"std_error", "variance", "inverse_size", "inverse_root_size"}, optional
        Lets the strength of selection fall with precision (halfnorm, negexp, logistic).

    Raises
    ------
    TooFewEffects
        With fewer effects than parameters, or when no study lies in the reference interval.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> y = [0.6, 0.5, 0.45, 0.7, 0.1, 0.3, 0.9, 0.65]
    >>> v = [0.05, 0.04, 0.04, 0.08, 0.02, 0.05, 0.15, 0.07]
    >>> found = selection_model(pool(effect_sizes({"y": y, "v": v}, y="y", v="v")), steps=0.025)
    >>> round(found.estimate, 3), found.converged
    (0.14, True)
    """
    weight = _choose(kind, alternative, precision)
    cuts = _steps(weight, steps)
    _check_model(fit)
    sign = -1.0 if alternative == "less" else 1.0
    y, v = sign * fit.effects.y, fit.effects.v
    design = np.ones((fit.k, 1)) if fit.design is None else fit.design.matrix
    scale = _precision(fit, precision)
    plan = build_plan(weight, y / np.sqrt(v), alternative == "two.sided", cuts, scale)
    if weight.takes_steps:
        _check_steps(plan, cuts, delta)
    found, plain = _search(fit, y, v, design, plan, weight, delta)
    return _conclude(fit, weight, plan, found, plain, sign, delta is not None, alternative, cuts, precision)


def _choose(kind: str, alternative: str, precision: str | None) -> WeightFunction:
    known = weight_functions()
    if kind not in known:
        raise UnknownOption.of("kind", kind, known)
    if alternative not in ALTERNATIVES:
        raise UnknownOption.of("alternative", alternative, ALTERNATIVES)
    if precision is not None:
        if precision not in PRECISIONS:
            raise UnknownOption.of("precision", precision, PRECISIONS)
        if not known[kind].takes_precision:
            raise InputError(
                f"precision= is given, but {kind} does not use it.", hint="Use halfnorm, negexp or logistic."
            )
    return known[kind]


def _steps(weight: WeightFunction, steps: Sequence[float] | float | None) -> Array | None:
    if not weight.takes_steps:
        if steps is not None:
            raise InputError(f"steps= is given, but {weight.code} has none.", hint="Leave it out.")
        return None
    given = np.atleast_1d(np.asarray(0.025 if steps is None else steps, dtype=float))
    if not ((given > 0) & (given <= 1)).all() or len(set(given.tolist())) < len(given):
        raise InputError("Steps must be different numbers above 0, at most 1.", hint="For example 0.025.")
    cuts = np.unique(np.r_[given, 1.0])
    if len(cuts) < 2:
        raise InputError("One interval for all p-values selects nothing.", hint="Give a step below 1.")
    return cuts


def _check_model(fit: Fit) -> None:
    s = fit.solution
    if s.weights is not None or (s.method is not None and not s.estimated):
        raise InputError(
            "A selection model is fitted by maximum likelihood; it has no place for given weights or tau2.",
            hint="Use pool() or regress() without them.",
        )


def _precision(fit: Fit, name: str | None) -> Array | None:
    if name is None:
        return None
    values = np.asarray(PRECISIONS[name](fit.effects.v, fit.effects.sizes), dtype=float)
    if not np.isfinite(values).all():
        raise InputError(
            f"precision={name!r} needs the sample size of every study.", hint='Use precision="std_error".'
        )
    return values / values.max()


def _check_steps(plan: Plan, cuts: Array | None, delta: Sequence[float] | None) -> None:
    assert cuts is not None
    if delta is None and not (plan.observed == 0).any():
        raise TooFewEffects(
            f"No study has a p-value up to {cuts[0]:g}, so the other intervals have nothing to compare with.",
            hint="Choose a larger first step, or give delta=.",
        )


def _given(delta: Sequence[float], plan: Plan, weight: WeightFunction) -> Array:
    values = np.asarray(delta, dtype=float)
    wanted = plan.parameters + int(weight.takes_steps)
    if values.shape != (wanted,) or not np.isfinite(values).all() or (values < 0).any():
        raise InputError(
            f"delta= must hold {wanted} numbers of 0 or more, {values.size} were given.",
            hint="One per interval, relative to the first." if weight.takes_steps else "One per parameter.",
        )
    if not weight.takes_steps:
        return values
    if values[0] <= 0:
        raise InputError(
            "The first weight must be above 0.", hint="Weights are relative to the first interval."
        )
    return values[1:] / values[0]


def _search(
    fit: Fit,
    y: Array,
    v: Array,
    design: Array,
    plan: Plan,
    weight: WeightFunction,
    delta: Sequence[float] | None,
) -> tuple[Maximum, float]:
    """Return the maximum, and the log-likelihood of the same model without selection."""
    p, m = design.shape[1], plan.parameters
    common = fit.solution.method is None
    estimated = p + (0 if common else 1) + (m if delta is None else 0)
    if fit.k <= estimated:
        raise TooFewEffects(
            f"{fit.k} effects are too few for {estimated} parameters.",
            hint="The fit without selection stands.",
            k=fit.k,
            needed=estimated + 1,
        )
    problem = Problem(y, v, design)
    tau2 = 0.0 if common else float(estimators()["ML"].estimate(problem, None).tau2)
    at = problem.at(tau2)
    b = np.atleast_1d(at.coef) if problem.basis is None else np.linalg.solve(problem.basis.r, at.coef)
    held = np.r_[np.zeros(p, bool), common, np.full(m, delta is not None)]
    if delta is not None:
        points = [_given(delta, plan, weight)]
    else:
        points = [np.asarray(s * m if weight.takes_steps else s, dtype=float) for s in weight.starts]
    low = np.r_[np.full(p, -np.inf), 0.0, np.resize(np.asarray(weight.low, dtype=float), m)]
    if delta is not None:
        low[p + 1 :] = -np.inf
    starts = [np.r_[b, tau2, point] for point in points]
    plain = float(log_likelihood(problem, tau2, False))
    return maximise(y, v, design, plan, starts, low, held), plain


def _conclude(
    fit: Fit,
    weight: WeightFunction,
    plan: Plan,
    found: Maximum,
    plain: float,
    sign: float,
    fixed: bool,
    alternative: str,
    cuts: Array | None,
    precision: str | None,
) -> SelectionFit:
    p = len(fit.terms)
    with np.errstate(invalid="ignore"):
        errors = np.sqrt(np.diag(found.cov))
    b, crit = sign * found.theta[:p], normal_quantile(fit.level)
    delta, delta_error = found.theta[p + 1 :], errors[p + 1 :]
    if weight.takes_steps:
        delta, delta_error = np.r_[1.0, delta], np.r_[np.nan, delta_error]
    lrt = max(0.0, 2 * (found.log_likelihood - plain))
    df = 0 if fixed else plan.parameters
    return SelectionFit(
        fit=fit,
        weight=weight,
        coefficients=b,
        std_errors=errors[:p],
        conf_lows=b - crit * errors[:p],
        conf_highs=b + crit * errors[:p],
        p_values=np.asarray(normal_p(b / errors[:p])),
        tau2=float(found.theta[p]),
        tau2_std_error=float(errors[p]),
        delta=delta,
        delta_std_error=delta_error,
        log_likelihood=found.log_likelihood,
        lrt=lrt,
        df_lrt=df,
        p_lrt=float(chi2_p(lrt, df)) if df else float("nan"),
        iterations=found.iterations,
        converged=found.converged,
        spec={
            "kind": weight.code,
            "alternative": alternative,
            "steps": None if cuts is None else cuts.tolist(),
            "delta": delta.tolist() if fixed else None,
            "precision": precision,
        },
        notes=_notes(found, plan, p, bool(np.isnan(errors[:p]).any())),
    )


def _notes(found: Maximum, plan: Plan, p: int, no_errors: bool) -> tuple[str, ...]:
    notes = []
    if not found.converged:
        notes.append("the search did not settle; the last values are reported")
    if found.at_bound[p]:
        notes.append("tau2 is at its boundary 0")
    if found.at_bound[p + 1 :].any():
        notes.append("a selection parameter is at its boundary")
    if plan.group is not None:
        counts = np.bincount(plan.observed, minlength=plan.parameters + 1)
        if counts.min() < 4:
            notes.append("an interval of p-values holds fewer than four studies, so its weight is uncertain")
    if no_errors:
        notes.append("standard errors could not be found: the likelihood is flat here")
    return tuple(notes)
