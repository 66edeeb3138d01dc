"""Rare events: mixed models of the counts themselves, without continuity corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import EstimationError, InputError, TooFewEffects, UnknownOption
from trueeffect.stats.rare.likelihoods import Binomial, Hypergeometric, Poisson, TwoArms, integrate
from trueeffect.stats.rare.maximise import Function, Layout, Optimum, derivatives, maximise
from trueeffect.synthesis import frames
from trueeffect.synthesis.inputs import LeftOut, read_inputs
from trueeffect.synthesis.measures import catalogue
from trueeffect.synthesis.moderators import Term, build_design, check_rank
from trueeffect.synthesis.rare_fit import RareFit

Array = NDArray[np.float64]
MODELS = {
    "OR": ("UM.FS", "UM.RS", "CM.EL", "CM.AL"),
    "IRR": ("UM.FS", "UM.RS", "CM.EL"),
    "PLO": ("one-group",),
    "IRLN": ("one-group",),
}
EXACT_NODES = 25
"""Quadrature points of the exact conditional model, where the default of the others would show."""


def rare(
    data: Any,
    measure: str = "OR",
    *,
    model: str | None = None,
    moderators: Sequence[Term | str] = (),
    kind: str = "random",
    study: str | None = None,
    points: int | None = None,
    level: float = 0.95,
    **columns: str | float,
) -> RareFit:
    """Combine rare events by a mixed model of the counts (doi:10.1002/sim.4040).

    Parameters
    ----------
    measure : {"OR", "IRR", "PLO", "IRLN"}
        Log odds ratio or rate ratio of two groups; logit of a proportion or log rate of one group.
    model : str, optional
        For OR and IRR: ``UM.FS`` (default; a fixed intercept per study), ``UM.RS`` (random intercepts, by
        Laplace's method), ``CM.EL`` (exact, given each study's total of events), and for OR ``CM.AL`` (its
        binomial approximation, for rare events).
    moderators : sequence
        As in :func:`trueeffect.regress`.
    kind : {"random", "common"}
    points : int, optional
        Quadrature points; 7 when absent (25 for the exact conditional model). 1 is Laplace's method.
    **columns
        As in :func:`trueeffect.effect_sizes`, e.g. ``events1=``, ``total1=``, ``events2=``, ``total2=``.

    Studies in which no one, or everyone, has an event in both groups say nothing about a ratio; they are left
    out and listed.

    Examples
    --------
    >>> table = {"e1": [0, 2, 1, 4], "n1": [90, 120, 60, 150], "e2": [3, 5, 2, 9], "n2": [92, 118, 61, 149]}
    >>> fit = rare(table, "OR", events1="e1", total1="n1", events2="e2", total2="n2")
    >>> round(fit.estimate, 3), round(fit.tau2, 3)
    (-1.035, 0.0)
    """
    if measure not in MODELS:
        raise UnknownOption.of("measure", measure, MODELS)
    chosen = model or MODELS[measure][0]
    if chosen not in MODELS[measure]:
        raise UnknownOption.of(f"model (for {measure})", chosen, MODELS[measure])
    if kind not in ("random", "common"):
        raise UnknownOption.of("kind", kind, ("random", "common"))
    if not 0 < level < 1:
        raise InputError(f"level={level} is given; it must lie between 0 and 1.", hint="Use 0.95.")
    if points is not None and (points < 1 or (chosen == "UM.RS" and kind == "random" and points != 1)):
        raise InputError(f"points={points} is given.", hint="UM.RS takes 1 (Laplace), the others 1 or more.")
    source = frames.read_columns(data)
    x, reasons = read_inputs(source, catalogue()[measure].inputs, columns, study, measure)
    names = frames.as_text(source.column(study)) if study else [str(i + 1) for i in range(source.rows)]
    for i in np.flatnonzero(_uninformative(x, measure)):
        reasons.setdefault(int(i), "no events, or only events, in both groups")
    design = build_design(source, list(moderators), labels=names)
    for entry in design.reasons:
        reasons.setdefault(entry.row - 1, entry.reason)
    kept = np.array([i not in reasons for i in range(source.rows)], dtype=bool)
    matrix = design.matrix[kept[design.usable]]
    k, p = matrix.shape
    if k <= (p if kind == "random" else p - 1):
        raise TooFewEffects(f"{k} studies cannot carry {p} coefficients.", hint="Check the counts.", k=k)
    check_rank(design.names, matrix)
    x = {role: values[kept] for role, values in x.items()}
    exact = chosen == "CM.EL" and measure == "OR"
    laplace = chosen == "UM.RS" and kind == "random"
    _check_events(x, measure)
    nodes = points or (EXACT_NODES if exact else 1 if laplace else 7)
    solved = _solve(x, measure, chosen, matrix, kind == "random", nodes)
    return RareFit(
        measure=measure,
        model=chosen,
        kind=kind,
        terms=design.names if moderators else ("mean",),
        k=k,
        level=level,
        intercept=design.intercept,
        labels=tuple(name for name, keep in zip(names, kept) if keep),
        left_out=tuple(LeftOut(row=i + 1, study=names[i], reason=why) for i, why in sorted(reasons.items())),
        spec={"measure": measure, "model": chosen, "kind": kind, "points": nodes, "columns": dict(columns)},
        backend=source.backend,
        **solved,
    )


def _check_events(x: dict[str, Array], measure: str) -> None:
    """Refuse counts that are empty in one group throughout: the effect then has no finite estimate."""
    groups = {
        "OR": (("events1", "nonevents1"), ("events2", "nonevents2")),
        "IRR": (("count1",), ("count2",)),
        "PLO": (("count", "rest"),),
        "IRLN": (("count",),),
    }[measure]
    for number_, roles in enumerate(groups, 1):
        for role in roles:
            if x[role].sum() == 0:
                what = "non-event" if role.startswith(("non", "rest")) else "event"
                where = f" in group {number_}" if len(groups) > 1 else ""
                raise EstimationError(
                    f"No study has a single {what}{where}, so the estimate would be infinite.",
                    hint="Report the counts; an upper bound follows from them, an estimate does not.",
                )


def _uninformative(x: dict[str, Array], measure: str) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        if measure == "OR":
            none = (x["events1"] == 0) & (x["events2"] == 0)
            return none | ((x["nonevents1"] == 0) & (x["nonevents2"] == 0))
        if measure == "IRR":
            return (x["count1"] == 0) & (x["count2"] == 0)
    return np.zeros(len(next(iter(x.values()))), dtype=bool)


@dataclass(frozen=True, eq=False)
class _Plan:
    """A model as functions of study inputs, with starts; see ``stats.rare.maximise``."""

    random: Function
    common: Function
    has_local: bool
    intercepts: bool
    constant: float
    saturated: tuple[float, Array, Array] | None
    eta: Array
    alpha: Array
    counts: int
    free: Function | None = None


def _solve(
    x: dict[str, Array], measure: str, model: str, design: Array, random: bool, nodes: int
) -> dict[str, Any]:
    plan = _plan(x, measure, model, nodes)
    k, p = design.shape
    start = np.linalg.lstsq(design, plan.eta, rcond=None)[0]
    extras = [float(plan.alpha.mean()), max(float(plan.alpha.std()), 0.1)] if plan.intercepts else []
    common = maximise(
        plan.common,
        _layout(design, plan, False),
        np.concatenate([start, extras]),
        plan.alpha if plan.has_local else None,
    )
    if random:
        spread = max(float(np.std(plan.eta - design @ start)) / 2, 0.2)
        found = maximise(
            plan.random, _layout(design, plan, True), np.append(common.params, spread), common.local
        )
    else:
        found = common
    ceiling, q_wald = _saturated(plan, design, common)
    cov = found.cov[:p, :p]
    value = found.value + plan.constant
    return {
        "estimates": found.params[:p],
        "vcov": cov,
        "tau2": float(found.params[-1] ** 2) if random else 0.0,
        "sigma2": float(found.params[p + 1] ** 2) if plan.intercepts else None,
        "log_likelihood": value,
        "n_params": len(found.params) + (k if plan.has_local else 0),
        "n_data": plan.counts,
        "q_lrt": max(2 * (ceiling - common.value - plan.constant), 0.0),
        "q_wald": q_wald,
        "df_q": k - p,
        "converged": found.converged,
        "iterations": found.iterations,
    }


def _layout(design: Array, plan: _Plan, random: bool) -> Layout:
    """Return how parameters (beta, [gamma, sigma], [tau]) become inputs ([gamma], eta, [sigma], [tau])."""
    k, p = design.shape
    total = p + (2 if plan.intercepts else 0) + (1 if random else 0)
    eta = np.zeros((k, total))
    eta[:, :p] = design

    def single(j: int) -> Array:
        out = np.zeros((k, total))
        out[:, j] = 1.0
        return out

    rows = [single(p), eta, single(p + 1)] if plan.intercepts else [eta]
    if random:
        rows.append(single(total - 1))
    return Layout(np.stack(rows), np.zeros((len(rows), k)), plan.has_local)


def _plan(x: dict[str, Array], measure: str, model: str, nodes: int) -> _Plan:
    if measure in ("PLO", "IRLN") or model.startswith("CM"):
        return _single(x, measure, model, nodes)
    one: Binomial | Poisson
    two: Binomial | Poisson
    if measure == "OR":
        a, b, c, d = (x[r] for r in ("events1", "nonevents1", "events2", "nonevents2"))
        none = np.zeros(len(a))
        one, two = Binomial(a, a + b, none), Binomial(c, c + d, none)
        first, second = np.log((a + 0.5) / (b + 0.5)), np.log((c + 0.5) / (d + 0.5))
        top = _binomial_top(a, a + b) + _binomial_top(c, c + d)
        with np.errstate(divide="ignore", invalid="ignore"):
            y, v = np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d
    else:
        a, s, c, t = (x[r] for r in ("count1", "time1", "count2", "time2"))
        one, two = Poisson(a, s), Poisson(c, t)
        first, second = np.log((a + 0.5) / s), np.log((c + 0.5) / t)
        top = _poisson_top(a) + _poisson_top(c)
        with np.errstate(divide="ignore", invalid="ignore"):
            y, v = np.log(a / s) - np.log(c / t), 1 / a + 1 / c
    arms = TwoArms(one, two)
    constant = float(arms.constant.sum())
    alpha, eta = (first + second) / 2, first - second
    if model == "UM.FS":
        return _Plan(
            lambda z: integrate(lambda th: arms.curve(z[0], th), z[1], z[2], nodes),
            lambda z: arms.curve(z[0], z[1]).value,
            True,
            False,
            constant,
            (float(top.sum()), y, v),
            eta,
            alpha,
            2 * len(a),
        )
    return _Plan(
        lambda z: arms.laplace(z[0], z[1], z[2], z[3]),
        lambda z: integrate(lambda th: arms.around(th, z[1], 0.5), z[0], z[2], nodes),
        False,
        True,
        constant,
        None,
        eta,
        alpha,
        2 * len(a),
        lambda z: integrate(lambda th: arms.around(th, z[0], 1.0), z[1], z[2], nodes),
    )


def _single(x: dict[str, Array], measure: str, model: str, nodes: int) -> _Plan:
    """Return the plan of models with one count per study."""
    kernel: Binomial | Poisson | Hypergeometric
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "IRLN":
            a, t = x["count"], x["time"]
            kernel, top = Poisson(a, t), _poisson_top(a)
            y, v, eta = np.log(a / t), 1 / a, np.log((a + 0.5) / t)
        elif measure == "OR" and model == "CM.EL":
            a, b, c, d = (x[r] for r in ("events1", "nonevents1", "events2", "nonevents2"))
            kernel = Hypergeometric(a, a + b, c, c + d)
            eta = np.log((a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5)))
            y, v, top = _conditional_top(kernel, eta, (a, b, c, d))
        else:
            if measure == "PLO":
                a, m, offset = x["count"], x["count"] + x["rest"], np.zeros(len(x["count"]))
            elif measure == "OR":
                a, m = x["events1"], x["events1"] + x["events2"]
                offset = np.log((a + x["nonevents1"]) / (x["events2"] + x["nonevents2"]))
            else:
                a, m = x["count1"], x["count1"] + x["count2"]
                offset = np.log(x["time1"] / x["time2"])
            kernel, top = Binomial(a, m, offset), _binomial_top(a, m)
            y, v = np.log(a / (m - a)) - offset, 1 / a + 1 / (m - a)
            eta = np.log((a + 0.5) / (m - a + 0.5)) - offset
    curve = kernel.curve
    return _Plan(
        lambda z: integrate(curve, z[0], z[1], nodes),
        lambda z: curve(z[0]).value,
        False,
        False,
        float(kernel.constant.sum()),
        (float(top.sum()), y, v),
        eta,
        np.zeros(len(eta)),
        len(eta),
    )


def _xlogy(a: Array, b: Array) -> Array:
    from scipy.special import xlogy

    return np.asarray(xlogy(a, b))


def _binomial_top(a: Array, n: Array) -> Array:
    """Return the highest possible log-probability, constants included."""
    return _xlogy(a, a / n) + _xlogy(n - a, 1 - a / n) + Binomial(a, n, np.zeros(len(a))).constant


def _poisson_top(a: Array) -> Array:
    return _xlogy(a, a) - a + Poisson(a, np.ones(len(a))).constant


def _conditional_top(
    kernel: Hypergeometric, eta: Array, cells: tuple[Array, ...]
) -> tuple[Array, Array, Array]:
    """Return each study's conditional estimate, variance and log-probability (0, the limit, at the edge)."""
    edge = np.min(np.stack(cells), axis=0) == 0
    theta = np.where(edge, 0.0, eta)
    for _ in range(100):
        _, first, second = kernel.curve(theta)
        step = np.clip(np.where(edge, 0.0, -first / second), -2, 2)
        theta = theta + step
        if np.abs(step).max() < 1e-12:
            break
    value, _, second = kernel.curve(theta)
    y = np.where(edge, np.nan, theta)
    return y, np.where(edge, np.nan, -1 / second), np.where(edge, 0.0, value)


def _saturated(plan: _Plan, design: Array, common: Optimum) -> tuple[float, float]:
    """Return the log-likelihood with one effect per study, and Wald's Q of the differences between them.

    With random intercepts, these are of the second group, so that effects of studies do not change them.
    """
    if plan.saturated is not None:
        top, y, v = plan.saturated
        use = np.isfinite(y) & np.isfinite(v)
        return top, _gls(y[use], np.diag(1 / v[use]), design[use])
    k, p = design.shape
    ones = np.zeros((2, k, 2))
    ones[0, :, 0] = ones[1, :, 1] = 1.0
    own = plan.free
    assert own is not None
    layout = Layout(ones, np.zeros((2, k)), True)
    found = maximise(own, layout, common.params[p : p + 2], plan.eta)
    _, _, h = derivatives(own, layout.inputs(found.params, found.local))
    cross, globals_ = h[0, 1:].T, h[1:, 1:].sum(axis=2)
    precision = -np.diag(h[0, 0]) + cross @ np.linalg.solve(globals_, cross.T)
    value = found.value + plan.constant
    return value, _gls(np.asarray(found.local), precision, design)


def _gls(y: Array, precision: Array, x: Array) -> float:
    wx = precision @ x
    coef = np.linalg.lstsq(x.T @ wx, wx.T @ y, rcond=None)[0]
    resid = y - x @ coef
    return float(resid @ precision @ resid)
