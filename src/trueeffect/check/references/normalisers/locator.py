"""Year, volume, issue and pages: the part of a reference that hardly ever varies in meaning, only in form."""

from __future__ import annotations

import re
from typing import NamedTuple

from trueeffect.check.references.normalisers.letters import DASH, MONTH, UPPER, YEAR

_DAYS = rf"\d{{1,2}}(?:\s?[{DASH}/]\s?\d{{1,2}})?"
_MONTHS = rf"{MONTH}(?:\s?[/{DASH}]\s?{MONTH})?"
# What may follow a year: "2001 Dec 5", "2013 11 12;".
_DATE = rf"(?:[ ,]*\(?{_MONTHS}(?:\s+{_DAYS})?\)?|(?:\s\d{{1,2}}){{1,2}}(?=\s?;))?"
_SUPPLEMENT = (
    r"(?:Suppl(?:ement)?s?|Pt|Part|Spec(?:ial)?\.? (?:No|Issue)|Web Server issue|Database issue)\b\.?"
    r"(?:\s?\d{1,3}[A-Z]?)?"
)
_VOLUME = (
    r"(?:[Vv]ol(?:ume)?s?\b[.:]?\s*)?(?P<volume>[A-Z]{0,2}\d{1,4}[A-Z]{0,2}"
    rf"(?:\s?[{DASH}/]\s?[A-Z]?\d{{1,3}}(?=\s?[(:])|-[A-Z](?=[(:]))?|[IVXLC]{{1,7}}(?=[(:,\s]))"
)
_ISSUE = (
    r"(?:\s*[,.]?\s*\(\s*(?P<issue>[^()]{1,40}?)\s*\)"
    r"|\s*[,.]?\s*(?:[Nn]o|[Nn]r|[Ii]ssue|[Ii]ss|[Nn]um(?:ber)?|№)\b[.:]?\s*(?P<issue_word>[\w/–-]{1,10})"
    rf"|[ ,.]+(?P<supplement>{_SUPPLEMENT}))?(?:\s*,?\s*\(?{_SUPPLEMENT}\)?)?"
)
_PAGE = r"(?:[A-Za-z]{1,8}\.?[-:]?)?\d[A-Za-z\d]*(?:\.[a-z]?\d+)?"
_PAGES = (
    r"(?:\b(?:pp?|pages?|S\.|[Aa]rt(?:icle)?(?: (?:ID|no\.?|number))?|ID)[.:]?\s*)?"
    rf"(?P<first>{_PAGE})(?:\s?[{DASH}]{{1,3}}\s?(?P<last>(?:[A-Za-z]{{0,8}}\.?)?\d[A-Za-z\d]*(?:\.[a-z]?\d+)?))?"
    r"(?!\w)"
)
_A_YEAR = rf"(?P<year>{YEAR})(?P<suffix>[a-z])?"
_OPEN_YEAR = rf"(?<![\d/])\(?{_A_YEAR}\b[)\]]?"
_TO = r"\s*(?:[:;,]|\.(?=\s))\s*"
_FREE = r"(?<![\w(])"
_END = r"(?=[\s.;,:]*$)"

# Volume, year, pages in an odd order: "37 2013; 368-372".
_VOLUME_THEN_YEAR = re.compile(rf"(?<![\w(;]){_VOLUME}\s*[,.]?\s+{_A_YEAR}\s*[;:]\s*{_PAGES}{_END}")
# Year first: "2001 Dec;58(3):498-504", "(2014) 383(9913):245", "2005;(1):CD001351".
_YEAR_FIRST = re.compile(
    rf"{_OPEN_YEAR}{_DATE}[\s;,:.)]+(?!{YEAR}(?:[;,]|[ ]\d))(?:{_VOLUME})?{_ISSUE}{_TO}(?!{YEAR}(?:;"
    rf"|[ ]\d)){_PAGES}"
)
# Year last: "15, 73-77 (2013)", "vol. 42, no. 5, pp. 433-41, May 1986".
_YEAR_LAST = re.compile(
    rf"(?<![\w({DASH}]){_VOLUME}{_ISSUE}{_TO}{_PAGES}[\s,;.]*\(?(?:{MONTH}\s*)?(?:\d{{1,2}},\s*)?"
    rf"{_A_YEAR}\)?(?![\w{DASH}])"
)
# Year between: "69 (2004) 061301".
_YEAR_BETWEEN = re.compile(
    rf"{_FREE}{_VOLUME}(?:\s*,\s*(?:no\.?\s*)?(?P<issue>\d{{1,3}}))?\s*\((?:{MONTH}\s*)?{_A_YEAR}\)"
    rf"\s*[:,;.]?\s*{_PAGES}"
)
# No mark between: "64 Suppl 1 21-24".
_SUPPLEMENT_PAGES = re.compile(rf"{_FREE}{_VOLUME}[ ,]+(?P<issue>{_SUPPLEMENT})[ ,:;.]+{_PAGES}{_END}")
# "27 (3) 291-305".
_ISSUE_PAGES = re.compile(rf"{_FREE}{_VOLUME}\s?\((?P<issue>[^()]{{1,20}})\)\s?{_PAGES}{_END}")
# No year here: "Med Care 51: 471-477", "Dec;23(4):166-70", "Vol. 58, No. 2, pp. 12-15".
_NO_YEAR = re.compile(
    rf"(?:{_MONTHS}(?:\s+\d{{1,2}})?\s*;\s*|(?<![\w(/{DASH}])(?<!\d\.))"
    rf"(?:(?!{YEAR}\s?;){_VOLUME}{_ISSUE}|\((?P<issue_only>[^()]{{1,20}})\)){_TO}{_PAGES}"
)
_NO_PAGES = re.compile(rf"{_OPEN_YEAR}{_DATE}\s*[;,:]\s*{_VOLUME}{_ISSUE}{_END}")
_VOLUME_YEAR = re.compile(rf"{_FREE}{_VOLUME}{_ISSUE}\s*[,.]?\s*\({_A_YEAR}\){_END}")
_NO_VOLUME = re.compile(rf"{_OPEN_YEAR}{_DATE}\s*[;:,]\s*{_PAGES}{_END}")
_VOLUME_ONLY = re.compile(rf",\s*{_VOLUME}{_ISSUE}{_END}")
_NUMBER_ONLY = re.compile(rf"[,.]\s*(?P<first>e?\d{{5,9}}){_END}")
_ONLY_PAGES = re.compile(
    rf"[,(.\s]+(?:pp?|pages)\.?\s*(?P<first>{_PAGE})(?:\s?[{DASH}]{{1,2}}\s?(?P<last>\d\w*))?(?=[\s.;,)]|$)"
)
_PATTERNS = (
    _VOLUME_THEN_YEAR,
    _YEAR_FIRST,
    _YEAR_LAST,
    _YEAR_BETWEEN,
    _SUPPLEMENT_PAGES,
    _ISSUE_PAGES,
    _NO_PAGES,
    _NO_YEAR,
    _VOLUME_YEAR,
    _NO_VOLUME,
    _VOLUME_ONLY,
    _NUMBER_ONLY,
    _ONLY_PAGES,
)
_YEAR_ALONE = re.compile(rf"(?<![\d/.-])(?:\(\s*)?{_A_YEAR}\b(?:{_DATE})\s*\)?(?![\d/-])")
_YEAR_AT_START = re.compile(
    rf"[\s.,;:]*[(\[]?\s*(?:{_A_YEAR}(?:[/{DASH}]\d{{2,4}})?(?:\s*[,;]?\s*{MONTH}[^()\[\]]{{0,12}})?"
    rf"(?=\s*[)\].,:;]|(?P<bare>)\s[{UPPER}\"“])|(?i:n\.\s?d\.|in press|forthcoming))"
    rf"\s*[)\]]?(?![\w{DASH}])\s*[.,:;]*\s*"
)
# Text allowed behind the locator; more than this means that it was found inside a title.
_REST = 60


class Locator(NamedTuple):
    """What was found, and where it begins and ends; ``place`` is where the volume or page begins."""

    start: int
    end: int
    year: int | None = None
    suffix: str = ""
    volume: str = ""
    issue: str = ""
    first: str = ""
    last: str = ""
    place: int = -1


def take_locator(text: str, start: int) -> Locator | None:
    """Find volume, issue and pages behind position ``start`` of a reference.

    Examples
    --------
    >>> take_locator("Doe J. Title. Pain 2001;58(3):498-504.", 5)[2:8]
    (2001, '', '58', '3', '498', '504')
    >>> take_locator("Doe J. (2005). Title. Acupunct Med, Dec;23(4):166-70.", 14)[2:8]
    (None, '', '23', '4', '166', '70')
    """
    for pattern in _PATTERNS:
        match = _last(pattern, text, start)
        if match is not None:
            return _locator(match)
    return None


def _last(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text, start):
        if len(text) - match.end() <= _REST:
            found = match
    return found


def _locator(match: re.Match[str]) -> Locator:
    parts = {name: value.strip() for name, value in match.groupdict().items() if value}
    issues = (parts.get(name, "") for name in ("issue", "issue_word", "issue_only", "supplement"))
    place = next((match.start(name) for name in ("volume", "first") if name in parts), -1)
    return Locator(
        match.start(),
        match.end(),
        int(parts["year"]) if "year" in parts else None,
        parts.get("suffix", ""),
        parts.get("volume", ""),
        next((issue for issue in issues if issue), ""),
        parts.get("first", ""),
        parts.get("last", ""),
        place,
    )


def year_at(text: str, start: int, *, named: bool) -> Locator | None:
    """Return the year that stands directly at ``start``, as in ``Doe J (2005b).``

    Behind names (``named``) it may stand bare: ``Doe J 2005 Title``.
    """
    match = _YEAR_AT_START.match(text, start)
    if match is None or (match.group("bare") is not None and not named):
        return None
    year = match.group("year")
    return Locator(match.start(), match.end(), int(year) if year else None, match.group("suffix") or "")


def any_year(text: str, start: int) -> Locator | None:
    """Return the last year behind ``start``."""
    found = None
    for match in _YEAR_ALONE.finditer(text, start):
        found = match
    if found is None:
        return None
    return Locator(found.start(), found.end(), int(found.group("year")), found.group("suffix") or "")
