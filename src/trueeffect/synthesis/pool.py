"""Pool effects: common-effect and random-effects meta-analysis, and meta-regression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.problem import Problem, Projection
from trueeffect.stats.regression import Fitted
from trueeffect.stats.regression import fit as solve
from trueeffect.stats.tau2 import Tau2Method, estimators
from trueeffect.stats.tests import Inference, inferences
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.frames import Columns
from trueeffect.synthesis.moderators import Design, Term, build_design, check_rank

Array = NDArray[np.float64]
MODELS = ("random", "common")
DEFAULT_METHOD, DEFAULT_TEST = "REML", "knapp-hartung"


def pool(
    effects: EffectTable,
    *,
    model: str = "random",
    method: str | None = None,
    test: str = DEFAULT_TEST,
    level: float = 0.95,
    weights: str | None = None,
    q_weights: str | None = None,
    tau2: float | None = None,
) -> Fit:
    """Combine effects into one estimate.

    Parameters
    ----------
    effects : EffectTable
        From :func:`trueeffect.effect_sizes`.
    model : {"random", "common"}
        Whether true effects differ between studies.
    method : str, optional
        Estimator of the between-study variance, REML when absent: DL, HE, HS, HSk, SJ, ML, REML, EB, PM,
        PMM, GENQ, GENQM. Only for the random-effects model.
    test : {"knapp-hartung", "knapp-hartung-conservative", "t", "wald"}
        Rule of tests and intervals.
    level : float
        Confidence level in (0, 1).
    weights : str, optional
        ``unit`` or a column: weights of the mean in place of inverse variances.
    q_weights : str, optional
        ``inverse_v``, ``unit`` or a column: weights of the moment equation, for GENQ and GENQM only.
    tau2 : float, optional
        Use this between-study variance and estimate none.

    Returns
    -------
    Fit

    Raises
    ------
    TooFewEffects
        When there is nothing to pool, or no degree of freedom for the test asked for.
    InputError, UnknownOption
        For options that do not exist or do not go together, and for zero variances.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> effects = effect_sizes({"y": [0.1, 0.3, 0.5], "v": [0.01, 0.02, 0.03]}, y="y", v="v")
    >>> fit = pool(effects, method="DL", test="wald")
    >>> round(fit.estimate, 4), round(fit.tau2, 4)
    (0.2674, 0.0217)
    """
    return _fit(effects, None, model, method, test, level, weights, q_weights, tau2)


def regress(
    effects: EffectTable,
    moderators: Sequence[Term | str],
    *,
    intercept: bool = True,
    model: str = "random",
    method: str | None = None,
    test: str = DEFAULT_TEST,
    level: float = 0.95,
    weights: str | None = None,
    q_weights: str | None = None,
    tau2: float | None = None,
) -> Fit:
    """Explain differences between effects by moderators.

    Parameters
    ----------
    moderators : sequence of str, Numeric, Factor or Interaction
        Columns of the table that the effects were made from. A text column becomes a factor.
    intercept : bool
        Whether the model has an intercept.

    Other parameters are those of :func:`pool`. Rows with a missing moderator are left out and listed.

    Raises
    ------
    SingularDesign
        When moderators are linearly dependent; the message names them.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> table = {"y": [0.1, 0.3, 0.5, 0.6], "v": [0.01, 0.02, 0.03, 0.02], "dose": [1, 2, 3, 4]}
    >>> fit = regress(effect_sizes(table, y="y", v="v"), ["dose"], model="common", test="wald")
    >>> fit.estimates.round(4)
    array([-0.0609,  0.1717])
    """
    _check_effects(effects)
    items = [moderators] if isinstance(moderators, str) else list(moderators)
    source = Columns(effects.columns, effects.backend, effects.k)
    design = build_design(
        source, items, intercept=intercept, rows=effects.rows.tolist(), labels=effects.labels
    )
    if not design.usable.all():
        effects = effects.take(design.usable, design.reasons)
    return _fit(effects, design, model, method, test, level, weights, q_weights, tau2)


def _fit(
    effects: EffectTable,
    design: Design | None,
    model: str,
    method: str | None,
    test: str,
    level: float,
    weights: str | None,
    q_weights: str | None,
    tau2: float | None,
) -> Fit:
    _check_effects(effects)
    estimator, inference = choose(model, method, test, level, tau2, q_weights)
    columns = 1 if design is None else design.matrix.shape[1]
    _check_numbers(effects, columns, test if inference.uses_t else None)
    if design is not None:
        check_rank(design.names, design.matrix)
    own = _weights(effects, weights, "weights")
    moment = moment_weights(effects, q_weights)
    matrix = None if design is None else design.matrix
    problem = Problem(effects.y, effects.v, matrix)
    solution = solve(problem, estimator, inference, level=level, tau2=tau2, weights=own, q_weights=moment)
    spec = {
        "model": model,
        "method": estimator.code if estimator else None,
        "test": test,
        "level": level,
        "weights": weights,
        "q_weights": q_weights,
        "tau2": tau2,
        "moderators": None if design is None else list(design.names),
    }
    return Fit(
        effects=effects,
        solution=solution,
        terms=("mean",) if design is None else design.names,
        design=design,
        spec=spec,
        r2=None if design is None else _r2(effects, design, solution),
        warnings=_notes(effects, solution),
    )


def choose(
    model: str, method: str | None, test: str, level: float, tau2: float | None, q_weights: str | None = None
) -> tuple[Tau2Method | None, Inference]:
    """Return estimator and inference rule for the options, refusing those that do not go together."""
    if model not in MODELS:
        raise UnknownOption.of("model", model, MODELS)
    rules, methods = inferences(), estimators()
    if test not in rules:
        raise _foreign("test", test, {rule.r_code: code for code, rule in rules.items()}, list(rules))
    if not 0 < level < 1:
        raise InputError(f"level={level} is given; it must lie between 0 and 1.", hint="Use 0.95.")
    if tau2 is not None and not 0 <= tau2 < np.inf:
        raise InputError(
            f"tau2={tau2} is given; a variance is 0 or more.", hint="Leave it out to estimate it."
        )
    if model == "common":
        if method is not None or tau2 is not None:
            raise InputError(
                "The common-effect model has no between-study variance, but method or tau2 is given.",
                hint='Use model="random", or leave them out.',
            )
        if q_weights is not None:
            raise InputError("q_weights is given, but only GENQ uses it.", hint="Leave it out.")
        return None, rules[test]
    code = method or DEFAULT_METHOD
    if code not in methods:
        raise UnknownOption.of("method", code, methods)
    if q_weights is not None and not methods[code].takes_weights:
        raise InputError(f"q_weights is given, but {code} does not use it.", hint='Use method="GENQ".')
    return methods[code], rules[test]


def _foreign(name: str, given: str, names: dict[str, str], allowed: list[str]) -> UnknownOption:
    if given in names:
        return UnknownOption(
            f"{name}={given!r} is how R spells it.", hint=f"Here it is {names[given]!r}.", allowed=allowed
        )
    return UnknownOption.of(name, given, allowed)


def _check_effects(effects: Any) -> None:
    if not isinstance(effects, EffectTable):
        raise InputError(
            f"Effects were expected, but {type(effects).__name__} was given.",
            hint="Make them with effect_sizes(data, measure, ...), or effect_sizes(data, y=..., v=...).",
        )


def check_poolable(effects: Any) -> None:
    """Raise unless there are effects, all with a positive variance."""
    _check_effects(effects)
    _check_numbers(effects, 1, None)


def _check_numbers(effects: EffectTable, columns: int, t_rule: str | None) -> None:
    k = effects.k
    if k == 0:
        why = (
            f" {len(effects.left_out)} rows were left out: {effects.left_out[0]}." if effects.left_out else ""
        )
        raise TooFewEffects(f"There is no effect to pool.{why}", hint="Check the columns.", k=0, needed=1)
    if k < columns:
        raise TooFewEffects(
            f"{k} effects cannot carry {columns} coefficients.",
            hint="Use fewer moderators.",
            k=k,
            needed=columns,
        )
    if k == columns and t_rule:
        raise TooFewEffects(
            f"{k} effects and {columns} coefficients leave no degree of freedom for test={t_rule!r}.",
            hint='The estimate and its interval can still be computed with test="wald".',
            k=k,
            needed=columns + 1,
        )
    if not effects.v.min() > 0:
        i = int(np.argmin(effects.v))
        raise InputError(
            f"Row {effects.rows[i]} ({effects.labels[i]}) has the variance 0: its weight would be infinite.",
            hint="Give its true variance or leave the row out; the other effects can still be pooled.",
            row=int(effects.rows[i]),
        )


def moment_weights(effects: EffectTable, name: str | None) -> Array | None:
    """Return the weights of a moment equation; None stands for inverse variances."""
    return None if name in (None, "inverse_v") else _weights(effects, name, "q_weights")


def _weights(effects: EffectTable, name: str | None, role: str) -> Array | None:
    if name is None:
        return None
    if name == "unit":
        return np.ones(effects.k)
    values = Columns(effects.columns, effects.backend, effects.k).numbers(name, role)
    wrong = ~(values > 0) | ~np.isfinite(values)
    if wrong.any():
        i = int(np.argmax(wrong))
        raise InputError(
            f"Column {name!r}, row {effects.rows[i]}: {values[i]:g} cannot be a weight.",
            hint="Weights must be positive numbers.",
            column=name,
            row=int(effects.rows[i]),
        )
    return values


def _r2(effects: EffectTable, design: Design, solution: Fitted) -> float | None:
    """Return the share of tau2 that moderators explain; for the common-effect model the adjusted R2.

    0 when there is no heterogeneity to explain; None when the share is not defined.
    """
    if len(design.names) - design.intercept < 1 or effects.k < 2:
        return None
    plain = Problem(effects.y, effects.v)
    if solution.method is None:
        w = plain.weights() if solution.weights is None else solution.weights
        q, q0 = Projection(solution.problem, w).form(), Projection(plain, w).form()
        if not (q0 > 0 and solution.problem.df > 0):
            return None
        return float(max(0.0, 1 - (q / solution.problem.df) / (q0 / plain.df)))
    if not solution.estimated:
        return None
    before = solution.method.estimate(plain, solution.q_weights).tau2
    if not before > 0:
        return 0.0
    return float(max(0.0, (before - solution.tau2.tau2) / before))


def _repeated(y: Array, v: Array) -> bool:
    """Tell whether two effects have the same estimate and the same variance."""
    if len(y) < 1000:
        return len({*zip(y.tolist(), v.tolist())}) < len(y)
    order = np.argsort(y)
    y, v = y[order], v[order]
    same = y[1:] == y[:-1]
    return bool(same.any()) and len({*zip(y.tolist(), v.tolist())}) < len(y)


def _notes(effects: EffectTable, solution: Fitted) -> tuple[str, ...]:
    notes = []
    if not solution.tau2.converged:
        notes.append("tau2 did not settle; the last value is reported")
    if solution.inference.needs_form and not solution.form > 0:
        notes.append("the effects are identical, so Hartung-Knapp intervals have no width")
    if _repeated(effects.y, effects.v):
        notes.append("some rows have the same estimate and variance: are they duplicates?")
    return tuple(notes)
