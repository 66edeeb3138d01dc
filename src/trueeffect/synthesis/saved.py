"""Read back fits that were written as plain values."""

from __future__ import annotations

from typing import Any

import numpy as np

from trueeffect.errors import UnreadableSource
from trueeffect.stats.problem import Problem
from trueeffect.stats.regression import fit as solve
from trueeffect.synthesis.effects import EffectTable, frozen
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.inputs import LeftOut
from trueeffect.synthesis.moderators import Design
from trueeffect.synthesis.pool import choose

SCHEMA = "trueeffect/fit/1"


def effects_from_dict(data: dict[str, Any]) -> EffectTable:
    """Return the effects that :meth:`EffectTable.to_dict` wrote; columns of the table are not kept there."""
    return EffectTable(
        measure=data["measure"],
        y=frozen(np.array(data["yi"], dtype=float)),
        v=frozen(np.array(data["vi"], dtype=float)),
        rows=np.array(data["row"], dtype=np.int64),
        study=np.array(data["study"], dtype=object),
        sizes=np.array([np.nan if n is None else n for n in data["sizes"]], dtype=float),
        columns={},
        left_out=tuple(LeftOut(**entry) for entry in data["left_out"]),
        spec=data["spec"],
        steps=tuple(data["steps"]),
    )


def fit_from_dict(data: dict[str, Any]) -> Fit:
    """Return the fit; it is computed again, which gives the same numbers.

    Raises
    ------
    UnreadableSource
        When the values are not those of a fit.
    """
    if data.get("schema") != SCHEMA:
        raise UnreadableSource(
            f"A saved fit has the schema {data.get('schema')!r}.", hint=f"{SCHEMA} is read."
        )
    effects, spec = effects_from_dict(data["effects"]), data["spec"]
    method, inference = choose(
        spec["model"], spec["method"], spec["test"], spec["level"], spec["tau2"], spec["q_weights"]
    )
    design = None
    if data["design"] is not None:
        matrix = np.array(data["design"], dtype=float)
        usable = np.ones(len(matrix), dtype=bool)
        design = Design(tuple(data["terms"]), matrix, usable, (), bool(data["intercept"]))
    arrays = {name: None if data[name] is None else np.array(data[name]) for name in ("weights", "q_weights")}
    problem = Problem(effects.y, effects.v, None if design is None else design.matrix)
    solution = solve(problem, method, inference, level=spec["level"], tau2=spec["tau2"], **arrays)
    return Fit(
        effects=effects,
        solution=solution,
        terms=tuple(data["terms"]),
        design=design,
        spec=spec,
        r2=data["r2"],
        warnings=tuple(data["diagnostics"]["warnings"]),
    )
