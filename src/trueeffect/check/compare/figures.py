"""When do two figures say the same: rounding, bounds, units, counts and shares, sums and differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from trueeffect.model.fact import Quantity
from trueeffect.text.quantities.units import convert, unit_kind

ABOUT = 0.08
"""Relative slack of "about"."""
NEAR = 0.2
"""How far below "nearly", or above "a little over", a figure may lie, as a part of it."""
FAR_BELOW, FAR_ABOVE = 0.3, 4.0
"""How far from an open bound ("up to", "more than") a figure may lie to be what was meant, as parts of it."""
ROUND = 0.05
"""Relative slack of a number of at least four digits that ends in two zeros or more."""
FRACTION = 4.0
"""Slack, in percentage points, of a bare fraction in words: "half" is 46 to 54 %."""
_TINY = 1e-9

_KINDS = {
    "share_of_patients": "share", "share_of_trials": "share", "share_of_animals": "share",
    "share_of_studies": "share", "share_of_events": "share", "share_of_places": "share",
    "percent_change": "percent_change", "relative_change": "percent_change",
    "absolute_risk_difference": "absolute", "absolute_difference": "absolute",
    "mean_change": "change", "mean_difference": "difference", "mean": "level", "score": "level",
    "median": "level", "relative_risk": "ratio", "odds_ratio": "ratio", "hazard_ratio": "ratio",
    "ratio": "ratio", "standardised_difference": "smd", "people": "people", "group_size": "people",
    "events": "events", "tests": "tests", "studies": "studies", "places": "places", "groups": "groups",
    "sd": "spread", "se": "spread", "time": "time", "dose": "dose", "age": "age", "p_value": "p_value",
    "interval": "interval", "scale": "scale", "threshold": "threshold", "number_needed": "number_needed",
    "heterogeneity": "heterogeneity", "rate": "rate", "correlation": "correlation",
    "test_statistic": "test_statistic",
}  # fmt: skip


def kind_of(quantity: Quantity) -> str:
    """Return what kind of thing a figure states (``share``, ``change``, ...), or an empty string."""
    return _KINDS.get(quantity.counts, "")


def dimension(quantity: Quantity) -> str:
    """Return what a figure is measured in: ``percent``, ``time``, ``amount`` (points, mm, none), ...

    Examples
    --------
    >>> dimension(Quantity(value=5, unit="%")), dimension(Quantity(value=5, unit="mm"))
    ('percent', 'amount')
    """
    kind = unit_kind(quantity.unit)
    return "amount" if kind in ("", "points", "length") else kind


_RAW = frozenset({"amount", "pressure", "concentration", "volume", "mass", "weight", "temperature", "angle"})


def alike(one: Quantity, other: Quantity) -> bool:
    """Tell whether two figures may be compared: the same dimension, or a result told without its unit."""
    mine, yours = dimension(one), dimension(other)
    if mine == yours:
        return True
    return mine in _RAW and yours in _RAW and not (one.unit and other.unit)


def meets(claimed: Quantity, seen: Quantity) -> bool:
    """Tell whether two figures agree and may be set against each other: alike, or a count and its share."""
    counted = seen.numerator is not None and not claimed.unit and claimed.value == seen.numerator
    return (counted or alike(claimed, seen)) and agree(claimed, seen)


def share_of(quantity: Quantity) -> float | None:
    """Return a share in percent, from its percent sign or from its counts; None when it is no share."""
    if quantity.unit == "%":
        return quantity.value
    if quantity.numerator is not None and quantity.denominator:
        return 100 * quantity.numerator / quantity.denominator
    return None


def in_unit(quantity: Quantity, unit: str) -> tuple[float, float] | None:
    """Return value and precision in another unit, or None when the units do not compare.

    A number without a unit compares as it stands with points and lengths of a scale. Points or centimetres
    of a 0-10 scale and millimetres of a 0-100 scale differ by ten.
    """
    unitless = not (quantity.unit and unit)
    if quantity.unit == unit or (unitless and alike(quantity, Quantity(value=0.0, unit=unit))):
        return quantity.value, quantity.precision
    value = convert(quantity.value, quantity.unit, unit)
    if value is not None:
        factor = value / quantity.value if quantity.value else 1.0
        return value, quantity.precision * factor
    if {quantity.unit, unit} == {"points", "mm"} or {quantity.unit, unit} == {"points", "cm"}:
        return quantity.value, quantity.precision
    return None


def agree(claimed: Quantity, seen: Quantity) -> bool:
    """Tell whether a claimed figure is a fair way to tell a figure of the study.

    Examples
    --------
    >>> from trueeffect.text.quantities import find_quantities
    >>> q = lambda text: find_quantities(text)[0][1]
    >>> agree(q("roughly half of patients"), q("47.6% of patients")), agree(q("six months"), q("26 weeks"))
    (True, True)
    >>> agree(q("nearly 1,200 people"), q("1162 people")), agree(q("38 people"), q("380 people"))
    (True, False)
    """
    if _same_counts(claimed, seen):
        return True
    if claimed.unit == "%" and seen.unit != "%":
        other = share_of(seen)
        return other is not None and _holds(claimed, other, 0.05)
    converted = in_unit(seen, claimed.unit)
    if converted is None:
        return False
    value, precision = converted
    if _is_range(seen):
        return _range_agrees(claimed, seen)
    if claimed.bound and _same_side(claimed, seen):
        return abs(abs(claimed.value) - abs(value)) <= max(
            _slack(claimed), precision, ROUND * abs(claimed.value)
        )
    if _scaled(claimed, seen) and _holds(claimed, value / 10, precision / 10):
        return True
    return _holds(claimed, value, precision)


def _same_side(claimed: Quantity, seen: Quantity) -> bool:
    """Tell whether both figures are bounds of the same side: then the bounds themselves must agree."""
    return any(claimed.bound in side and seen.bound in side for side in (_UPPER, _LOWER)) and not claimed.near


def _scaled(claimed: Quantity, seen: Quantity) -> bool:
    """Tell whether points of ten may stand for millimetres of a hundred."""
    return (
        seen.unit == "mm"
        and claimed.unit in ("points", "")
        and abs(seen.value) >= 10
        and claimed.precision < 0.5
    )


def _same_counts(claimed: Quantity, seen: Quantity) -> bool:
    """Compare counts with counts: "33 of 58" with "33 (56.9 %)", "nineteen" with "19 of 24"."""
    if claimed.numerator is not None and claimed.denominator and claimed.denominator > 12:
        if seen.numerator is not None and seen.denominator:
            return (seen.numerator, seen.denominator) == (claimed.numerator, claimed.denominator)
        return (
            not seen.unit
            and seen.value == claimed.numerator
            and kind_of(seen) in ("people", "tests", "events", "")
        )
    if claimed.unit == "" and kind_of(claimed) in ("people", "events", "tests", "studies", ""):
        return any(
            part is not None and _holds(claimed, part, 0.0) for part in (seen.numerator, seen.denominator)
        )
    return False


def _is_range(quantity: Quantity) -> bool:
    return quantity.low is not None and quantity.high is not None and not quantity.spread_kind


def _range_agrees(claimed: Quantity, seen: Quantity) -> bool:
    assert seen.low is not None
    assert seen.high is not None
    ends = [in_unit(_at(seen, end), claimed.unit) for end in (seen.low, seen.high)]
    low, high = (end[0] if end else 0.0 for end in ends)
    slack = claimed.precision + seen.precision
    if _is_range(claimed):
        assert claimed.low is not None
        assert claimed.high is not None
        return abs(claimed.low - low) <= slack and abs(claimed.high - high) <= slack
    return low - slack <= claimed.value <= high + slack


def _at(quantity: Quantity, value: float) -> Quantity:
    from msgspec.structs import replace

    return replace(quantity, value=value, low=None, high=None)


def _holds(claimed: Quantity, value: float, precision: float) -> bool:
    """Tell whether ``value`` fits what the claim says, its bound included."""
    if _is_range(claimed):
        assert claimed.low is not None
        assert claimed.high is not None
        slack = max(claimed.precision, precision)
        return abs(claimed.low) - slack <= abs(value) <= abs(claimed.high) + slack
    said, real = abs(claimed.value), abs(value)
    slack = max(_slack(claimed), precision, 0.0) + _TINY
    if claimed.unit in ("months", "years") and claimed.words | (claimed.value == int(claimed.value)):
        slack = max(slack, 0.05 * said)
    if claimed.bound == "about":
        return abs(said - real) <= max(slack, ABOUT * said, 6.0 if _is_fraction(claimed) else 0.0)
    if claimed.bound in _UPPER:
        return said * (1 - NEAR if claimed.near else FAR_BELOW) <= real <= said + slack
    if claimed.bound in _LOWER:
        return said - slack <= real <= said * (1 + NEAR if claimed.near else FAR_ABOVE)
    return abs(said - real) <= slack


_UPPER = frozenset({"less", "at_most"})
_LOWER = frozenset({"more", "at_least"})


def bound_holds(claimed: Quantity, seen: Quantity) -> bool:
    """Tell whether an open bound is true of a figure, however far away: "less than 5%" of 0.2 %."""
    converted = in_unit(seen, claimed.unit)
    if converted is None or claimed.near or claimed.bound not in _UPPER | _LOWER:
        return False
    real, said = abs(converted[0]), abs(claimed.value)
    return real <= said if claimed.bound in _UPPER else real >= said


def _is_fraction(quantity: Quantity) -> bool:
    return quantity.words and quantity.unit == "%" and (quantity.denominator or 100) <= 12


def _slack(claimed: Quantity) -> float:
    if _is_fraction(claimed):
        return FRACTION
    value = abs(claimed.value)
    if value >= 1000 and value % 100 == 0 and not claimed.unit:
        return max(claimed.precision, ROUND * value)
    return claimed.precision


def derived_agrees(claimed: Quantity, figures: Iterable[Quantity]) -> bool:
    """Tell whether a claimed figure can be worked out from a few figures of one sentence.

    Complements, sums, differences and ratios of two; the percent that two counts make; the relative
    change that a ratio or a start and an end make.

    Examples
    --------
    >>> from trueeffect.text.quantities import find_quantities
    >>> q = lambda text: [quantity for _, quantity in find_quantities(text)]
    >>> derived_agrees(q("fell by 1.3 points")[0], q("fell from 6.8 to 5.5"))
    True
    >>> derived_agrees(q("28% lower risk")[0], q("hazard ratio 0.72"))
    True
    """
    pool = [
        f
        for f in figures
        if kind_of(f) not in ("p_value", "interval", "scale", "threshold", "test_statistic")
    ]
    return any(_holds(claimed, value, precision) for value, precision in _derivable(claimed, pool))


def _derivable(claimed: Quantity, pool: list[Quantity]) -> Iterator[tuple[float, float]]:
    if claimed.unit in ("%", "percentage points"):
        yield from _percents(claimed, pool)
    if claimed.unit == "times":
        yield from _ratios(pool)
    yield from _sums(claimed, pool)


def _percents(claimed: Quantity, pool: list[Quantity]) -> Iterator[tuple[float, float]]:
    for figure in pool:
        share = share_of(figure)
        if share is not None and kind_of(figure) in ("share", ""):
            yield 100 - share, figure.precision
        if kind_of(figure) == "ratio" and figure.unit in ("", "times") and kind_of(claimed) != "share":
            yield 100 * abs(1 - figure.value), 100 * figure.precision
    counted = kind_of(claimed) != "percent_change"
    for one, other in combinations(pool, 2):
        if (
            one.unit != other.unit
            or kind_of(one) in ("time", "dose", "age")
            or not (one.value and other.value)
        ):
            continue
        if _COUNTED & {kind_of(one), kind_of(other)}:
            if counted and {kind_of(one), kind_of(other)} <= _COUNTED:
                yield 100 * min(one.value, other.value) / max(one.value, other.value), 0.06
            continue
        big, small = sorted((abs(one.value), abs(other.value)), reverse=True)
        wobble = 100 * (one.precision + other.precision) / big
        yield 100 * small / big, min(wobble, 1.0)
        yield 100 * (1 - small / big), min(wobble, 1.0)
        yield 100 * (big / small - 1), min(wobble * big / small, 1.0)


_COUNTED = frozenset({"people", "events", "tests", "studies", "places", "groups"})


def _ratios(pool: list[Quantity]) -> Iterator[tuple[float, float]]:
    for figure in pool:
        if kind_of(figure) == "ratio" and figure.value:
            yield max(figure.value, 1 / figure.value), 0.3
        if kind_of(figure) == "percent_change":
            yield 1 + figure.value / 100, 0.1
    for one, other in combinations(pool, 2):
        if one.unit == other.unit and one.value and other.value:
            big, small = sorted((abs(one.value), abs(other.value)), reverse=True)
            yield big / small, 0.15 * big / small


def _sums(claimed: Quantity, pool: list[Quantity]) -> Iterator[tuple[float, float]]:
    same = [f for f in pool if dimension(f) == dimension(claimed)]
    values = [(in_unit(f, claimed.unit) or (f.value, f.precision), f) for f in same]
    for ((one, p), f), ((other, q), g) in combinations(values, 2):
        if kind_of(f) in ("people", "") and kind_of(g) in ("people", "") and not f.unit:
            yield one + other, 0.0
            yield abs(one - other), 0.0
        elif (f.unit == g.unit or not (f.unit and g.unit)) and kind_of(f) not in ("time", "dose", "age"):
            yield abs(one - other), p + q
    counts = [v for (v, _), f in values if kind_of(f) == "people"]
    if len(counts) > 2:
        yield sum(counts), 0.0
