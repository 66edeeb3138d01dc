"""Questions to a fitted multilevel model: profiles, intervals of components, group effects, influence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.cluster_robust import TYPES, Block, Sandwich, sandwich
from trueeffect.stats.multilevel.covariance import Blocked, BlockedAt
from trueeffect.stats.multilevel.kernels import Intercept
from trueeffect.stats.multilevel.likelihood import maximise
from trueeffect.stats.quantiles import chi2_quantile, t_p, t_quantile
from trueeffect.stats.regression import joint_test
from trueeffect.synthesis import frames
from trueeffect.synthesis.multilevel.fit import model_of
from trueeffect.synthesis.multilevel.result import MultilevelFit
from trueeffect.synthesis.results import Results

Array = NDArray[np.float64]


def _component(fit: MultilevelFit, component: str | int) -> int:
    names = fit.component_names
    if isinstance(component, str):
        if component not in names:
            raise UnknownOption.of("component", component, names)
        return names.index(component)
    if not 0 <= component < len(names):
        raise InputError(
            f"component={component} is given; there are {len(names)}.", hint="They count from 0."
        )
    return component


def _profiled(fit: MultilevelFit, j: int, value: float, start: Array) -> tuple[float, Array]:
    """Return the highest likelihood with component j held at ``value``."""
    theta, held = start.copy(), fit.fixed.copy()
    theta[j], held[j] = value, True
    found = maximise(fit.model, theta, held)
    return found.point.value, found.point.theta


def component_profile(fit: MultilevelFit, component: str | int, values: Sequence[float]) -> Results:
    """Return the log-likelihood as one variance component takes given values, all others re-estimated."""
    j = _component(fit, component)
    found = [_profiled(fit, j, float(value), fit.components)[0] for value in values]
    return Results(
        f"Profile of {fit.component_names[j]}",
        {"value": list(values), "log_likelihood": np.array(found)},
        fit.effects.backend,
    )


def component_interval(fit: MultilevelFit, component: str | int, *, level: float | None = None) -> Results:
    """Return the profile-likelihood interval of a variance or correlation.

    The bounds are where twice the drop of the log-likelihood is the chi-square quantile with one degree of
    freedom; a bound at the edge of what is possible is that edge.
    """
    j = _component(fit, component)
    chosen = fit.level if level is None else level
    top = fit.maximum.point.value - float(chi2_quantile(chosen, 1)) / 2
    p = fit.model.parameters[j]
    estimate = float(fit.components[j])
    bounds = [_bound(fit, j, estimate, edge, top) for edge in (p.low, p.high)]
    return Results(
        f"Profile-likelihood interval of {fit.component_names[j]}",
        {
            "component": [fit.component_names[j]],
            "estimate": [estimate],
            "low": [bounds[0]],
            "high": [bounds[1]],
        },
        fit.effects.backend,
    )


def _bound(fit: MultilevelFit, j: int, estimate: float, edge: float, top: float) -> float:
    """Return where the profile falls to ``top`` on the way to an edge; the edge when it does not."""
    from scipy.optimize import brentq

    start = fit.components.copy()

    def gap(value: float) -> float:
        found, theta = _profiled(fit, j, value, start)
        start[:] = theta
        return found - top

    inner, outer = estimate, edge
    if not np.isfinite(edge):
        outer = estimate + max(abs(estimate), 1e-4)
        for _ in range(60):
            if gap(outer) < 0:
                break
            inner, outer = outer, estimate + 2 * (outer - estimate)
        else:
            return float(edge)
    elif gap(_inside(edge, estimate)) >= 0:
        return float(edge)
    else:
        outer = _inside(edge, estimate)
    return float(brentq(gap, inner, outer, xtol=1e-12, rtol=1e-10))


def _inside(edge: float, estimate: float) -> float:
    """Return a value just inside an edge where the covariance may be singular."""
    return edge if edge == 0.0 else edge + 1e-9 * (estimate - edge)


def blocks_at(fit: MultilevelFit) -> BlockedAt:
    """Return the marginal covariance of the effects as blocks."""
    family = Blocked.build(
        fit.sampling.variances,
        list(fit.sampling.blocks),
        [part.kernel for part in fit.built],
        [len(part.names) for part in fit.built],
    )
    found = family.at(fit.components)
    if found is None:
        raise InputError("The marginal covariance is not positive definite.", hint="Check the components.")
    return found


def group_effects(fit: MultilevelFit) -> Results:
    """Return the best linear unbiased prediction of every group effect, with its standard error.

    One row per group of each intercept term; the error includes that of the coefficients.
    """
    out: dict[str, list[Any]] = {"term": [], "group": [], "effect": [], "std_error": []}
    point, at = fit.maximum.point, 0
    for part in fit.built:
        kernel = part.kernel
        theta = fit.components[at : at + len(part.names)]
        at += len(part.names)
        if not isinstance(kernel, Intercept):
            continue
        q = len(part.levels)
        z = np.zeros((fit.k, q))
        z[np.arange(fit.k), kernel.codes] = 1.0
        g = theta[0] * (np.eye(q) if kernel.correlation is None else kernel.correlation)
        solved = point.at.solve(z)
        cross = point.solved_design.T @ z
        inner = z.T @ solved - cross.T @ point.cov @ cross
        effect = g @ (z.T @ point.projected)
        variance = np.diag(g) - np.einsum("ij,jk,ki->i", g, inner, g)
        out["term"] += [part.names[0]] * q
        out["group"] += list(part.levels)
        out["effect"] += effect.tolist()
        out["std_error"] += np.sqrt(np.maximum(variance, 0.0)).tolist()
    if not out["term"]:
        raise InputError(
            "The model has no random intercepts.", hint="Group effects are of Groups(...) terms."
        )
    return Results("Group effects", out, fit.effects.backend)


def robust_multilevel(
    fit: MultilevelFit, cluster: str, *, kind: str = "CR2", joint: list[int] | None = None, htz: bool = True
) -> Results:
    """Return tests that allow for dependence within clusters beyond the model; see :func:`trueeffect.robust`.

    The working covariance is the fitted one; clusters must not cut through effects that it correlates.
    """
    if kind not in TYPES:
        raise UnknownOption.of("kind", kind, TYPES)
    labels = frames.as_text(fit.effects.column(cluster, "clusters"))
    order: dict[str, int] = {}
    codes = np.array([order.setdefault(label, len(order)) for label in labels])
    n, p = len(order), len(fit.terms)
    if n <= p:
        raise TooFewEffects(f"{n} clusters cannot carry {p} coefficients.", hint="Use fewer moderators.", k=n)
    resid = fit.effects.y - fit.design @ fit.estimates
    found = sandwich(fit.design, resid, _clusters(fit, codes, n, cluster), kind)
    small = kind in ("CR1S", "CR2", "CR3")
    df = np.full(p, float(n - p))
    if small:
        df = np.array([found.satterthwaite(row) for row in np.eye(p)])
    se = np.sqrt(np.diag(found.cov))
    crit, statistic = t_quantile(fit.level, df), fit.estimates / se
    columns = {
        "term": list(fit.terms),
        "estimate": fit.estimates,
        "std_error": se,
        "statistic": statistic,
        "df": df,
        "p_value": t_p(statistic, df),
        "conf_low": fit.estimates - crit * se,
        "conf_high": fit.estimates + crit * se,
    }
    extra = {"cov": found.cov, "clusters": n, **_joint(fit, found, joint, small and htz, n)}
    return Results(f"Robust tests ({kind}, {n} clusters)", columns, fit.effects.backend, extra=extra)


def _joint(
    fit: MultilevelFit, found: Sandwich, joint: list[int] | None, htz: bool, n: int
) -> dict[str, object]:
    p = len(fit.terms)
    tested = list(range(1 if fit.intercept else 0, p)) if joint is None else joint
    if not tested:
        return {}
    names = ("joint_statistic", "joint_df1", "joint_df2", "joint_p")
    if htz:
        return dict(zip(names, found.htz(fit.estimates, np.eye(p)[tested])))
    test = joint_test(fit.estimates[tested], found.cov[np.ix_(tested, tested)], float(n - p))
    return dict(zip(names, test))


def _clusters(fit: MultilevelFit, codes: NDArray[np.intp], n: int, cluster: str) -> list[Block]:
    at = blocks_at(fit)
    pieces: list[list[tuple[NDArray[np.intp], Array]]] = [[] for _ in range(n)]
    for rows, matrices in zip(at.rows, at.matrices):
        for index, matrix in zip(rows, matrices):
            if len(set(codes[index].tolist())) > 1:
                raise InputError(
                    f"The clusters {cluster!r} cut through effects that the model correlates "
                    f"(rows {fit.effects.rows[index[0]]} and others).",
                    hint="Cluster by the outermost group.",
                )
            pieces[codes[index[0]]].append((index, matrix))
    blocks = []
    for parts in pieces:
        rows = np.concatenate([index for index, _ in parts])
        full = np.zeros((len(rows), len(rows)))
        start = 0
        for index, matrix in parts:
            full[start : start + len(index), start : start + len(index)] = matrix
            start += len(index)
        blocks.append(Block(rows, full))
    return blocks


def multilevel_influence(
    fit: MultilevelFit, cluster: str | None = None, *, reestimate: bool = False
) -> tuple[Results, Results]:
    """Return how much each effect, and each cluster, moves the fit.

    Parameters
    ----------
    cluster : str, optional
        What is left out at a time; single effects when absent.
    reestimate : bool
        Estimate the variance components anew each time (slower), or keep them.

    Returns
    -------
    (Results, Results)
        Per effect: hat, weight (percent of the diagonal of the inverse covariance), residual, standardised,
        studentised (by deletion). Per cluster: Cook's distance.
    """
    at, point = blocks_at(fit), fit.maximum.point
    diagonal, weight = np.empty(fit.k), np.empty(fit.k)
    for rows, matrix, inverse in zip(at.rows, at.matrices, at.inverses):
        diagonal[rows] = np.einsum("nii->ni", matrix)
        weight[rows] = np.einsum("nii->ni", inverse)
    x = fit.design
    model_v = np.einsum("ij,jk,ik->i", x, point.cov, x)
    hat = np.einsum("ij,jk,ik->i", x, point.cov, point.solved_design)
    resid = fit.effects.y - x @ point.coef
    labels = frames.as_text(fit.effects.column(cluster)) if cluster else [str(i) for i in range(fit.k)]
    names = list(dict.fromkeys(labels))
    studentised, cooks = np.full(fit.k, np.nan), np.full(len(names), np.nan)
    information = np.linalg.inv(point.cov)
    codes = np.array([names.index(label) for label in labels])
    for c in range(len(names)):
        rows = np.flatnonzero(codes == c)
        reduced = _without(fit, codes != c, reestimate)
        if reduced is None:
            continue
        coef, cov, theta = reduced
        own = diagonal[rows] if theta is None else _diagonal(fit, theta)[rows]
        gap = point.coef - coef
        cooks[c] = float(gap @ information @ gap)
        error = np.sqrt(own + np.einsum("ij,jk,ik->i", x[rows], cov, x[rows]))
        studentised[rows] = (fit.effects.y[rows] - x[rows] @ coef) / error
    effects = Results(
        "Influence of effects",
        {
            "study": list(fit.effects.labels),
            "hat": hat,
            "weight_percent": 100 * weight / weight.sum(),
            "residual": resid,
            "standardised": resid / np.sqrt(np.maximum(diagonal - model_v, 1e-300)),
            "studentised": studentised,
        },
        fit.effects.backend,
    )
    return effects, Results("Influence of clusters", {"cluster": names, "cooks": cooks}, fit.effects.backend)


def _diagonal(fit: MultilevelFit, theta: Array) -> Array:
    family = Blocked.build(
        fit.sampling.variances,
        list(fit.sampling.blocks),
        [part.kernel for part in fit.built],
        [len(part.names) for part in fit.built],
    )
    found, out = family.at(theta), np.full(fit.k, np.nan)
    if found is not None:
        for rows, matrix in zip(found.rows, found.matrices):
            out[rows] = np.einsum("nii->ni", matrix)
    return out


def _without(
    fit: MultilevelFit, keep: NDArray[np.bool_], reestimate: bool
) -> tuple[Array, Array, Array | None] | None:
    """Return coefficients, covariance and (re-estimated) components without some effects, if possible."""
    effects, design = fit.effects.take(keep), fit.design[keep]
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    source = frames.Columns(effects.columns, effects.backend, effects.k)
    built = tuple(part for item in fit.random for part in item.build(source))
    if tuple(name for part in built for name in part.names) != fit.component_names:
        return None
    sampling = fit.sampling.take(np.flatnonzero(keep))
    model, _, _ = model_of(effects, design, sampling, built, fit.method, None)
    if reestimate:
        found = maximise(model, fit.components, fit.fixed).point
        return found.coef, found.cov, found.theta
    point = model.point(fit.components)
    return None if point is None else (point.coef, point.cov, None)
