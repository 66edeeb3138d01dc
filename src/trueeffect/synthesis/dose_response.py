"""How effects change with dose or time: one-stage models with linear or spline curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError
from trueeffect.stats.quantiles import normal_quantile, t_quantile
from trueeffect.stats.regression import Omnibus, joint_test
from trueeffect.synthesis import frames
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.moderators import Numeric
from trueeffect.synthesis.multilevel.fit import multilevel
from trueeffect.synthesis.multilevel.result import MultilevelFit
from trueeffect.synthesis.multilevel.terms import Slopes
from trueeffect.synthesis.multilevel.vcov import SamplingCovariance
from trueeffect.synthesis.results import Results

Array = NDArray[np.float64]
SHARES = {3: (0.1, 0.5, 0.9), 4: (0.05, 0.35, 0.65, 0.95), 5: (0.05, 0.275, 0.5, 0.725, 0.95)}
"""Usual quantiles of the doses at which knots stand."""


def spline(dose: Array, knots: Sequence[float]) -> Array:
    """Return the restricted cubic spline of a dose: linear beyond the outer knots; shape (k, knots - 1).

    Examples
    --------
    >>> spline(np.array([0.0, 1.0, 2.0]), (0.0, 1.0, 2.0)).round(4).tolist()
    [[0.0, 0.0], [1.0, 0.25], [2.0, 1.5]]
    """
    t = np.asarray(knots, dtype=float)
    last, before = t[-1], t[-2]
    columns = [dose]
    for knot in t[:-2]:
        bend = np.maximum(dose - knot, 0) ** 3
        bend = bend - np.maximum(dose - before, 0) ** 3 * (last - knot) / (last - before)
        bend = bend + np.maximum(dose - last, 0) ** 3 * (before - knot) / (last - before)
        columns.append(bend / (last - t[0]) ** 2)
    return np.column_stack(columns)


@dataclass(frozen=True, eq=False, kw_only=True)
class DoseResponse:
    """A curve of effect against dose; ``knots`` is empty for a straight line."""

    fit: MultilevelFit
    knots: tuple[float, ...]

    def _basis(self, dose: Array) -> Array:
        return spline(dose, self.knots) if self.knots else dose[:, None]

    @property
    def nonlinearity(self) -> Omnibus | None:
        """Test that the curve is a straight line."""
        if not self.knots:
            return None
        bent = list(range(1, len(self.fit.terms)))
        df = None if self.fit.df is None else float(self.fit.df[bent].min())
        return joint_test(self.fit.estimates[bent], self.fit.vcov[np.ix_(bent, bent)], df)

    def curve(self, doses: Sequence[float], reference: float = 0.0, level: float | None = None) -> Results:
        """Return the effect of each dose against a reference dose, with intervals."""
        chosen = self.fit.level if level is None else level
        at = self._basis(np.asarray(doses, dtype=float)) - self._basis(np.array([float(reference)]))
        estimate = at @ self.fit.estimates
        se = np.sqrt(np.einsum("ij,jk,ik->i", at, self.fit.vcov, at))
        crit = (
            normal_quantile(chosen) if self.fit.df is None else float(t_quantile(chosen, self.fit.df.min()))
        )
        return Results(
            f"Effect against dose {reference:g}",
            {
                "dose": list(doses),
                "estimate": estimate,
                "std_error": se,
                "conf_low": estimate - crit * se,
                "conf_high": estimate + crit * se,
            },
            self.fit.effects.backend,
        )

    def __repr__(self) -> str:
        shape = (
            f"spline with knots {', '.join(f'{k:g}' for k in self.knots)}" if self.knots else "straight line"
        )
        return f"{shape}\n{self.fit!r}"


def dose_response(
    effects: EffectTable,
    *,
    dose: str,
    study: str,
    reference: str | float = 0.0,
    knots: int | Sequence[float] = 0,
    sampling: SamplingCovariance | None = None,
    method: str = "REML",
    test: str = "wald",
    level: float = 0.95,
) -> DoseResponse:
    """Fit effects of doses against a reference dose in one stage (doi:10.1177/0962280218773122).

    Parameters
    ----------
    effects : EffectTable
        One row per dose group: its effect against the reference group of the same study. Time since the start
        of treatment may stand in for dose.
    dose, study : str
        Columns.
    reference : str or float
        Column (or value) of the dose of the reference group.
    knots : int or sequence of float
        0 for a straight line; 3, 4 or 5 knots at the usual quantiles, or the knots themselves.
    sampling : SamplingCovariance, optional
        Effects of one study share the reference group: make it with ``vcov(..., groups=, sizes=)`` or
        ``rho=0.5``. Independent when absent, which is only right with one dose per study.
    """
    source = frames.Columns(effects.columns, effects.backend, effects.k)
    doses = source.numbers(dose, "dose")
    if isinstance(reference, str):
        base = source.numbers(reference, "reference")
    else:
        base = np.full(effects.k, float(reference))
    chosen = _knots(knots, doses[np.isfinite(doses)])
    basis = spline(doses, chosen) - spline(base, chosen) if chosen else (doses - base)[:, None]
    names = [f"{dose} (curve {j + 1})" if chosen else dose + " (slope)" for j in range(basis.shape[1])]
    columns: dict[str, Any] = {**effects.columns, **{n: basis[:, j] for j, n in enumerate(names)}}
    fit = multilevel(
        replace(effects, columns=columns),
        [Numeric(name) for name in names],
        intercept=False,
        random=Slopes((names[0],), study, intercept=False),
        sampling=sampling,
        method=method,
        test=test,
        level=level,
    )
    return DoseResponse(fit=fit, knots=chosen)


def _knots(given: int | Sequence[float], doses: Array) -> tuple[float, ...]:
    if isinstance(given, int):
        if given == 0:
            return ()
        if given not in SHARES:
            raise InputError(f"knots={given} is given.", hint="Use 0, 3, 4 or 5, or name the knots.")
        found = tuple(float(k) for k in np.quantile(doses, SHARES[given]))
    else:
        found = tuple(float(k) for k in given)
    if len(found) < 3 or any(b <= a for a, b in pairwise(found)):
        raise InputError(
            f"The knots {', '.join(f'{k:g}' for k in found)} do not rise, or are fewer than three.",
            hint="There may be too few different doses; name three or more rising knots, or use knots=0.",
        )
    return found
