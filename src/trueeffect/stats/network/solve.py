"""Relative effects of all treatments, at a given or estimated tau2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trueeffect.stats.network.blocks import Block, Rows, rotate
from trueeffect.stats.problem import Array, Problem
from trueeffect.stats.quantiles import chi2_p
from trueeffect.stats.regression import on_design
from trueeffect.stats.tau2._base import Solution, Tau2Method


@dataclass(frozen=True, eq=False)
class Solved:
    """A solved network.

    Parameters
    ----------
    effects : array (t,)
        Effect of each treatment; the first is 0.
    cov : array (t, t)
        Their covariance; zero for the first.
    """

    blocks: Sequence[Block]
    rows: Rows
    problem: Problem
    tau2: Solution
    effects: Array
    cov: Array

    @property
    def t(self) -> int:
        """Number of treatments."""
        return len(self.effects)

    @cached_property
    def q(self) -> float:
        """Generalised Q at common-effect weights."""
        return max(float(self.problem.at(0.0).form()), 0.0) if self.df > 0 else 0.0

    @property
    def df(self) -> int:
        """Degrees of freedom of Q."""
        return int(self.problem.df)

    @property
    def p_q(self) -> float:
        """p-value of Q."""
        return float(chi2_p(self.q, self.df))

    @cached_property
    def differences(self) -> Array:
        """Row minus column effects, (t, t)."""
        return np.asarray(self.effects[:, None] - self.effects[None, :])

    @cached_property
    def std_errors(self) -> Array:
        """Standard errors of ``differences``, (t, t)."""
        d = np.diag(self.cov)
        return np.asarray(np.sqrt(np.maximum(d[:, None] + d[None, :] - 2 * self.cov, 0.0)))


def solve(
    blocks: Sequence[Block], treatments: int, method: Tau2Method | None, tau2: float | None = None
) -> Solved:
    """Fit the contrast model of a connected network.

    Parameters
    ----------
    method : Tau2Method or None
        None is the common-effect model.
    tau2 : float, optional
        Use this value and estimate none.

    The model is Lu and Ades' with multi-arm studies (doi:10.1198/016214505000001302) and equal heterogeneity
    of all comparisons; DL is the generalised moment estimator of graph-theoretical networks
    (doi:10.1002/jrsm.1058).
    """
    rows = rotate(blocks, treatments)
    problem = Problem(rows.y, rows.v, np.ascontiguousarray(rows.design[:, 1:]))
    if tau2 is not None:
        solution = Solution(tau2)
    else:
        solution = Solution(0.0) if method is None else method.estimate(problem, None)
    return at_tau2(blocks, rows, problem, solution)


def at_tau2(blocks: Sequence[Block], rows: Rows, problem: Problem, solution: Solution) -> Solved:
    """Return effects and covariance at a tau2 that is known."""
    at = problem.at(solution.tau2)
    effects = np.zeros(problem.p + 1)
    cov = np.zeros((problem.p + 1, problem.p + 1))
    if problem.basis is None:
        effects[1:], cov[1:, 1:] = at.coef, at.inverse
    else:
        effects[1:], cov[1:, 1:] = on_design(problem, at.coef, at.inverse)
    return Solved(blocks, rows, problem, solution, effects, cov)
