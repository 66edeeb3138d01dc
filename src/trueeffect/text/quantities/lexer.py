"""Find the numbers of a text, in digits and in words, and write its shape."""

from __future__ import annotations

import re

from trueeffect.text.quantities._base import Token
from trueeffect.text.quantities.number_words import (
    FRACTION_WORDS,
    NUMBER_WORDS,
    parse_fraction,
    parse_words,
)

NUMBER, YEAR, NAME = "#", "¤", "¶"
"""Signs of the shape: a number, a calendar year, a number that is part of a name."""

_DIGITS = (
    r"\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?![\d,])(?:[.·]\d+)?"
    r"|\d{1,3}\s\d{3}(?=\s+(?:patients|participants|people|adults|women|men|subjects|individuals|children)\b)"
    r"|\d+(?:[.·∙‧]\d+)?|[.·]\d+"
)
_TOKEN = re.compile(
    rf"(?P<sign>(?:(?<=[\s(\[=,;:<>≤≥])|^)[-−–](?=[\d.·])|(?<=\d[–—])[-−](?=[\d.·]))?(?P<digits>{_DIGITS})"
    rf"(?P<power>\s?[×x*]\s?10\s?\^?[(]?(?P<exponent>[-−–]?\d+)[)]?|[eE](?P<e>[-−+]?\d+)(?!\w))?"
    rf"|(?<![\w-])(?P<fraction>{FRACTION_WORDS})(?![\w])"
    rf"|(?<![\w])(?P<words>{NUMBER_WORDS})(?![\w])"
    rf"|(?<=\bafter )an?(?= (?:further )?(?:year|month|week|day|hour|fortnight|decade)\b)"
    rf"|(?<=\b(?:for|one) )an?(?= (?:further )?(?:year|month|week|day|hour|fortnight|decade)\b)"
    rf"|(?<=\bthan )an?(?= (?:year|month|week|day|hour|decade)\b)"
    rf"|(?:(?<=^)|(?<=[(,;.] ))an?(?= (?:year|month|week|day|hour|fortnight|decade) (?:on|later|after)\b)",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(
    r"(?:\b(?:type|grade|phase|stage|table|tables|figure|figures|fig\.?|version|class|category|chapter|"
    r"item|question|"
    r"no\.|vol\.?|volume|issue|ref\.?|reference|appendix|model|protocol|step|aim|hypothesis|experiment|"
    r"study|trial|"
    r"group|arm|cohort|isrctn|nct|doi:?|pmid:?|pmc|cluster|level|section|box|case|patient|vitamin|factor|"
    r"part|pages?|pp?\.)\s*)$",
    re.IGNORECASE,
)
_UNIT_OR_NOUN_AFTER = re.compile(
    r"\s*(?:patients|participants|people|adults|women|men|subjects|individuals|children|volunteers|mg|ml|"
    r"g\b|m\b|"
    r"met(?:re|er)s|kcal|iu\b|hz|studies|articles|records|citations|(?:[a-z]+ ){1,2}(?:patients|"
    r"participants|people|adults|women|men|subjects|children))",
    re.IGNORECASE,
)
_ONE_COUNTS = re.compile(
    r"(?:\s*[.,;)]|$)|[\s-]*(?:in|of|out of|or two|to)\s+(?:every\s+)?(?:\d|two|three|four|five|six|"
    r"seven|eight|nine|ten|twenty|\w+teen|a hundred)"
    r"|[\s-]+(?:year|month|week|day|hour|minute|point|session|treatment|patient|participant|person|woman|"
    r"man|study|trial|"
    r"rct|review|injection|death|relapse|cm|mm|mg|percent|per\s?cent|percentage)s?\b",
    re.IGNORECASE,
)


def tokens_of(text: str) -> list[Token]:
    """Return the numbers of a text in order, with those in names and calendar years marked as such."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        token = _token(match, text)
        if token is not None:
            found.append(token)
    return found


def _token(match: re.Match[str], text: str) -> Token | None:
    start, end = match.span()
    if match["digits"]:
        return _digit_token(match, text)
    if match["fraction"]:
        return _fraction_token(match["fraction"], start, end, text)
    if match["words"]:
        value = parse_words(match["words"])
        if re.search(
            r"\b(?:type|grade|phase|stage|class)\s+$", text[max(0, start - 8) : start], re.IGNORECASE
        ):
            return None
        if value is None or (value == 1 and not _counts_one(text, start, end)):
            return None
        return Token(start, end, value, word_precision(value), words=True)
    return Token(start, end, 1.0, 0.1, words=True)


def _counts_one(text: str, start: int, end: int) -> bool:
    """Tell whether "one" is a number here: "one in four", "one session", "mixed in one."."""
    match = _ONE_COUNTS.match(text, end)
    if match is None:
        return False
    closing = not match.group().strip(" .,;)")
    return not closing or bool(re.search(r"\bin $", text[max(0, start - 4) : start], re.I))


def word_precision(value: float) -> float:
    """Return the half-width of rounding of a number in words: 0.5, or half of its last round place."""
    if value < 1000 or value % 1000:
        return 0.5
    return 500.0 if value < 1e6 else 5e5


def _digit_token(match: re.Match[str], text: str) -> Token | None:
    start, end = match.span()
    digits = (
        re.sub(r"[,\s\u00a0\u2009\u202f]", "", match["digits"])
        .replace("·", ".")
        .replace("∙", ".")
        .replace("‧", ".")
    )
    value = float(digits)
    precision = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    exponent = match["exponent"] or match["e"]
    if exponent:
        factor = 10.0 ** int(exponent.replace("−", "-").replace("–", "-"))
        value, precision = value * factor, precision * factor
    if match["sign"]:
        value = -value
    if _is_name(match, text):
        return Token(start, end, value, precision, kind="name")
    if _is_year(match["digits"], text, start, end):
        return Token(start, end, value, precision, kind="year")
    return Token(start, end, value, precision)


def _is_name(match: re.Match[str], text: str) -> bool:
    """Tell whether a number is part of a name, a label, a citation or an address."""
    start, end = match.span()
    before, after = text[max(0, start - 16) : start], text[end : end + 3]
    if _GLUED.search(before) and not _GLUED_LABEL.search(before + match["digits"][0]):
        return True
    if _HYPHENED.search(before) and not _HYPHENED_TIME.search(before):
        return True
    if re.match(r"(?:st|nd|rd|th)\b|:\d|\.\d+\.|/\d+/", after) or _INSIDE.search(
        text[max(0, start - 48) : start]
    ):
        return True
    return _is_citation(match, text) or _is_label(match, text, before)


_GLUED = re.compile(r"[^\W\d_]$")
_GLUED_LABEL = re.compile(r"(?:^|\W)(?:(?:n|ci|sd|se|rr|or|hr|md)\d|p[0.·])$", re.IGNORECASE)
_HYPHENED = re.compile(r"[^\W\d_][-‐‑–]$")
_HYPHENED_TIME = re.compile(r"\b(?:mid|post|over|under|pre|week|day|month)[-‐‑–]$", re.IGNORECASE)
_INSIDE = re.compile(r"\d[:.]$|\b10\.\d{4,9}/\S*$")


def _is_citation(match: re.Match[str], text: str) -> bool:
    """Tell whether a number points to a reference: "care.12", "years. 1", "[3, 4]"."""
    start, end = match.span()
    before = text[max(0, start - 30) : start]
    if re.search(r"[A-Za-z)][.,;]$", before):
        return True
    closes = re.fullmatch(r"[\d\s,–-]{0,12}[.\]]?\s*", text[end:])
    if closes and "." not in match["digits"] and re.search(r"[.!?]['\"”’)]*\s*$", before):
        return True
    if re.search(r"\[$|\[[\d,\s–-]+$", before) and re.match(r"[\d,\s–-]*\]", text[end : end + 12]):
        return not re.search(r"CI[\s:,=]*\[[^\]]*$|\d\s*\[[^\]]*$", before)
    return False


def _is_label(match: re.Match[str], text: str, before: str) -> bool:
    """Tell whether a number labels something: "type 2", "group 1", "Table 3"."""
    named = _NAME_BEFORE.search(before)
    if named is None or _MEASURED.match(text, match.end()):
        return False
    if re.match(
        r"(?:group|arm|cohort|case|level|experiment|study|trial|model)", named.group(), re.IGNORECASE
    ):
        return "." not in match["digits"] and float(match["digits"].replace(",", "")) <= _LAST_LABEL
    return True


_LAST_LABEL = 12
"""Groups and studies have labels up to this number; beyond it a number is a figure."""
_MEASURED = re.compile(
    (
        r"\s*(?:%|per|patients|participants|people|women|men|days?|weeks?|months?|years?|hours?|minutes?|"
        r"points|mg|mm|cm|of)\b|\s*%"
    ),
    re.IGNORECASE,
)


def _is_year(digits: str, text: str, start: int, end: int) -> bool:
    if not re.fullmatch(r"(?:1[89]|20)\d\d", digits) or _UNIT_OR_NOUN_AFTER.match(text, end):
        return False
    return not re.search(
        r"(?:=|\btotal of|\bn\b|\bof the|sample of)\s*$", text[max(0, start - 12) : start], re.I
    )


def _fraction_token(words: str, start: int, end: int, text: str) -> Token | None:
    numerator, denominator = parse_fraction(words)
    if denominator == 2 and re.match(
        r"[\s-]+(?:an?\s+)?(?:years?|months?|days?|hours?|decades?|centur)", text[end:], re.I
    ):
        skip = re.match(r"[\s-]+(?:an?\b)?", text[end:], re.I)
        return Token(start, end + (len(skip.group().rstrip()) if skip else 0), 0.5, 0.05, words=True)
    if re.search(
        r"\b(?:second|first|other|latter|upper|lower|better|former|last)\s+$",
        text[max(0, start - 10) : start],
        re.I,
    ):
        return None
    value = 100 * numerator / denominator
    return Token(
        start, end, value, FRACTION_PRECISION, words=True, kind="fraction", parts=(numerator, denominator)
    )


_ORDINAL_AFTER = re.compile(
    r"\s+(?:group|arm|trial|study|dose|time|party|patient|person|visit|session|treatment|day|week|month|year|"
    r"option|generation|line|molar|day|set|condition|method|analysis|phase|hypothesis)\b",
    re.IGNORECASE,
)
FRACTION_PRECISION = 2.5
"""Half-width, in percentage points, of a share told as a fraction in words: "half" is 47.5 to 52.5 %."""


def shape_of(text: str, tokens: list[Token]) -> str:
    """Return the text with each number replaced by one sign.

    Examples
    --------
    >>> text = "In 2006, 33 of 58 had type 2 diabetes"
    >>> shape_of(text, tokens_of(text))
    'In ¤, # of # had type ¶ diabetes'
    """
    pieces: list[str] = []
    at = 0
    for token in tokens:
        pieces.append(_plain(text[at : token.start]))
        pieces.append(YEAR if token.kind == "year" else NAME if token.kind == "name" else NUMBER)
        at = token.end
    pieces.append(_plain(text[at:]))
    return "".join(pieces)


def _plain(text: str) -> str:
    return text.translate(_BLANKS)


_BLANKS = {ord(sign): " " for sign in (NUMBER, YEAR, NAME, *"£$€")}
