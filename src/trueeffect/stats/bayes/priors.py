"""Prior distributions of the between-study standard deviation tau; densities in tau, as logarithms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trueeffect.errors import InputError
from trueeffect.stats.problem import Array


def _positive(name: str, value: float) -> None:
    if not 0 < value < np.inf:
        raise InputError(
            f"{name}={value} is given; it must be positive.", hint="Give it on the scale of the effects."
        )


@dataclass(frozen=True)
class HalfNormal:
    """Half-normal with the given scale; 0.5 is usual for log odds ratios (doi:10.1002/jrsm.1475)."""

    scale: float
    proper = True

    def __post_init__(self) -> None:
        _positive("scale", self.scale)

    def log_density(self, tau: Array) -> Array:
        """Return the log density at ``tau``."""
        return 0.5 * np.log(2 / np.pi) - np.log(self.scale) - 0.5 * (tau / self.scale) ** 2


@dataclass(frozen=True)
class HalfCauchy:
    """Half-Cauchy with the given scale (doi:10.1214/06-BA117A)."""

    scale: float
    proper = True

    def __post_init__(self) -> None:
        _positive("scale", self.scale)

    def log_density(self, tau: Array) -> Array:
        """Return the log density at ``tau``."""
        return np.log(2 / (np.pi * self.scale)) - np.log1p((tau / self.scale) ** 2)


@dataclass(frozen=True)
class Uniform:
    """Uniform from 0 to ``upper``; without ``upper`` it is flat and needs at least three studies."""

    upper: float = np.inf

    def __post_init__(self) -> None:
        if not self.upper > 0:
            raise InputError(
                f"upper={self.upper} is given; it must be positive.", hint="Leave it out for a flat prior."
            )

    @property
    def proper(self) -> bool:
        """Whether the density integrates to 1."""
        return bool(np.isfinite(self.upper))

    def log_density(self, tau: Array) -> Array:
        """Return the log density at ``tau`` (0 for the flat prior)."""
        level = -np.log(self.upper) if self.proper else 0.0
        return np.where(tau <= self.upper, level, -np.inf)


@dataclass(frozen=True)
class LogNormalTau2:
    """tau2 is log-normal: log(tau2) has this mean and standard deviation.

    The form of the empirical priors for log odds ratios (doi:10.1002/sim.6381); take the two figures for your
    kind of outcome and comparison from that paper.
    """

    mean: float
    sd: float
    proper = True

    def __post_init__(self) -> None:
        _positive("sd", self.sd)

    def log_density(self, tau: Array) -> Array:
        """Return the log density at ``tau``."""
        with np.errstate(divide="ignore"):
            logs = 2 * np.log(tau)
        z = (logs - self.mean) / self.sd
        return np.log(2) - logs / 2 - 0.5 * z**2 - np.log(self.sd) - 0.5 * np.log(2 * np.pi)


@dataclass(frozen=True)
class LogTTau2:
    """log(tau2) has a t distribution with this location, scale and degrees of freedom.

    The form of the empirical priors for standardised mean differences (doi:10.1016/j.jclinepi.2014.08.012).
    """

    location: float
    scale: float
    df: float = 5.0
    proper = True

    def __post_init__(self) -> None:
        _positive("scale", self.scale)
        _positive("df", self.df)

    def log_density(self, tau: Array) -> Array:
        """Return the log density at ``tau``."""
        from scipy.special import gammaln

        with np.errstate(divide="ignore"):
            logs = 2 * np.log(tau)
        z, n = (logs - self.location) / self.scale, self.df
        constant = gammaln((n + 1) / 2) - gammaln(n / 2) - 0.5 * np.log(n * np.pi) - np.log(self.scale)
        return np.log(2) - logs / 2 + constant - (n + 1) / 2 * np.log1p(z**2 / n)


Prior = HalfNormal | HalfCauchy | Uniform | LogNormalTau2 | LogTTau2
