"""Numbers in words: "twenty-three", "one hundred and thirty-two", "two dozen", "half a million"."""

from __future__ import annotations

import re

_UNITS = dict(
    zip(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        range(20),
        strict=True,
    )
)  # fmt: skip
_TENS = dict(
    zip(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_SMALL = {**_UNITS, **_TENS, "dozen": 12}

_WORD = "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True))
_SCALE = "hundred|thousand|million|billion|dozen"
NUMBER_WORDS = (
    rf"(?:half a (?:million|billion|dozen)"
    rf"|(?:(?:an?|several)\s+)?(?:{_SCALE})(?!s)(?:[\s-]+(?:and\s+)?(?:{_WORD}|{_SCALE}))*"
    rf"|(?:{_WORD})(?:[\s-]+(?:and\s+)?(?:{_WORD}|{_SCALE}))*(?:\s+and a half)?)"
)
"""Pattern of a run of number words; a run may still prove to be no number (:func:`parse_words`)."""

_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "twentieth": 20,
}  # fmt: skip
_PART = (
    "half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|twentieths?"
)
FRACTION_WORDS = (
    rf"(?:(?:an?|one|two|three|four|five|six|seven|eight|nine)[\s-]+(?:{_PART})(?!-(?:life|time|hour))"
    r"|half(?!-|\s+(?:life|time|way|an?\s+(?:million|billion|dozen))))"
)
"""Pattern of a fraction in words: "half", "a third", "two-thirds"."""


def parse_words(words: str) -> float | None:
    """Return the value of number words, or None when they do not make one number.

    Examples
    --------
    >>> parse_words("one hundred and thirty-two"), parse_words("eleven thousand"), parse_words("two dozen")
    (132.0, 11000.0, 24.0)
    >>> parse_words("half a million"), parse_words("two and a half"), parse_words("five six") is None
    (500000.0, 2.5, True)
    """
    lowered = words.lower()
    if lowered.startswith("half a "):
        scale = lowered.split()[-1]
        return 0.5 * (12 if scale == "dozen" else _SCALES[scale])
    if lowered.endswith(" and a half"):
        whole = parse_words(lowered.removesuffix(" and a half"))
        return None if whole is None else whole + 0.5
    total, part, last = 0.0, 0.0, float("inf")
    for word in re.split(r"[\s-]+", lowered):
        if word in ("and", "a", "an", "several"):
            continue
        if word in _SCALES or word == "dozen":
            factor = _SCALES.get(word, 12)
            part = (part or 1) * factor
            if factor >= 1000:
                total, part = total + part, 0.0
            last = float(factor)
            continue
        value = _SMALL[word]
        if part and not _follows(value, last):
            return None
        part += value
        last = float(value)
    return total + part


def _follows(value: int, last: float) -> bool:
    """Tell whether a word may follow another inside one number: "sixty-six" yes, "five six" no."""
    return last >= 100 or (last in _TENS.values() and value < 10)


def parse_fraction(words: str) -> tuple[int, int]:
    """Return numerator and denominator of a fraction in words.

    Examples
    --------
    >>> parse_fraction("two-thirds"), parse_fraction("half"), parse_fraction("a quarter")
    ((2, 3), (1, 2), (1, 4))
    """
    pieces = re.split(r"[\s-]+", words.lower())
    part = pieces[-1]
    denominator = _PARTS.get(part) or _PARTS[part.rstrip("s")]
    head = pieces[0] if len(pieces) > 1 else "one"
    return _UNITS.get(head, 1), denominator
