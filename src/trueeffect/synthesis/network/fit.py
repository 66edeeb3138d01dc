"""Fit a network: every treatment against every other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.network.solve import Solved, solve
from trueeffect.stats.quantiles import normal_p, normal_quantile, t_quantile
from trueeffect.stats.tau2 import Tau2Method, estimators
from trueeffect.synthesis import frames
from trueeffect.synthesis.network.arms import ARM_MEASURES
from trueeffect.synthesis.network.read import Network, read_network
from trueeffect.synthesis.wording import number, p_words
from trueeffect.synthesis.zero_cells import ZeroCells

Array = NDArray[np.float64]
MODELS = ("random", "common")


@dataclass(frozen=True, eq=False, kw_only=True)
class NetworkFit:
    """A fitted network meta-analysis.

    Made by :func:`trueeffect.network`. Effects are those of each treatment against ``reference``; ratios are
    on the log scale. ``i2`` is a share in [0, 1].
    """

    data: Network
    solution: Solved
    reference: str
    model: str
    method: str | None
    level: float
    spec: dict[str, Any]

    @property
    def treatments(self) -> tuple[str, ...]:
        """Names of all treatments."""
        return self.data.treatments

    @property
    def others(self) -> list[int]:
        """Positions of all treatments but the reference."""
        return [i for i, name in enumerate(self.treatments) if name != self.reference]

    @property
    def n_studies(self) -> int:
        """Number of studies."""
        return len(self.data.studies)

    @property
    def tau2(self) -> float:
        """Between-study variance, the same for every comparison."""
        return float(self.solution.tau2.tau2)

    @property
    def q(self) -> float:
        """Q of heterogeneity and inconsistency together."""
        return self.solution.q

    @property
    def df_q(self) -> int:
        """Degrees of freedom of ``q``."""
        return self.solution.df

    @property
    def p_q(self) -> float:
        """p-value of ``q``."""
        return self.solution.p_q

    @property
    def i2(self) -> float:
        """Share of variance beyond sampling error, from Q."""
        return max(0.0, (self.q - self.df_q) / self.q) if self.q > 0 else 0.0

    @cached_property
    def estimates(self) -> Array:
        """Effects of ``others`` against the reference."""
        return np.asarray(self.solution.differences[self.others, self.data.index(self.reference)])

    @cached_property
    def std_errors(self) -> Array:
        """Standard errors of ``estimates``."""
        return np.asarray(self.solution.std_errors[self.others, self.data.index(self.reference)])

    def _bounds(self, estimate: Array, std_error: Array) -> tuple[Array, Array]:
        crit = normal_quantile(self.level)
        return estimate - crit * std_error, estimate + crit * std_error

    def prediction(self) -> tuple[Array, Array]:
        """Return bounds of the effect of each treatment against the reference in a new study.

        The t quantile has the degrees of freedom of Q; NaN when there are none.
        """
        crit = t_quantile(self.level, self.df_q)
        half = crit * np.sqrt(self.std_errors**2 + self.tau2)
        return self.estimates - half, self.estimates + half

    def columns(self) -> dict[str, Any]:
        """Return the table of :meth:`tidy` as columns."""
        est, se = self.estimates, self.std_errors
        low, high = self._bounds(est, se)
        with np.errstate(all="ignore"):
            z = est / se
        out: dict[str, Any] = {
            "treatment": [self.treatments[i] for i in self.others],
            "comparator": [self.reference] * len(est),
            "estimate": est,
            "std_error": se,
            "statistic": z,
            "p_value": normal_p(z),
            "conf_low": low,
            "conf_high": high,
        }
        if self.model == "random":
            out["pred_low"], out["pred_high"] = self.prediction()
        return out

    def tidy(self) -> Any:
        """Return one row per treatment against the reference."""
        return frames.build(self.columns(), self.data.backend)

    def league(self) -> Any:
        """Return every treatment against every other, one row per ordered pair."""
        return frames.build(self.league_columns(), self.data.backend)

    def league_columns(self) -> dict[str, Any]:
        """Return the table of :meth:`league` as columns."""
        t = len(self.treatments)
        i, j = np.nonzero(~np.eye(t, dtype=bool))
        est, se = self.solution.differences[i, j], self.solution.std_errors[i, j]
        low, high = self._bounds(est, se)
        names = np.array(self.treatments, dtype=object)
        return {
            "treatment": names[i].tolist(),
            "comparator": names[j].tolist(),
            "estimate": est,
            "std_error": se,
            "p_value": normal_p(est / se),
            "conf_low": low,
            "conf_high": high,
        }

    def summary(self) -> dict[str, Any]:
        """Return what :meth:`glance` shows as plain values."""
        return {
            "n_studies": self.n_studies,
            "n_treatments": len(self.treatments),
            "n_pairs": self.data.n_pairs,
            "tau2": self.tau2,
            "i2": self.i2,
            "q": self.q,
            "df_q": self.df_q,
            "p_q": self.p_q,
            "model": self.model,
            "method": self.method,
            "converged": bool(self.solution.tau2.converged),
        }

    def glance(self) -> Any:
        """Return one row about the whole network."""
        return frames.build({k: [v] for k, v in self.summary().items()}, self.data.backend)

    @property
    def diagnostics(self) -> dict[str, Any]:
        """Convergence, notes about the data, and rows left out."""
        return {
            "iterations": int(self.solution.tau2.iterations),
            "converged": bool(self.solution.tau2.converged),
            "warnings": list(self.data.notes),
            "left_out": [entry.to_dict() for entry in self.data.left_out],
        }

    def describe(self) -> str:
        """Return the methods sentence."""
        name = ARM_MEASURES[self.data.measure].name if self.data.measure in ARM_MEASURES else "effects"
        how = "a common-effect model"
        if self.model == "random":
            how = "a random-effects model with the same between-study variance for every comparison"
            if self.method:
                known = estimators()[self.method]
                how += f", estimated by {known.name} (doi:{known.doi})"
        return (
            f"{self.n_studies} studies of {len(self.treatments)} treatments ({name}) were combined in a "
            f"network meta-analysis (doi:10.1198/016214505000001302) with {how}; contrasts of multi-arm "
            f"studies were modelled jointly. Intervals are {100 * self.level:g}% Wald intervals."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values that can be written as JSON."""
        plain = {k: (v.tolist() if isinstance(v, np.ndarray) else v) for k, v in self.columns().items()}
        league = {
            k: (v.tolist() if isinstance(v, np.ndarray) else v) for k, v in self.league_columns().items()
        }
        return {
            "schema": "trueeffect/network/1",
            "spec": self.spec,
            "summary": self.summary(),
            "treatments": list(self.treatments),
            "effects": plain,
            "league": league,
            "diagnostics": self.diagnostics,
            "describe": self.describe(),
        }

    def __repr__(self) -> str:
        columns = self.columns()
        lines = [
            f"{len(self.treatments)} treatments, {self.n_studies} studies, {self.data.n_pairs} comparisons: "
            f"{self.data.measure} against {self.reference} ({self.model} effects)"
        ]
        ratio = self.data.measure in ("OR", "RR", "IRR", "HR")
        change = np.exp if ratio else (lambda x: x)
        for i in range(min(len(columns["estimate"]), 9)):
            est, low, high = (
                number(float(change(columns[c][i]))) for c in ("estimate", "conf_low", "conf_high")
            )
            p = p_words(float(columns["p_value"][i]))
            lines.append(f"  {columns['treatment'][i][:28]:28} {est:>9} ({low} to {high}; {p})")
        if len(columns["estimate"]) > 9:
            lines.append(f"  ... and {len(columns['estimate']) - 9} more; .tidy() has all")
        lines.append(
            f"tau2 {number(self.tau2)}, I2 {100 * self.i2:.1f}%, Q {number(self.q)} on {self.df_q} df"
        )
        lines += [f"note: {note}" for note in self.data.notes[:1]]
        if self.data.left_out:
            lines.append(f"{len(self.data.left_out)} rows left out, see .diagnostics")
        return "\n".join(lines)


def network(
    data: Any,
    *,
    study: str = "study",
    measure: str = "GEN",
    treatment: str | Sequence[str] | None = None,
    treat1: str | None = None,
    treat2: str | None = None,
    reference: str | None = None,
    model: str = "random",
    method: str | None = None,
    tau2: float | None = None,
    level: float = 0.95,
    zero: ZeroCells | Mapping[str, Any] | None = None,
    **columns: Any,
) -> NetworkFit:
    """Compare many treatments at once, from direct and indirect evidence.

    Parameters
    ----------
    data : data frame, Arrow table, dict of columns, or Network
        One row per arm, per study, or per contrast; or what :func:`trueeffect.read_network` returned.
    study : str
        Column of study names; arms and contrasts of one study are modelled jointly.
    measure : {"OR", "RR", "RD", "IRR", "MD"}
        Measure computed from arms; for contrasts any name of what is given.
    treatment : str or sequence of str
        Column of treatments (one row per arm); or several columns, one per arm of a study. Then give the
        figures in the same way: ``events`` and ``total``, ``count`` and ``time``, or ``mean``, ``sd``, ``n``.
    treat1, treat2 : str
        Columns of contrasts; give ``y`` (treat1 minus treat2; ratios as logarithms) with ``se`` or ``v``.
        A study of m arms needs all its m(m-1)/2 contrasts.
    reference : str, optional
        Treatment that all are compared with; the first in the alphabet when absent.
    model : {"random", "common"}
    method : str, optional
        Estimator of the between-study variance, DL (generalised moments) when absent.
    tau2 : float, optional
        Use this value.
    zero : ZeroCells or mapping, optional
        What is added when an arm has an empty cell; 1/2 to every cell of all arms of that study when absent.

    Raises
    ------
    DisconnectedNetwork
        When the network falls into parts; the parts are named.
    InputError
        For a comparison of a treatment with itself, and for standard errors of a multi-arm study that
        contradict each other: with study, arms and what to check.

    Examples
    --------
    >>> arms = {
    ...     "study": ["s1", "s1", "s2", "s2", "s3", "s3"],
    ...     "drug": ["A", "B", "B", "C", "A", "C"],
    ...     "events": [10, 15, 12, 20, 9, 18],
    ...     "total": [100, 100, 90, 95, 80, 85],
    ... }
    >>> fit = network(
    ...     arms, study="study", treatment="drug", measure="OR", events="events", total="total", reference="A"
    ... )
    >>> fit.estimates.round(3)
    array([0.372, 0.845])
    """
    found = read_network(
        data,
        study=study,
        measure=measure,
        treatment=treatment,
        treat1=treat1,
        treat2=treat2,
        zero=zero,
        **columns,
    )
    estimator = choose(model, method, tau2, level)
    chosen = found.treatments[0] if reference is None else reference
    found.index(chosen)
    found.check_connected()
    solution = solve(found.blocks, len(found.treatments), estimator, tau2)
    if solution.df < 0:
        raise TooFewEffects("The network has fewer contrasts than treatments.", hint="Check the studies.")
    return NetworkFit(
        data=found,
        solution=solution,
        reference=chosen,
        model=model,
        method=estimator.code if estimator and tau2 is None else None,
        level=level,
        spec={
            "measure": found.measure,
            "model": model,
            "method": estimator.code if estimator else None,
            "tau2": tau2,
            "level": level,
            "reference": chosen,
        },
    )


def choose(model: str, method: str | None, tau2: float | None, level: float) -> Tau2Method | None:
    """Return the estimator of tau2, refusing options that do not go together."""
    if model not in MODELS:
        raise UnknownOption.of("model", model, MODELS)
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
        return None
    methods = {code: m for code, m in estimators().items() if not m.takes_weights}
    if (method or "DL") not in methods:
        raise UnknownOption.of("method", method, methods)
    return methods[method or "DL"]
