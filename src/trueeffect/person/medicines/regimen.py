"""Read dose, frequency, as-needed and stopped from words as people and pharmacies write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trueeffect.model.person import Use

_NUMBERS = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "eight": 8.0,
    "half": 0.5, "a": 1.0, "an": 1.0, "once": 1.0, "twice": 2.0, "½": 0.5, "1/2": 0.5,
}  # fmt: skip
_N = r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|eight|half|½|1/2)"
_UNIT = r"(?:mcg|µg|μg|ug|micrograms?|mg|milligrams?|g|grams?|ml|units?|iu|%)"
STRENGTH = re.compile(
    rf"(?<![\w.])(\d[\d.,]*)\s*({_UNIT})?(?:\s*(?:/|\+)\s*(\d[\d.,]*)\s*({_UNIT})?)?"
    rf"(?:\s*(?:/|per)\s*(h(?:ou)?r?|hour|h)\b)?",
    re.IGNORECASE,
)
_TABLETS = r"(?:tablets?|tabs?|caps?(?:ules?)?|caplets?|pills?|puffs?|patch(?:es)?|sachets?)"
_COUNT = re.compile(
    rf"(?:\btake\s+)?\b({_N})(?:\s*(?:-|to|or)\s*({_N}))?\s*(?:x\s*|of an?\s+|an?\s+)?{_TABLETS}\b",
    re.IGNORECASE,
)
_LATIN = {
    "od": 1.0,
    "qd": 1.0,
    "om": 1.0,
    "on": 1.0,
    "nocte": 1.0,
    "mane": 1.0,
    "qhs": 1.0,
    "hs": 1.0,
    "bd": 2.0,
    "bid": 2.0,
    "tds": 3.0,
    "tid": 3.0,
    "qds": 4.0,
    "qid": 4.0,
}
_STOPPED = re.compile(
    r"\b(?:stopped|discontinued|no longer (?:tak\w+|us\w+)|not taking|not taken|came off|come off|off it|"
    r"quit|finished|ended|ceased|used to take|d/c(?:'?d)?|do(?:es)? not take|don'?t take|allerg\w+|"
    r"on hold|paused|never took|never started)\b",
    re.IGNORECASE,
)
_NOT_STOPPED = re.compile(
    r"\b(?:never stopped|not stopped|have(?:n't| not) stopped|"
    r"(?:want|wants|hope|plan|like)(?:s|ed)? to (?:stop|come off)|"
    r"restarted|started again|back on)\b",
    re.IGNORECASE,
)
_NEEDED = re.compile(
    r"\b(?:p\.?r\.?n\.?|as needed|when needed|if needed|as required|when required|if required|"
    r"sos|on demand|for breakthrough|only when|when (?:it|the pain)|occasionally|sometimes|"
    r"now and then|rarely)\b",
    re.IGNORECASE,
)
_TOPICAL = re.compile(
    r"\b(?:gel|cream|ointment|emulgel|topical|eye drops?|ear drops?|nasal|rub)\b", re.IGNORECASE
)
_PATCH = re.compile(r"\b(?:patch(?:es)?|transdermal|plasters?)\b", re.IGNORECASE)
_INJECTED = re.compile(
    r"\b(?:inject\w*|iv|i\.v\.|intravenous\w*|sc|s\.c\.|subcut\w*|im|i\.m\.|intramuscular\w*|epidural|intrathecal|"
    r"pump|suppositor\w+|rectal\w*|nasal|lozenge|lollipop|buccal|sublingual)\b",
    re.IGNORECASE,
)
"""Ways into the body for which oral factors do not hold."""
_LONG = re.compile(
    r"\b(?:e/?r|x[lr]|s/?r|m/?r|cr|retard|(?:extended|modified|slow|prolonged|sustained)[- ]release)\b",
    re.IGNORECASE,
)
MOST_PER_DAY = 24.0


@dataclass(frozen=True, kw_only=True)
class Regimen:
    """What the words say; None where they do not say it."""

    strengths: tuple[tuple[float, str], ...] = ()
    units_per_intake: float = 1.0
    times_per_day: float | None = None
    most_per_day: float | None = None
    use: Use = "unclear"
    topical: bool = False
    patch: bool = False
    long_acting: bool = False
    per_hour: bool = False
    injected: bool = False
    problems: tuple[str, ...] = ()


def read_regimen(text: str) -> Regimen:
    """Return dose, frequency and use from free words.

    Examples
    --------
    >>> found = read_regimen("500 mg, 2 tablets four times a day")
    >>> found.strengths, found.units_per_intake, found.times_per_day, found.use
    (((500.0, 'mg'),), 2.0, 4.0, 'regular')
    >>> read_regimen("stopped in May").use, read_regimen("never stopped, 1 daily").use
    ('stopped', 'regular')
    """
    strengths, per_hour, problems = _strengths(text)
    times = _times(text)
    least, most = _units(text)
    cap = _daily_cap(text, most)
    if times is not None and not 0 < times <= MOST_PER_DAY:
        problems.append(f"{times:g} times a day cannot be right")
        times = None
    needed = bool(_NEEDED.search(text))
    stopped = bool(_STOPPED.search(text)) and not _NOT_STOPPED.search(text)
    patch = bool(_PATCH.search(text))
    use: Use = "stopped" if stopped else "as needed" if needed else "regular" if times else "unclear"
    most_per_day = cap if cap is not None else (most * times if times and (needed or most != least) else None)
    return Regimen(
        strengths=tuple(strengths),
        units_per_intake=most,
        times_per_day=times,
        most_per_day=most_per_day,
        use=use,
        topical=bool(_TOPICAL.search(text)) and not patch,
        patch=patch,
        long_acting=bool(_LONG.search(text)),
        per_hour=per_hour,
        injected=bool(_INJECTED.search(text)),
        problems=tuple(problems),
    )


def _number(word: str) -> float:
    word = word.lower()
    if word in _NUMBERS:
        return _NUMBERS[word]
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", word):
        return float(word.replace(",", ""))
    return float(word.replace(",", "."))


def _strengths(text: str) -> tuple[list[tuple[float, str]], bool, list[str]]:
    """Return amounts with a unit (both parts of ``30/500 mg``), whether per hour, and what is impossible."""
    found: list[tuple[float, str]] = []
    per_hour = False
    problems: list[str] = []
    liquid = _LIQUID.search(text)
    if liquid:
        return _poured(liquid, text)
    for hit in STRENGTH.finditer(text):
        first, unit, second, unit2, hour = hit.groups()
        if not (unit or unit2) and not second:
            continue
        if not (unit or unit2) and not re.fullmatch(r"\d+(?:\.\d+)?", first):
            continue
        if not (unit or unit2) and (_number(second) < 100 and _number(first) < 4):
            continue  # "1/2" is a half, "1/7" a date
        try:
            amounts = [_amount(_number(first.rstrip(".,")), unit or unit2 or "mg")]
            if second:
                amounts.append(_amount(_number(second.rstrip(".,")), unit2 or unit or "mg"))
        except ValueError:
            problems.append("a number could not be read")
            continue
        per_hour = per_hour or bool(hour)
        if not found:
            found = amounts
    problems += ["a dose of 0 cannot be right" for amount, _ in found if amount == 0]
    return [each for each in found if each[0] > 0], per_hour, problems


_LIQUID = re.compile(
    r"(\d[\d.,]*)\s*(mg|mcg|micrograms?)\s*(?:/|per|in)\s*(\d[\d.,]*)?\s*mls?\b", re.IGNORECASE
)
_POURED = re.compile(r"(?<![\d.,/])(\d[\d.,]*)\s*mls?\b", re.IGNORECASE)


def _poured(liquid: re.Match[str], text: str) -> tuple[list[tuple[float, str]], bool, list[str]]:
    """Return the amount in what is poured; a liquid without a volume has no known dose."""
    rest = text[: liquid.start()] + " " + text[liquid.end() :]
    volume = _POURED.search(rest)
    if not volume:
        return [], False, ["how many ml are taken was not given"]
    try:
        amount = _number(liquid[1].rstrip(".,")) / _number((liquid[3] or "1").rstrip(".,"))
        value, unit = _amount(amount * _number(volume[1].rstrip(".,")), liquid[2])
    except (ValueError, ZeroDivisionError):
        return [], False, ["a number could not be read"]
    return ([(value, unit)] if value > 0 else []), False, []


def _amount(value: float, unit: str) -> tuple[float, str]:
    """Return mg for any mass unit; other units stay."""
    unit = unit.lower()
    if unit.startswith(("mcg", "µg", "μg", "ug", "microgram")):
        return value, "mcg"
    if unit in ("g",) or unit.startswith("gram"):
        return value * 1000, "mg"
    return value, "mg" if unit.startswith(("mg", "milligram")) else unit


_MANY = (
    re.compile(
        rf"(?<![\d/.,])\b({_N})\s+\d[\d.,]*\s*(?:/\s*\d[\d.,]*\s*)?{_UNIT}\s*{_TABLETS}\b", re.IGNORECASE
    ),
    re.compile(rf"\b({_N})\s*x\s*\d[\d.,]*\s*(?:/\s*\d[\d.,]*)?\s*{_UNIT}", re.IGNORECASE),
    re.compile(rf"{_UNIT}\s*x\s*(\d)\b(?!\s*(?:times|a day|daily|per day|/\s*d|d\b|x))", re.IGNORECASE),
    re.compile(
        rf"\b(?:take|takes|taking)\s+({_N})\b(?!\s*(?:{_UNIT}|times?|x|/|a day|daily))", re.IGNORECASE
    ),
)
"""Other ways to say how many: two 500 mg tablets, 2 x 500 mg, 500 mg x2, take two."""


def _units(text: str) -> tuple[float, float]:
    """Return the least and the most tablets of one intake; 1 when not said."""
    hit = next((found for found in (each.search(text) for each in _MANY[:2]) if found), None)
    if hit:
        return _number(hit[1]), _number(hit[1])
    hit = _COUNT.search(text)
    if hit:
        first = _number(hit[1])
        return first, max(first, _number(hit[2]) if hit[2] else first)
    hit = next((found for found in (each.search(text) for each in _MANY[2:]) if found), None)
    return (_number(hit[1]), _number(hit[1])) if hit else (1.0, 1.0)


def _daily_cap(text: str, units: float) -> float | None:
    """Return the most tablets a day; a limit written in times or doses counts each with its tablets."""
    hit = re.search(
        rf"\b(?:max(?:imum)?|up to|no more than|not more than)\.?\s*(?:of\s*)?({_N})\s*"
        r"(tablets?|caps?(?:ules?)?|pills?|doses?|times)?\s*(?:a|per|each|/|in)?\s*(?:day|24|daily)",
        text,
        re.IGNORECASE,
    )
    if not hit:
        return None
    return _number(hit[1]) * (units if (hit[2] or "").lower() in ("times", "dose", "doses") else 1.0)


def _times(text: str) -> float | None:
    """Return intakes a day."""
    low = text.lower()
    if re.search(r"\b(\d)\s*-\s*(\d)\s*-\s*(\d)(?:\s*-\s*(\d))?\b", low) and not re.search(r"\d{4}", low):
        slots = re.search(r"\b(\d)\s*-\s*(\d)\s*-\s*(\d)(?:\s*-\s*(\d))?\b", low)
        assert slots is not None
        return float(sum(int(each) for each in slots.groups() if each)) or None
    hit = re.search(
        rf"\bevery\s+({_N})(?:\s*(?:-|to)\s*({_N}))?\s*(hours?|hrs?|h|days?|weeks?)\b|\bq\s*(\d+)\s*h\b", low
    )
    if hit:
        span = _number(hit[4]) if hit[4] else _number(hit[1])
        unit = "h" if hit[4] else hit[3]
        hours = span * (1 if unit.startswith("h") else 24 if unit.startswith("d") else 168)
        return 24 / hours if hours > 0 else None
    hit = re.search(
        rf"\b({_N}|once|twice)(?:\s*(?:-|to|or)\s*({_N}))?\s*(?:x|times?)?\s*(?:a|per|each|/|every)?\s*"
        r"(day|daily|night|nightly|week|weekly|month)\b",
        low,
    )
    if hit:
        count = _number(hit[2]) if hit[2] else _number(hit[1])
        return count / (7 if hit[3].startswith("week") else 30 if hit[3] == "month" else 1)
    hit = re.search(
        rf"\b({_N})\s*(?:x|times?)\s*(?:a|per)?\s*(day|daily|d|week|weekly)\b|"
        rf"\bx\s*({_N})\s*(?:/\s*d|daily|a day)\b",
        low,
    )
    if hit:
        count = _number(hit[1] or hit[3])
        return count / (7 if (hit[2] or "").startswith("week") else 1)
    for word, count in _LATIN.items():
        if re.search(rf"(?<![\w/]){word[0]}\.?{'.?'.join(word[1:])}\.?(?![\w'])", low) and word not in (
            "on",
            "om",
        ):
            return count
    if re.search(r"\bO\.?N\.?\b|\bO\.?M\.?\b", text):
        return 1.0
    return _plain_times(low)


def _plain_times(low: str) -> float | None:
    for pattern, count in (
        (r"\bevery other day\b|\balternate days\b", 0.5),
        (r"\bfortnightly\b|\bevery two weeks\b", 1 / 14),
        (r"\bmonthly\b", 1 / 30),
        (r"\bweekly\b|\bevery week\b|\ba week\b|\beach week\b", 1 / 7),
        (r"\bmorning\b.*\b(?:noon|midday|lunch)\b.*\b(?:evening|night|bed)", 3.0),
        (r"\bmorning\b.*\b(?:evening|night|bed)|\bmornings and evenings\b", 2.0),
        (r"\bwith (?:each|every) meal|\bwith meals\b", 3.0),
        (
            r"\bdaily\b|\bevery (?:day|night|morning|evening)\b|\b(?:at|every) (?:bed\s*time|night)\b|"
            r"\bbedtime\b|\bnightly\b|\b(?:in the |each )?(?:morning|evening)s?\b|\b(?:a|per|each) day\b",
            1.0,
        ),
    ):
        if re.search(pattern, low):
            return count
    return None
