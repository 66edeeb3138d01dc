"""Subgroups: separate analyses, and the test whether they differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.problem import Problem
from trueeffect.stats.quantiles import chi2_p
from trueeffect.stats.tau2 import estimators
from trueeffect.synthesis import frames
from trueeffect.synthesis.both_models import INTERVALS, Line, _random, _wald
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.inputs import LeftOut
from trueeffect.synthesis.moderators import _ascending
from trueeffect.synthesis.pool import check_poolable
from trueeffect.synthesis.results import Results


def subgroups(
    effects: EffectTable,
    by: str,
    *,
    levels: Sequence[str] | None = None,
    method: str = "REML",
    interval: str = "knapp-hartung",
    common_tau2: bool = False,
    level: float = 0.95,
) -> Results:
    """Return common-effect and random-effects results per subgroup, and tests of the difference.

    Parameters
    ----------
    by : str
        Column of the subgroups.
    levels : sequence of str, optional
        Which, and in which order; those found, ascending, when absent.
    interval : {"wald", "knapp-hartung", "kenward-roger"}
        A subgroup of one study always has its own Wald interval.
    common_tau2 : bool
        One between-study variance for all subgroups: that of the model with the subgroup as a factor.

    Returns
    -------
    Results
        One row per subgroup; ``extra`` holds q_between_common, q_between_random, df_between and both p-values
        (doi:10.1007/s11121-013-0377-7).

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> table = {"y": [0.1, 0.2, 0.8, 0.9], "v": [0.01] * 4, "dose": ["low", "low", "high", "high"]}
    >>> found = subgroups(effect_sizes(table, y="y", v="v"), "dose", interval="wald")
    >>> found["subgroup"], found["random"].round(3).tolist(), round(found["p_between_random"], 6)
    (['high', 'low'], [0.85, 0.15], 0.0)
    """
    methods = estimators()
    if method not in methods:
        raise UnknownOption.of("method", method, methods)
    if interval not in INTERVALS:
        raise UnknownOption.of("interval", interval, INTERVALS)
    if interval == "kenward-roger" and method != "REML":
        raise InputError(f"Kenward-Roger is defined for REML, but method={method!r}.", hint='Use "REML".')
    check_poolable(effects)
    labels = np.array(frames.as_text(effects.column(by, "subgroups")), dtype=object)
    wanted = list(levels) if levels is not None else _ascending({label for label in labels if label})
    members = [np.flatnonzero(labels == name) for name in wanted]
    for name, found in zip(wanted, members):
        if not len(found):
            raise TooFewEffects(f"Subgroup {name!r} of column {by!r} has no effect.", hint="Leave it out.")
    outside = tuple(
        LeftOut(row=int(effects.rows[i]), study=effects.labels[i], reason=f"not in a subgroup of {by!r}")
        for i in np.flatnonzero(~np.isin(labels, wanted))
    )
    shared = _shared_tau2(effects, members, method) if common_tau2 else None
    rows = [_group(effects, index, method, interval, shared, level) for index in members]
    columns = _columns(wanted, members, rows)
    notes = tuple(str(entry) for entry in outside)
    return Results("Subgroups", columns, effects.backend, notes, _between(rows, len(wanted)))


_Row = tuple[Line, Line, float, float]


def _group(
    effects: EffectTable, index: np.ndarray, method: str, interval: str, shared: float | None, level: float
) -> _Row:
    problem = Problem(effects.y[index], effects.v[index])
    tau2 = float(estimators()[method].estimate(problem, None).tau2) if shared is None else shared
    q = float(problem.at(0.0).form()) if len(index) > 1 else 0.0
    return _wald(problem, 0.0, level), _random(problem, tau2, interval, "none", level), tau2, q


def _shared_tau2(effects: EffectTable, members: list[np.ndarray], method: str) -> float:
    index = np.concatenate(members)
    design = np.zeros((len(index), len(members)))
    start = 0
    for j, rows in enumerate(members):
        design[start : start + len(rows), j] = 1.0
        start += len(rows)
    return float(
        estimators()[method].estimate(Problem(effects.y[index], effects.v[index], design), None).tau2
    )


def _columns(names: list[str], members: list[np.ndarray], rows: list[_Row]) -> dict[str, object]:
    columns: dict[str, object] = {"subgroup": names, "k": np.array([len(index) for index in members])}
    for model, lines in _lines(rows):
        columns[model] = np.array([line.estimate for line in lines])
        columns[f"{model}_std_error"] = np.array([line.std_error for line in lines])
        columns[f"{model}_conf_low"] = np.array([line.conf_low for line in lines])
        columns[f"{model}_conf_high"] = np.array([line.conf_high for line in lines])
        columns[f"{model}_p_value"] = np.array([line.p_value for line in lines])
    columns["tau2"] = np.array([row[2] for row in rows])
    columns["q"] = np.array([row[3] for row in rows])
    return columns


def _lines(rows: list[_Row]) -> tuple[tuple[str, list[Line]], tuple[str, list[Line]]]:
    return ("common", [row[0] for row in rows]), ("random", [row[1] for row in rows])


def _between(rows: list[_Row], count: int) -> dict[str, float]:
    out: dict[str, float] = {"df_between": count - 1}
    for model, lines in _lines(rows):
        y = np.array([line.estimate for line in lines])
        with np.errstate(all="ignore"):
            w = np.array([line.std_error for line in lines]) ** -2.0
            q = float((w * (y - (w * y).sum() / w.sum()) ** 2).sum())
        out[f"q_between_{model}"] = q
        out[f"p_between_{model}"] = float(chi2_p(q, count - 1))
    return out
