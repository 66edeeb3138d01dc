"""What a fitted mixed model of counts is: numbers, tables, the methods sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.stats.quantiles import chi2_p, normal_p, normal_quantile
from trueeffect.stats.regression import Omnibus, joint_test
from trueeffect.synthesis import frames
from trueeffect.synthesis.inputs import LeftOut
from trueeffect.synthesis.wording import number, p_words

Array = NDArray[np.float64]
NAMES = {
    "UM.FS": "an unconditional model with a fixed intercept per study",
    "UM.RS": "an unconditional model with random study intercepts",
    "CM.EL": "the exact conditional likelihood",
    "CM.AL": "the approximate (binomial) conditional likelihood",
    "one-group": "a model with normal random effects",
}


@dataclass(frozen=True, eq=False, kw_only=True)
class RareFit:
    """A mixed model of counts; effects are log odds ratios, log rate ratios, logits or log rates."""

    measure: str
    model: str
    kind: str
    terms: tuple[str, ...]
    estimates: Array
    vcov: Array
    tau2: float
    sigma2: float | None
    log_likelihood: float
    n_params: int
    n_data: int
    q_lrt: float
    q_wald: float
    df_q: int
    k: int
    level: float
    intercept: bool
    converged: bool
    iterations: int
    labels: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    spec: dict[str, Any]
    backend: str

    @property
    def estimate(self) -> float:
        """The pooled effect; with moderators, the first coefficient."""
        return float(self.estimates[0])

    @property
    def std_errors(self) -> Array:
        """Standard errors of all coefficients."""
        return np.asarray(np.sqrt(np.diag(self.vcov)))

    @property
    def std_error(self) -> float:
        """Standard error of ``estimate``."""
        return float(self.std_errors[0])

    def conf_int(self, level: float | None = None) -> tuple[Array, Array]:
        """Return Wald bounds of all coefficients."""
        half = normal_quantile(self.level if level is None else level) * self.std_errors
        return self.estimates - half, self.estimates + half

    def pred_int(self, level: float | None = None) -> tuple[float, float]:
        """Return where the true effect of a new study is expected."""
        crit = normal_quantile(self.level if level is None else level)
        half = crit * float(np.sqrt(self.std_error**2 + self.tau2))
        return self.estimate - half, self.estimate + half

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return -2 * self.log_likelihood + 2 * self.n_params

    @property
    def bic(self) -> float:
        """Schwarz's criterion, with the number of binomial (or Poisson) counts."""
        return -2 * self.log_likelihood + self.n_params * float(np.log(self.n_data))

    @property
    def omnibus(self) -> Omnibus | None:
        """Joint test of the moderators."""
        tested = list(range(1 if self.intercept else 0, len(self.terms)))
        if not tested or self.terms == ("mean",):
            return None
        return joint_test(self.estimates[tested], self.vcov[np.ix_(tested, tested)], None)

    def columns(self) -> dict[str, Any]:
        """Return the table of :meth:`tidy` as columns."""
        z = self.estimates / self.std_errors
        low, high = self.conf_int()
        return {
            "term": list(self.terms),
            "estimate": self.estimates,
            "std_error": self.std_errors,
            "statistic": z,
            "p_value": normal_p(z),
            "conf_low": low,
            "conf_high": high,
        }

    def tidy(self) -> Any:
        """Return one row per coefficient."""
        return frames.build(self.columns(), self.backend)

    def summary(self) -> dict[str, Any]:
        """Return what :meth:`glance` shows as plain values."""
        return {
            "k": self.k,
            "tau2": self.tau2,
            "sigma2": self.sigma2,
            "q_wald": self.q_wald,
            "q_lrt": self.q_lrt,
            "df_q": self.df_q,
            "p_q_lrt": float(chi2_p(self.q_lrt, self.df_q)),
            "log_likelihood": self.log_likelihood,
            "aic": self.aic,
            "bic": self.bic,
            "model": self.model,
            "kind": self.kind,
            "converged": self.converged,
        }

    def glance(self) -> Any:
        """Return one row about the whole fit."""
        return frames.build({k: [v] for k, v in self.summary().items()}, self.backend)

    def describe(self) -> str:
        """Return the methods sentence."""
        effects = "random effects" if self.kind == "random" else "a common effect"
        return (
            f"Counts of {self.k} studies were combined by {NAMES[self.model]} (doi:10.1002/sim.4040) with "
            f"{effects}, fitted by maximum likelihood; nothing was added to empty cells. Intervals are "
            f"{100 * self.level:g}% Wald intervals."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values that can be written as JSON."""
        plain = {k: (v.tolist() if isinstance(v, np.ndarray) else v) for k, v in self.columns().items()}
        return {
            "schema": "trueeffect/rare/1",
            "spec": self.spec,
            "coefficients": plain,
            "summary": {k: None if v != v else v for k, v in self.summary().items()},
            "left_out": [entry.to_dict() for entry in self.left_out],
            "describe": self.describe(),
        }

    def __repr__(self) -> str:
        columns, percent = self.columns(), f"{100 * self.level:g}%"
        lines = []
        for i in range(min(len(self.terms), 8)):
            est, low, high = (number(float(columns[c][i])) for c in ("estimate", "conf_low", "conf_high"))
            p = p_words(float(columns["p_value"][i]))
            lines.append(f"{self.terms[i][:28]}: {est} ({percent} CI {low} to {high}; {p})")
        lines.append(f"{self.measure} by {NAMES[self.model]}, {self.k} studies, tau2 {number(self.tau2)}")
        if not self.converged:
            lines.append("note: the maximum was not reached; the last values are reported")
        if self.left_out:
            lines.append(f"{len(self.left_out)} rows left out: {self.left_out[0]}")
        return "\n".join(lines)
