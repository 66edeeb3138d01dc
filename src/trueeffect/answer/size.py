"""How large an effect is: bands that are shown with every answer and can be changed."""

from __future__ import annotations

from math import log

from trueeffect.errors import InputError
from trueeffect.evidence.instruments import instruments
from trueeffect.model.answer import Bands, Pooled, Size

STANDARDISED = Bands(small=0.2, moderate=0.5, large=0.8, source="the usual bands of standardised differences")
RATIO = Bands(small=1.1, moderate=1.25, large=2.0, source="a rough guide for ratios (GRADE guidelines 6)")


def bands_for(pooled: Pooled) -> Bands:
    """Return the bands of an effect's measure and scale."""
    if pooled.measure == "SMD":
        return STANDARDISED
    if pooled.measure == "RR":
        return RATIO
    for scale in instruments().values():
        fits = pooled.unit == f"points ({scale.label})"
        if fits and scale.small is not None and scale.moderate is not None and scale.large is not None:
            return Bands(small=scale.small, moderate=scale.moderate, large=scale.large, source=scale.source)
    return STANDARDISED


def own_bands(values: tuple[float, float, float]) -> Bands:
    """Return bands that a reader chose."""
    small, moderate, large = values
    if not 0 < small <= moderate <= large:
        raise InputError(
            f"bands={values} do not rise.", hint="Give three numbers: small, moderate, large; small above 0."
        )
    return Bands(small=small, moderate=moderate, large=large, source="chosen by the reader")


def benefit(pooled: Pooled, value: float) -> float:
    """Return a value of the effect as benefit: above zero when the treatment does better.

    Ratios become logarithms.
    """
    if pooled.measure == "RR":
        value = log(value)
    return -value if pooled.better == "lower" else value


def limit(pooled: Pooled, band: float) -> float:
    """Return a band as benefit."""
    return log(band) if pooled.measure == "RR" else band


def size_of_effect(pooled: Pooled, bands: Bands) -> Size:
    """Return the band that the estimate lies in, whichever way it points.

    Examples
    --------
    >>> found = Pooled(measure="SMD", unit="", k=1, n=10, estimate=-0.6, conf_low=-1, conf_high=-0.2)
    >>> size_of_effect(found, STANDARDISED)
    'moderate'
    """
    distance = abs(benefit(pooled, pooled.estimate))
    if distance >= limit(pooled, bands.large):
        return "large"
    if distance >= limit(pooled, bands.moderate):
        return "moderate"
    return "small" if distance >= limit(pooled, bands.small) else "trivial"
