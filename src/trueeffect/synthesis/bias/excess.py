"""Excess significance: more significant studies than their power allows."""

from __future__ import annotations

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.bias import excess as arrays
from trueeffect.synthesis.bias._given import check_effects
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.results import Results


def excess_significance(
    effects: EffectTable,
    *,
    test: str = "chi2",
    alternative: str = "two.sided",
    alpha: float = 0.05,
    theta: float | None = None,
    tau2: float = 0.0,
) -> Results:
    """Compare how many studies are significant with how many should be (Ioannidis and Trikalinos).

    Parameters
    ----------
    test : {"chi2", "binom", "exact"}
        Approximate, binomial with the mean power, or exact (Poisson-binomial).
    alternative : {"two.sided", "greater", "less"}
        Direction of the studies' own tests.
    alpha : float
        Level of the studies' own tests.
    theta, tau2 : float
        True effect (the common-effect estimate when absent) and its variance between studies.

    Returns
    -------
    Results
        One row per study: power, significant. Extra: observed, expected, ratio, p_value (one-sided: excess),
        theta, chi2.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> effects = effect_sizes({"y": [0.4, 0.5, 0.6], "v": [0.02, 0.03, 0.02]}, y="y", v="v")
    >>> found = excess_significance(effects)
    >>> found["observed"], round(found["expected"], 3)
    (3, 2.708)
    """
    check_effects(effects)
    if test not in arrays.TESTS:
        raise UnknownOption.of("test", test, arrays.TESTS)
    if alternative not in arrays.ALTERNATIVES:
        raise UnknownOption.of("alternative", alternative, arrays.ALTERNATIVES)
    if not 0 < alpha < 0.5:
        raise InputError(f"alpha={alpha} is given; it must lie between 0 and 0.5.", hint="Use 0.05.")
    if not tau2 >= 0:
        raise InputError(f"tau2={tau2} is given; a variance is 0 or more.", hint="Leave it out for 0.")
    if effects.k < 1:
        raise TooFewEffects("There is no effect.", k=0, needed=1)
    y, v = effects.y, effects.v
    centre = float((y / v).sum() / (1 / v).sum()) if theta is None else float(theta)
    found = arrays.excess(y, v, centre, tau2, test, alternative, alpha)
    columns = {
        "study": list(effects.labels),
        "power": found.power,
        "significant": found.significant,
    }
    extra = {
        "observed": found.observed,
        "expected": found.expected,
        "ratio": found.observed / found.expected if found.expected > 0 else float("nan"),
        "p_value": found.p_value,
        "theta": centre,
        "chi2": found.chi2,
    }
    counted = f"{found.observed} significant, {found.expected:.2f} expected"
    title = f"Excess significance: {counted}, p = {found.p_value:.3f}"
    return Results(title, columns, effects.backend, extra=extra)
