"""Fit models of dependent effects: several levels, outcomes, times, species, places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.multilevel.covariance import build
from trueeffect.stats.multilevel.kernels import Parameter
from trueeffect.stats.multilevel.likelihood import Maximum, Model, maximise
from trueeffect.stats.quantiles import chi2_p, normal_p, normal_quantile, t_p, t_quantile
from trueeffect.stats.regression import Criteria, Omnibus, joint_test
from trueeffect.synthesis import frames
from trueeffect.synthesis.effects import EffectTable, describe_measure
from trueeffect.synthesis.inputs import LeftOut
from trueeffect.synthesis.moderators import Design, Term, build_design, check_rank
from trueeffect.synthesis.multilevel.terms import Built, Correlated, Groups, Random, as_random
from trueeffect.synthesis.multilevel.vcov import SamplingCovariance
from trueeffect.synthesis.wording import number, p_words

Array = NDArray[np.float64]
METHODS = ("REML", "ML")
TESTS = ("t", "wald")
DFS = ("residual", "contain")
STARTS = ("several", "one")


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


def multilevel(
    effects: EffectTable,
    moderators: Sequence[Term | str] = (),
    *,
    random: Sequence[Random | str] | Random | str,
    sampling: SamplingCovariance | None = None,
    intercept: bool = True,
    method: str = "REML",
    test: str = "t",
    df: str = "residual",
    level: float = 0.95,
    fixed: Mapping[str, Sequence[float | None]] | None = None,
    starts: str = "several",
) -> MultilevelFit:
    """Combine effects that are not independent.

    Parameters
    ----------
    effects : EffectTable
        Several rows per study are fine.
    moderators : sequence
        As in :func:`trueeffect.regress`.
    random : random term or sequence of them
        ``"study"`` (one effect per study), ``"study/effect"`` (effects in studies: the three-level model),
        :class:`Groups`, :class:`Correlated` (several outcomes or times), :class:`Slopes`, :class:`Spatial`.
        Several terms may be crossed.
    sampling : SamplingCovariance, optional
        From :func:`trueeffect.vcov`, when sampling errors correlate (same people); independent when absent.
    method : {"REML", "ML"}
    test : {"t", "wald"}
    df : {"residual", "contain"}
        Degrees of freedom: k - p, or the number of groups inside which a moderator does not vary, minus p.
    fixed : mapping, optional
        Components held fixed by role (``sigma2``, ``tau2``, ``rho``); None estimates that one.
    starts : {"several", "one"}
        Correlated and spatial terms can have several local maxima. ``several`` climbs from three places and
        keeps the highest; ``one`` climbs from the usual place only, as other programs do.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> table = {
    ...     "y": [0.1, 0.3, 0.5, 0.2, 0.6, 0.4],
    ...     "v": [0.01, 0.02, 0.03, 0.01, 0.02, 0.02],
    ...     "trial": [1, 1, 2, 2, 3, 3],
    ...     "effect": [1, 2, 3, 4, 5, 6],
    ... }
    >>> fit = multilevel(effect_sizes(table, y="y", v="v"), random="trial/effect")
    >>> fit.component_names
    ('trial', 'trial/effect')
    """
    _check_options(effects, method, test, df, starts, level)
    listed: list[Random | str] = [random] if isinstance(random, Random | str) else list(random)
    chosen = tuple(as_random(item) for item in listed)
    if not chosen:
        raise InputError(
            "No random term is given.", hint='Use random="study", or pool() for a common effect.'
        )
    effects, design, sampling = _usable(effects, moderators, intercept, chosen, sampling)
    source = frames.Columns(effects.columns, effects.backend, effects.k)
    built = tuple(part for item in chosen for part in item.build(source))
    k, p = design.matrix.shape
    if k <= p:
        raise TooFewEffects(f"{k} effects cannot carry {p} coefficients.", hint="Use fewer moderators.", k=k)
    check_rank(design.names, design.matrix)
    model, start, held = model_of(effects, design.matrix, sampling, built, method, fixed)
    maximum = maximise(model, start, held) if starts == "one" else _best(model, start, held)
    dfs = _degrees(effects, design.matrix, chosen, df) if test == "t" else None
    return MultilevelFit(
        effects=effects,
        sampling=sampling,
        random=chosen,
        built=built,
        terms=design.names if moderators else ("mean",),
        design=design.matrix,
        intercept=design.intercept,
        model=model,
        maximum=maximum,
        fixed=held,
        method=method,
        test=test,
        df=dfs,
        level=level,
        spec={
            "method": method,
            "test": test,
            "df": df,
            "level": level,
            "moderators": list(design.names),
            "random": [repr(item) for item in chosen],
            "fixed": None if fixed is None else {k: list(v) for k, v in fixed.items()},
        },
    )


def _check_options(effects: Any, method: str, test: str, df: str, starts: str, level: float) -> None:
    from trueeffect.synthesis.pool import check_poolable

    check_poolable(effects)
    for name, given, allowed in (
        ("method", method, METHODS),
        ("test", test, TESTS),
        ("df", df, DFS),
        ("starts", starts, STARTS),
    ):
        if given not in allowed:
            raise UnknownOption.of(name, given, allowed)
    if not 0 < level < 1:
        raise InputError(f"level={level} is given; it must lie between 0 and 1.", hint="Use 0.95.")


def _usable(
    effects: EffectTable,
    moderators: Sequence[Term | str],
    intercept: bool,
    random: tuple[Random, ...],
    sampling: SamplingCovariance | None,
) -> tuple[EffectTable, Design, SamplingCovariance]:
    """Leave out, with reasons, rows without a moderator or a group."""
    source = frames.Columns(effects.columns, effects.backend, effects.k)
    rows, labels = effects.rows.tolist(), effects.labels
    design = build_design(source, list(moderators), intercept=intercept, rows=rows, labels=labels)
    usable, reasons = design.usable.copy(), list(design.reasons)
    for column in dict.fromkeys(c for item in random for c in item.used()):
        empty = [
            i for i, text in enumerate(frames.as_text(source.column(column, "a random term"))) if not text
        ]
        for i in empty:
            if usable[i]:
                reasons.append(LeftOut(row=rows[i], study=labels[i], reason=f"{column!r} is missing"))
                usable[i] = False
    if sampling is None:
        sampling = SamplingCovariance(effects.v, (), "independent")
    if len(sampling.variances) != effects.k:
        raise InputError(
            f"The sampling covariance is of {len(sampling.variances)} effects, but there are {effects.k}.",
            hint="Make it with vcov() from the same effects.",
        )
    if usable.all():
        return effects, design, sampling
    kept = Design(
        design.names, design.matrix[usable[design.usable]], usable, tuple(reasons), design.intercept
    )
    keep = np.flatnonzero(usable)
    return effects.take(usable, tuple(reasons)), kept, sampling.take(keep)


def model_of(
    effects: EffectTable,
    design: Array,
    sampling: SamplingCovariance,
    built: tuple[Built, ...],
    method: str,
    fixed: Mapping[str, Sequence[float | None]] | None,
) -> tuple[Model, Array, NDArray[np.bool_]]:
    """Return the likelihood, starting values, and which components are held."""
    resid = effects.y - design @ np.linalg.lstsq(design, effects.y, rcond=None)[0]
    total = float(resid @ resid) / max(len(resid) - design.shape[1], 1)
    spread = max(total - float(sampling.variances.mean()), 0.1 * total, 1e-12)
    scale = spread / len(built)
    parts = [part.kernel.parameters(scale) for part in built]
    parameters: list[Parameter] = [p for own in parts for p in own]
    start = np.array([p.start for p in parameters])
    held = np.zeros(len(parameters), dtype=bool)
    for role, values in (fixed or {}).items():
        at = _positions(built, parameters, role)
        if len(values) != len(at):
            raise InputError(
                f"{len(values)} fixed values are given for {role}, but the model has {len(at)}.",
                hint="Give one per component, None for those to be estimated.",
            )
        for i, value in zip(at, values):
            if value is not None:
                start[i], held[i] = value, True
    sizes = [len(own) for own in parts]
    family = build(sampling.variances, list(sampling.blocks), [part.kernel for part in built], sizes)
    return Model(effects.y, design, family, parameters, method == "REML"), start, held


def _positions(built: tuple[Built, ...], parameters: Sequence[Parameter], role: str) -> list[int]:
    roles = ("sigma2", "tau2", "rho", "gamma2", "phi")
    if role not in roles:
        raise UnknownOption.of("fixed component", role, roles)
    owner = [n for n, part in enumerate(built) for _ in part.names]
    structures = [n for n, part in enumerate(built) if part.role == "tau2"]
    if role == "sigma2":
        return [i for i, n in enumerate(owner) if built[n].role == "sigma2"]
    wanted = structures[:1] if role in ("tau2", "rho") else structures[1:2]
    variance = role in ("tau2", "gamma2")
    return [i for i, n in enumerate(owner) if n in wanted and (parameters[i].kind == "variance") == variance]


def _best(model: Model, start: Array, held: NDArray[np.bool_]) -> Maximum:
    """Return the highest maximum from a few starts; correlated structures can have several."""
    found = maximise(model, start, held)
    correlations = np.array([p.kind != "variance" for p in model.parameters]) & ~held
    if not correlations.any():
        return found
    for other in (-0.3, 0.8):
        again = start.copy()
        for i in np.flatnonzero(correlations).tolist():
            p = model.parameters[i]
            away = other if p.kind == "correlation" else start[i] * (0.15 if other < 0 else 6.0)
            again[i] = np.clip(away, p.low, p.high)
        try:
            trial = maximise(model, again, held)
        except Exception:  # a start outside the positive definite region says nothing
            continue
        if trial.point.value > found.point.value + 1e-9:
            found = trial
    return found


def _degrees(effects: EffectTable, design: Array, random: tuple[Random, ...], rule: str) -> Array:
    k, p = design.shape
    if rule == "residual":
        return np.full(p, float(k - p))
    source = frames.Columns(effects.columns, effects.backend, k)
    factors: list[list[str]] = []
    for item in random:
        if isinstance(item, Groups):
            path: list[str] = []
            for depth, column in enumerate(item.columns):
                own = frames.as_text(source.column(column))
                path = own if depth == 0 else [f"{a}/{b}" for a, b in zip(path, own)]
                factors.append(path)
        elif isinstance(item, Correlated):
            inner, outer = (
                frames.as_text(source.column(item.inner)),
                frames.as_text(source.column(item.outer)),
            )
            factors += [[f"{a}/{b}" for a, b in zip(outer, inner)], outer]
    out = np.empty(p)
    for j in range(p):
        counts = []
        for labels in factors:
            codes = np.unique(labels, return_inverse=True)[1].ravel()
            n = int(codes.max()) + 1
            low, high = np.full(n, np.inf), np.full(n, -np.inf)
            np.minimum.at(low, codes, design[:, j])
            np.maximum.at(high, codes, design[:, j])
            if np.array_equal(low, high):
                counts.append(n)
        out[j] = max(min(counts, default=k) - p, 1)
    return out
