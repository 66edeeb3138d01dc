"""Units that follow a number: how they are written, and what they measure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: canonical name, what it measures, and its size in the base unit of its class."""

    name: str
    kind: str
    size: float
    pattern: str


DAYS_A_MONTH = 365.25 / 12

UNITS: tuple[Unit, ...] = (
    Unit("percentage points", "percentage_points", 1,
         r"percentage[\s-]points?|percent[\s-]points?|%[\s-]points?|pp\b"),
    Unit("%", "percent", 1, r"%|per\s?cent\b|percent\b|pct\b"),
    Unit("mmHg", "pressure", 1, r"mm\s?hg\b"),
    Unit("mm", "length", 1, r"mm\b|millimet(?:re|er)s?\b"),
    Unit("cm", "length", 10, r"cm\b|centimet(?:re|er)s?\b"),
    Unit("km", "length", 1_000_000, r"km\b|kilomet(?:re|er)s?\b|miles?\b"),
    Unit("m", "length", 1000, r"m\b(?!\.)|met(?:re|er)s?\b"),
    Unit("minutes", "time", 1 / 1440, r"min(?:ute)?s?\b(?!\s*hg)"),
    Unit("seconds", "time", 1 / 86400, r"sec(?:ond)?s\b|s\b(?=[\s,;.)]|$)(?!')"),
    Unit("hours", "time", 1 / 24, r"h(?:ou)?rs?\b|h\b"),
    Unit("days", "time", 1, r"days?\b|d\b(?=[\s,;)])"),
    Unit("weeks", "time", 7, r"w(?:ee)?ks?\b|w\b(?=[\s,;)])"),
    Unit("weeks", "time", 14, r"fortnights?\b"),
    Unit("months", "time", DAYS_A_MONTH, r"months?\b|mos?\b"),
    Unit("years", "time", 365.25, r"y(?:ea)?rs?\b|y\b(?=[\s,;)])"),
    Unit("years", "time", 3652.5, r"decades?\b"),
    Unit("mg/kg", "dose_by_weight", 1, r"mg\s?/\s?kg(?:\s?/\s?\w+)?\b|mg\s+kg(?=\s?[−-]1)"),
    Unit("µg/kg", "dose_by_weight", 0.001,
         r"(?:µg|μg|mcg)\s?/\s?kg(?:\s?/\s?\w+)?\b|(?:µg|μg|mcg)\s+kg(?=\s?[−-]1)"),
    Unit("ml/kg", "volume_by_weight", 1, r"ml\s?/\s?kg\b"),
    Unit("g/dl", "concentration_g", 1, r"g\s?/\s?(?:dl|l)\b"),
    Unit("mg/dl", "concentration", 1, r"mg\s?/\s?dl\b"),
    Unit("mmol/l", "concentration", 1, r"[mµμ]mol\s?/\s?l\b"),
    Unit("mg/ml", "concentration", 1, r"(?:mg|µg|μg|mcg|ng)\s?/\s?m?l\b"),
    Unit("mg", "mass", 1, r"mg\b|milligrams?\b"),
    Unit("µg", "mass", 0.001, r"(?:µg|μg|mcg)\b|micrograms?\b"),
    Unit("kg", "weight", 1, r"kg\b|kilo(?:gram)?s?\b"),
    Unit("g", "mass", 1000, r"g\b(?!\s?/)|grams?\b"),
    Unit("ml", "volume", 1, r"ml\b|millilit(?:re|er)s?\b"),
    Unit("IU", "units", 1, r"iu\b|units?\b(?=\s+(?:of|a|per|daily))"),
    Unit("kHz", "frequency", 1000, r"khz\b"),
    Unit("Hz", "frequency", 1, r"hz\b|hertz\b"),
    Unit("mA", "current", 1, r"ma\b|milliamp\w*"),
    Unit("°C", "temperature", 1, r"°\s?c\b|degrees? (?:celsius|c)\b"),
    Unit("degrees", "angle", 1, r"°|degrees?\b"),
    Unit("points", "points", 1,
         r"points?\b(?!\s+(?:on\s+the\s+(?:body|skin|ear)|per\s|were\s+(?:needled|stimulated)))"),
    Unit("sessions", "sessions", 1,
         r"(?:(?!school|primary)\w+[\s-]){0,2}?(?:sessions|treatments|visits|appointments|injections|infusions|classes|lessons)\b"
         r"|(?:treatment\s|weekly\s|acupuncture\s)?(?:session|visit|injection|treatment)\b"
         r"(?!\s+(?:group|arm|method|modalit))"),
    Unit("per day", "per_time", 1, r"times?\s+(?:an?|per|every|each)\s+day\b|times?\s+daily\b"),
    Unit("per week", "per_time", 1 / 7, r"times?\s+(?:an?|per|every|each)\s+week\b|times?\s+weekly\b"),
    Unit("per month", "per_time", 1 / DAYS_A_MONTH,
         r"times?\s+(?:an?|per|every|each)\s+month\b|times?\s+monthly\b"),
    Unit("times", "times", 1,
         r"-?\s?fold\b|times\b(?=\s+(?:as|more|less|higher|greater|lower|likelier|the|better|larger|faster|"
         r"longer))"),
)  # fmt: skip
"""Units, longest and most special first. Sizes: days, millimetres, milligrams, times a day, ..."""

_BY_NAME = {unit.name: unit for unit in reversed(UNITS)}


@cache
def _finder() -> re.Pattern[str]:
    groups = "|".join(f"(?P<u{index}>{unit.pattern})" for index, unit in enumerate(UNITS))
    return re.compile(rf"[\s\u00a0\u2009\u202f]*[-‐‑]?(?:{groups})", re.IGNORECASE)


def match_unit(text: str, at: int) -> tuple[str, float, int] | None:
    """Return unit, factor and end of the unit that starts at ``at``, or None.

    The factor is 1 except for words that stand for several units ("decade", "fortnight").

    Examples
    --------
    >>> match_unit("28.7 mm with", 4), match_unit("2-week course", 1), match_unit("3 decades", 1)
    (('mm', 1.0, 7), ('weeks', 1.0, 6), ('years', 10.0, 9))
    >>> match_unit("5 of them", 1) is None
    True
    """
    match = _finder().match(text, at)
    if match is None or match.lastgroup is None:
        return None
    unit = UNITS[int(match.lastgroup[1:])]
    factor = unit.size / _BY_NAME[unit.name].size if unit.kind == "time" else 1.0
    return unit.name, factor, match.end()


def unit_kind(name: str) -> str:
    """Return what a unit measures (``time``, ``length``, ``percent``, ...); empty for none.

    Examples
    --------
    >>> unit_kind("weeks"), unit_kind("%"), unit_kind("patients")
    ('time', 'percent', '')
    """
    unit = _BY_NAME.get(name)
    return unit.kind if unit else ""


def convert(value: float, unit: str, to: str) -> float | None:
    """Return ``value`` in another unit of the same class, or None when there is no way.

    Months are twelfths of 365.25 days.

    Examples
    --------
    >>> convert(7, "weeks", "days"), convert(2, "cm", "mm"), convert(3, "mg", "weeks") is None
    (49.0, 20.0, True)
    """
    here, there = _BY_NAME.get(unit), _BY_NAME.get(to)
    if here is None or there is None or here.kind != there.kind:
        return None
    return value * here.size / there.size
