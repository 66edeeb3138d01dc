"""Ways back from a working scale, and between scales of a standardised difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, UnknownOption

Array = NDArray[np.float64]
_LOGISTIC = np.pi / np.sqrt(3)


class Transform(NamedTuple):
    """A function of an estimate: in words, itself, and its derivative when the delta method needs it."""

    name: str
    function: Callable[[Array], Array]
    slope: Callable[[Array], Array] | None = None
    doi: str = ""


def _ndtr(x: Array) -> Array:
    from scipy.special import ndtr

    return np.asarray(ndtr(x))


def _density(x: Array) -> Array:
    return np.asarray(np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi))


def _expit(x: Array) -> Array:
    from scipy.special import expit

    return np.asarray(expit(x))


def _u1(d: Array) -> Array:
    half = _ndtr(np.abs(d) / 2)
    return (2 * half - 1) / half


_COHEN = "10.4324/9780203771587"
TRANSFORMS: dict[str, Transform] = {
    "identity": Transform("as it is", lambda y: y, np.ones_like),
    "exp": Transform("exponential", np.exp, np.exp),
    "log": Transform("logarithm", np.log, lambda y: 1 / y),
    "tanh": Transform("Fisher's z to a correlation", np.tanh, lambda y: 1 - np.tanh(y) ** 2),
    "atanh": Transform("correlation to Fisher's z", np.arctanh, lambda y: 1 / (1 - y**2)),
    "logit_inv": Transform("log odds to a proportion", _expit, lambda y: _expit(y) * (1 - _expit(y))),
    "logit": Transform("proportion to log odds", lambda y: np.log(y / (1 - y)), lambda y: 1 / (y * (1 - y))),
    "probit_inv": Transform("normal quantile to a proportion", _ndtr, _density),
    "arcsin_inv": Transform(
        "arcsine root to a proportion", lambda y: np.sin(y) ** 2, lambda y: np.sin(2 * y)
    ),
    "square": Transform("root of a rate to the rate", lambda y: y**2, lambda y: 2 * y),
    "sqrt": Transform("rate to its root", np.sqrt, lambda y: 0.5 / np.sqrt(y)),
    "ahw_inv": Transform("cube-root alpha to alpha", lambda y: 1 - (1 - y) ** 3, lambda y: 3 * (1 - y) ** 2),
    "abt_inv": Transform("log alpha to alpha", lambda y: 1 - np.exp(-y), lambda y: np.exp(-y)),
    "d_to_u1": Transform("Cohen's U1", _u1, None, _COHEN),
    "d_to_u2": Transform("Cohen's U2", lambda d: _ndtr(d / 2), lambda d: _density(d / 2) / 2, _COHEN),
    "d_to_u3": Transform("Cohen's U3", _ndtr, _density, _COHEN),
    "d_to_cles": Transform(
        "probability of superiority",
        lambda d: _ndtr(d / np.sqrt(2)),
        lambda d: _density(d / np.sqrt(2)) / np.sqrt(2),
        "10.1037/0033-2909.111.2.361",
    ),
    "d_to_cliff": Transform(
        "Cliff's delta",
        lambda d: 2 * _ndtr(d / np.sqrt(2)) - 1,
        lambda d: np.sqrt(2) * _density(d / np.sqrt(2)),
        "10.1037/0033-2909.114.3.494",
    ),
    "d_to_overlap": Transform(
        "overlap of two normal curves", lambda d: 2 * _ndtr(-np.abs(d) / 2), None, _COHEN
    ),
    "d_to_rpb": Transform(
        "point-biserial correlation, equal groups",
        lambda d: d / np.sqrt(d**2 + 4),
        lambda d: 4 / (d**2 + 4) ** 1.5,
        "10.1002/jrsm.1218",
    ),
    "d_to_r_biserial": Transform(
        "biserial correlation, equal groups",
        lambda d: np.sqrt(2 * np.pi) / 2 * d / np.sqrt(d**2 + 4),
        lambda d: np.sqrt(2 * np.pi) / 2 * 4 / (d**2 + 4) ** 1.5,
        "10.1002/jrsm.1218",
    ),
    "d_to_logodds_normal": Transform(
        "log odds ratio (normal)",
        lambda d: 1.65 * d,
        lambda d: np.full_like(d, 1.65),
        "10.1037/1082-989X.8.4.448",
    ),
    "d_to_logodds_logistic": Transform(
        "log odds ratio (logistic)",
        lambda d: d * _LOGISTIC,
        lambda d: np.full_like(d, _LOGISTIC),
        "10.1002/1097-0258(20001130)19:22<3127::AID-SIM784>3.0.CO;2-M",
    ),
    "logodds_to_d_normal": Transform(
        "standardised difference (normal)", lambda y: y / 1.65, lambda y: np.full_like(y, 1 / 1.65)
    ),
    "logodds_to_d_logistic": Transform(
        "standardised difference (logistic)",
        lambda y: y / _LOGISTIC,
        lambda y: np.full_like(y, 1 / _LOGISTIC),
    ),
}


def find_transform(name: str) -> Transform:
    """Return a transform by name, or say which there are."""
    if name not in TRANSFORMS:
        raise UnknownOption.of("transform", name, TRANSFORMS)
    return TRANSFORMS[name]


def transform(values: Any, name: str) -> Array:
    """Return ``values`` after the transform ``name``.

    Examples
    --------
    >>> transform([0.0, 1.0], "exp").round(4)
    array([1.    , 2.7183])
    """
    return np.asarray(find_transform(name).function(np.asarray(values, dtype=float)))


def transform_delta(y: Any, v: Any, name: str) -> tuple[Array, Array]:
    """Return estimates and variances after a transform, by the delta method v f'(y)^2.

    Examples
    --------
    >>> transform_delta([0.0], [0.25], "exp")
    (array([1.]), array([0.25]))
    """
    chosen = find_transform(name)
    if chosen.slope is None:
        raise InputError(f"transform {name!r} has no derivative everywhere.", hint="Transform the bounds.")
    y, v = np.asarray(y, dtype=float), np.asarray(v, dtype=float)
    return np.asarray(chosen.function(y)), np.asarray(chosen.slope(y) ** 2 * v)


def double_arcsine_inverse(y: Any, n: Any) -> Array:
    """Return proportions from Freeman-Tukey double arcsines of sample size ``n`` (Miller's inversion).

    Beyond the range that a proportion can reach with ``n``, 0 or 1 is returned
    (doi:10.1080/00031305.1978.10479283). ``n`` of a pooled estimate is the harmonic mean.

    Examples
    --------
    >>> y = (np.arcsin(np.sqrt(3 / 11)) + np.arcsin(np.sqrt(4 / 11))) / 2
    >>> double_arcsine_inverse([y], 10).round(6)
    array([0.3])
    """
    t, n = 2 * np.asarray(y, dtype=float), np.asarray(n, dtype=float)
    low = np.arcsin(np.sqrt(1 / (n + 1)))
    high = np.arcsin(np.sqrt(n / (n + 1))) + np.pi / 2
    with np.errstate(all="ignore"):
        sine = np.sin(t)
        inner = 1 - (sine + (sine - 1 / sine) / n) ** 2
        p = 0.5 * (1 - np.sign(np.cos(t)) * np.sqrt(np.maximum(inner, 0.0)))
    return np.asarray(np.where(t <= low, 0.0, np.where(t >= high, 1.0, p)))
