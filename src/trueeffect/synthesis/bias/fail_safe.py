"""Fail-safe N: how many studies without an effect would undo the result."""

from __future__ import annotations

import math

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.bias import fail_safe as arrays
from trueeffect.stats.tau2 import estimators
from trueeffect.synthesis.bias._given import check_effects
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.results import Results

KINDS = ("Rosenthal", "Orwin", "Rosenberg", "General")
DOI = {
    "Rosenthal": "10.1037/0033-2909.86.3.638",
    "Orwin": "10.3102/10769986008002157",
    "Rosenberg": "10.1111/j.0014-3820.2005.tb01004.x",
    "General": "10.18637/jss.v036.i03",
}
ALPHA = 0.05


def fail_safe_n(
    effects: EffectTable,
    kind: str = "Rosenthal",
    *,
    alpha: float | None = None,
    target: float | None = None,
    weighted: bool | None = None,
    method: str | None = None,
    exact: bool | None = None,
) -> Results:
    """Return how many studies without an effect would undo the result.

    Parameters
    ----------
    kind : {"Rosenthal", "Orwin", "Rosenberg", "General"}
        Combined z no longer significant; plain mean down to ``target``; weighted mean no longer significant;
        random-effects estimate no longer significant, or down to ``target``.
    alpha : float, optional
        Level, 0.05 when absent; one-sided for Rosenthal, two-sided for the others. Not for Orwin.
    target : float, optional
        For Orwin (half the mean when absent) and General.
    weighted : bool, optional
        Orwin with inverse-variance weights.
    method, exact : optional
        General only: estimator of tau2 (REML), and whether it is estimated anew with the added studies.

    Returns
    -------
    Results
        One row: ``fail_safe_n`` and the settings.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> effects = effect_sizes({"y": [0.4, 0.5, 0.6], "v": [0.02, 0.03, 0.02]}, y="y", v="v")
    >>> fail_safe_n(effects, "Rosenthal")["fail_safe_n"]
    [34]
    """
    check_effects(effects)
    if kind not in KINDS:
        raise UnknownOption.of("kind", kind, KINDS)
    if effects.k < 1:
        raise TooFewEffects("There is no effect.", k=0, needed=1)
    _refuse(kind, alpha, target, weighted, method, exact)
    level = ALPHA if alpha is None else alpha
    found, notes = _count(effects, kind, level, target, bool(weighted), method or "REML", bool(exact))
    columns: dict[str, list[object]] = {"kind": [kind], "fail_safe_n": [found], "k": [effects.k]}
    if kind != "Orwin":
        columns["alpha"] = [level]
    if target is not None:
        columns["target"] = [target]
    return Results(f"Fail-safe N ({kind}, doi:{DOI[kind]})", columns, effects.backend, notes)


def _count(
    effects: EffectTable,
    kind: str,
    alpha: float,
    target: float | None,
    weighted: bool,
    method: str,
    exact: bool,
) -> tuple[int, tuple[str, ...]]:
    y, v = effects.y, effects.v
    if kind == "General":
        if method not in estimators():
            raise UnknownOption.of("method", method, estimators())
        found = arrays.general(y, v, estimators()[method], alpha, target, exact)
        late = (f"more than {arrays.MOST:.0g} studies",) if found >= arrays.MOST else ()
        return found, late
    if kind == "Rosenthal":
        value = arrays.rosenthal(y, v, alpha)
    elif kind == "Orwin":
        value = arrays.orwin(y, v, target, weighted)
    else:
        value = arrays.rosenberg(y, v, alpha)
    if not math.isfinite(value):
        return 0, ("the mean is exactly zero, so nothing needs undoing",)
    return arrays.whole(value), ()


def _refuse(
    kind: str,
    alpha: float | None,
    target: float | None,
    weighted: bool | None,
    method: str | None,
    exact: bool | None,
) -> None:
    allowed = {
        "alpha": kind != "Orwin",
        "target": kind in ("Orwin", "General"),
        "weighted": kind == "Orwin",
        "method": kind == "General",
        "exact": kind == "General",
    }
    given = {"alpha": alpha, "target": target, "weighted": weighted, "method": method, "exact": exact}
    for name, value in given.items():
        if value is not None and not allowed[name]:
            raise InputError(f"{name}={value!r} is given, but {kind} does not use it.", hint="Leave it out.")
    if alpha is not None and not 0 < alpha < 0.5:
        raise InputError(f"alpha={alpha} is given; it must lie between 0 and 0.5.", hint="Use 0.05.")
    if target is not None and target == 0:
        raise InputError(
            "target=0 cannot be reached by adding studies.", hint="Give a small effect, such as 0.1."
        )
