"""Trim and fill: what the estimate would be if the funnel plot were symmetric."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, NonConvergence, TooFewEffects, UnknownOption
from trueeffect.stats.bias import trim_fill as arrays
from trueeffect.stats.problem import Problem
from trueeffect.stats.regression import fit as solve
from trueeffect.synthesis.bias._given import plain_value
from trueeffect.synthesis.effects import EffectTable, frozen
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.wording import number

Array = NDArray[np.float64]
NAMES = {"L0": "linear", "R0": "run", "Q0": "quadratic"}


@dataclass(frozen=True, kw_only=True, eq=False)
class TrimFill:
    """How many studies are missing on one side, and the fit with mirror images in their place.

    ``fit`` holds the filled effects, the mirrored ones last; ``original`` is the fit before. ``p_value``
    tests that none is missing (R0 only, else NaN).
    """

    missing: int
    std_error: float
    p_value: float
    side: str
    estimator: str
    fit: Fit
    original: Fit
    iterations: int

    @property
    def estimate(self) -> float:
        """Estimate with the missing studies filled in."""
        return self.fit.estimate

    @property
    def filled(self) -> Array:
        """The mirrored effects."""
        return self.fit.effects.y[self.original.k :]

    def tidy(self) -> Any:
        """Return one row: the pooled estimate after filling."""
        return self.fit.tidy()

    def describe(self) -> str:
        """Return the methods sentence."""
        return (
            f"Missing studies were estimated by trim and fill ({self.estimator} estimator, {self.side} side; "
            "doi:10.1111/j.0006-341x.2000.00455.x)."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; NaN becomes None."""
        names = ("missing", "std_error", "p_value", "side", "estimator", "iterations", "estimate", "filled")
        out = {name: plain_value(getattr(self, name)) for name in names}
        return {**out, "fit": self.fit.to_dict()}

    def __repr__(self) -> str:
        head = f"{self.missing} studies missing on the {self.side}"
        return f"{head} (SE {number(self.std_error)}, {self.estimator})\nafter filling: {self.fit!r}"


def trim_fill(fit: Fit, *, estimator: str = "L0", side: str | None = None) -> TrimFill:
    """Estimate how many studies one side of the funnel plot lacks, and fill them in (Duval and Tweedie).

    Parameters
    ----------
    fit : Fit
        A model without moderators; its estimator is used at every step.
    estimator : {"L0", "R0", "Q0"}
        Estimator of the number of missing studies.
    side : {"left", "right"}, optional
        Where studies are missing; when absent, opposite to the small studies: right when effects fall with
        their standard errors.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> table = {"y": [0.1, 0.12, 0.2, 0.5, 0.8, 0.9], "v": [0.01, 0.01, 0.02, 0.1, 0.2, 0.2]}
    >>> found = trim_fill(pool(effect_sizes(table, y="y", v="v"), method="DL", test="wald"))
    >>> found.missing, found.side
    (3, 'left')
    """
    if estimator not in arrays.ESTIMATORS:
        raise UnknownOption.of("estimator", estimator, arrays.ESTIMATORS)
    if side not in (None, "left", "right"):
        raise UnknownOption.of("side", side, ("left", "right"))
    s = fit.solution
    if fit.design is not None or s.weights is not None:
        raise InputError(
            "Trim and fill is for a model without moderators and with inverse-variance weights.",
            hint="Use pool() without weights.",
        )
    if fit.k < 3:
        raise TooFewEffects(
            f"{fit.k} effects are too few to trim.", hint="The fit itself stands.", k=fit.k, needed=3
        )
    y, v = fit.effects.y, fit.effects.v
    held = fit.tau2 if s.method is not None and not s.estimated else None
    where = side or arrays.missing_side(y, v, s.method)
    found = arrays.trim_fill(y, v, s.method, estimator, where, held)
    if not found.converged:
        raise NonConvergence(
            "The number of missing studies does not settle.", hint="Try another estimator: L0, R0 or Q0."
        )
    return TrimFill(
        missing=found.missing,
        std_error=found.std_error,
        p_value=found.p_value,
        side=where,
        estimator=estimator,
        fit=_filled_fit(fit, found, held) if found.missing else fit,
        original=fit,
        iterations=found.iterations,
    )


def _filled_fit(fit: Fit, found: arrays.Filled, held: float | None) -> Fit:
    effects, s = fit.effects, fit.solution
    index = np.r_[np.arange(fit.k), found.sources.astype(int)]
    names = [*effects.labels, *(f"filled: {effects.labels[i]}" for i in found.sources)]
    labels = np.empty(len(names), dtype=object)
    labels[:] = names
    filled = EffectTable(
        measure=effects.measure,
        y=frozen(np.r_[effects.y, found.y]),
        v=frozen(np.r_[effects.v, found.v]),
        rows=effects.rows[index],
        study=labels,
        sizes=effects.sizes[index],
        columns={},
        left_out=effects.left_out,
        spec=effects.spec,
        steps=(*effects.steps, f"{found.missing} effects were filled in by trim and fill"),
        backend=effects.backend,
    )
    solution = solve(Problem(filled.y, filled.v), s.method, s.inference, level=fit.level, tau2=held)
    return replace(fit, effects=filled, solution=solution)
