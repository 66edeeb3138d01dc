"""Fit models of dependent effects: several levels, outcomes, times, species, places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.multilevel.covariance import build
from trueeffect.stats.multilevel.kernels import Parameter
from trueeffect.stats.multilevel.likelihood import Maximum, Model, maximise
from trueeffect.synthesis import frames
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.inputs import LeftOut
from trueeffect.synthesis.moderators import Design, Term, build_design, check_rank
from trueeffect.synthesis.multilevel.result import MultilevelFit
from trueeffect.synthesis.multilevel.terms import Built, Correlated, Groups, Random, as_random
from trueeffect.synthesis.multilevel.vcov import SamplingCovariance

Array = NDArray[np.float64]
METHODS = ("REML", "ML")
TESTS = ("t", "wald")
DFS = ("residual", "contain")
STARTS = ("several", "one")


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
