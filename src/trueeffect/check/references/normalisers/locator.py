"""Year, volume, issue and pages: the part of a reference that hardly ever varies in meaning, only in form."""

from __future__ import annotations

import re
from typing import NamedTuple

from trueeffect.check.references.normalisers.letters import DASH, MONTH, YEAR

_DATE = (
    rf"(?:[ ,]*\(?(?:{MONTH})(?:\s?[/{DASH}]\s?{MONTH})?(?:\s+\d{{1,2}}(?:\s?[{DASH}/]\s?\d{{1,2}})?)?\)?)?"
)
_SUPPLEMENT = r"(?:Suppl(?:ement)?s?|Pt|Part|Spec(?:ial)?\.? (?:No|Issue)|Web Server issue|Database issue)\b\.?(?:\s?\d{1,3}[A-Z]?)?"


def _volume(prefix: str = "") -> str:
    label = r"(?:[Vv]ol(?:ume)?s?\b[.:]?\s*)?"
    return rf"{label}(?P<volume{prefix}>[A-Z]{{0,2}}\d{{1,4}}[A-Z]{{0,2}}(?:\s?[{DASH}/]\s?[A-Z]?\d{{1,3}}(?=\s?[(:]))?|[IVXLC]{{1,7}}(?=[(:,\s]))"


_ISSUE = (
    r"(?:\s*[,.]?\s*\(\s*(?P<issue>[^()]{1,40}?)\s*\)|\s*[,.]?\s*(?:[Nn]o|[Nn]r|[Ii]ssue|[Ii]ss|[Nn]um(?:ber)?|№)\b[.:]?\s*(?P<issue_word>[\w/–-]{1,10})"
    rf"|[ ,.]+(?P<supplement>{_SUPPLEMENT}))?(?:\s*,?\s*\(?{_SUPPLEMENT}\)?)?"
)
_PAGE = r"(?:[A-Za-z]{1,8}\.?[-:]?)?\d[A-Za-z\d]*(?:\.[a-z]?\d+)?"
_PAGES = (
    rf"(?:\b(?:pp?|pages?|S\.|[Aa]rt(?:icle)?(?: (?:ID|no\.?|number))?|ID)[.:]?\s*)?(?P<first>{_PAGE})"
    rf"(?:\s?[{DASH}]{{1,3}}\s?(?P<last>(?:[A-Za-z]{{0,8}}\.?)?\d[A-Za-z\d]*(?:\.[a-z]?\d+)?))?(?![\w])"
)
_OPEN_YEAR = rf"(?<![\d/])\(?(?P<year>{YEAR})(?P<suffix>[a-z])?\b[)\]]?"
_TO = r"\s*[:;,.]\s*"

# Year first: "2001 Dec;58(3):498-504", "(2014) 383(9913):245", "2005;(1):CD001351".
_YEAR_FIRST = re.compile(rf"{_OPEN_YEAR}{_DATE}[\s;,:.)]+(?:{_volume()})?{_ISSUE}{_TO}{_PAGES}")
# Year last: "15, 73-77 (2013)", "vol. 42, no. 5, pp. 433-41, May 1986".
_YEAR_LAST = re.compile(
    rf"(?<![\w({DASH}]){_volume()}{_ISSUE}{_TO}{_PAGES}[\s,;.]*\(?(?:{MONTH}\s*)?(?:\d{{1,2}},\s*)?(?P<year>{YEAR})(?P<suffix>[a-z])?\)?(?![\w{DASH}])"
)
# Year between: "69 (2004) 061301".
_YEAR_BETWEEN = re.compile(
    rf"(?<![\w(]){_volume()}(?:\s*,\s*(?:no\.?\s*)?(?P<issue>\d{{1,3}}))?\s*\((?:{MONTH}\s*)?(?P<year>{YEAR})(?P<suffix>[a-z])?\)\s*[:,;.]?\s*{_PAGES}"
)
# No year here: "Med Care 51: 471-477", "Dec;23(4):166-70", "Vol. 58, No. 2, pp. 12-15".
_NO_YEAR = re.compile(
    rf"(?:(?:{MONTH}(?:\s?[/{DASH}]\s?{MONTH})?(?:\s+\d{{1,2}})?\s*;\s*)|(?<![\w(./{DASH}]))(?:{_volume()}{_ISSUE}|\((?P<issue_only>[^()]{{1,20}})\)){_TO}{_PAGES}"
)
_NO_PAGES = re.compile(rf"{_OPEN_YEAR}{_DATE}\s*[;,:]\s*{_volume()}{_ISSUE}(?=[\s.;,]*$)")
_VOLUME_YEAR = re.compile(
    rf"(?<![\w(]){_volume()}{_ISSUE}\s*[,.]?\s*\((?P<year>{YEAR})(?P<suffix>[a-z])?\)(?=[\s.;,]*$)"
)
_NO_VOLUME = re.compile(rf"{_OPEN_YEAR}{_DATE}\s*[;:,]\s*{_PAGES}(?=[\s.;,]*$)")
_VOLUME_ONLY = re.compile(rf",\s*(?:{_volume()}){_ISSUE}(?=[\s.;,]*$)")
_ONLY_PAGES = re.compile(
    rf"[,(.\s]+(?:pp?|pages)\.?\s*(?P<first>{_PAGE})(?:\s?[{DASH}]{{1,2}}\s?(?P<last>\d[\w]*))?(?=[\s.;,)]|$)"
)
_YEAR_ALONE = re.compile(
    rf"(?<![\d/.-])(?:\(\s*)?(?P<year>{YEAR})(?P<suffix>[a-z])?\b(?:{_DATE})\s*\)?(?![\d/-])"
)
_YEAR_AT_START = re.compile(
    rf"[\s.,;:]*[(\[]?\s*(?:(?P<year>{YEAR})(?P<suffix>[a-z])?(?:[/{DASH}]\d{{2,4}})?(?:\s*[,;]?\s*{MONTH}[^()\[\]]{{0,12}})?|n\.\s?d\.|in press|forthcoming)\s*[)\]]?(?![\w{DASH}])\s*[.,:;]*\s*",
    re.IGNORECASE,
)
# Text allowed behind the locator; more than this means that it was found inside a title.
_REST = 60


class Locator(NamedTuple):
    """What was found, and where it begins and ends."""

    start: int
    end: int
    year: int | None = None
    suffix: str = ""
    volume: str = ""
    issue: str = ""
    first: str = ""
    last: str = ""


def take_locator(text: str, start: int) -> Locator | None:
    """Find volume, issue and pages behind position ``start`` of a reference.

    Examples
    --------
    >>> take_locator("Doe J. Title. Pain 2001;58(3):498-504.", 5)[2:]
    (2001, '', '58', '3', '498', '504')
    >>> take_locator("Doe J. (2005). Title. Acupunct Med, Dec;23(4):166-70.", 14)[2:]
    (None, '', '23', '4', '166', '70')
    """
    for pattern in (
        _YEAR_FIRST,
        _YEAR_LAST,
        _YEAR_BETWEEN,
        _NO_YEAR,
        _NO_PAGES,
        _VOLUME_YEAR,
        _NO_VOLUME,
        _VOLUME_ONLY,
        _ONLY_PAGES,
    ):
        match = _last(pattern, text, start)
        if match is not None:
            return _locator(match)
    return None


def _last(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text, start):
        if len(text) - match.end() <= _REST:
            found = found or match
    return found


def _locator(match: re.Match[str]) -> Locator:
    parts = {name: value.strip() for name, value in match.groupdict().items() if value}
    issue = (
        parts.get("issue")
        or parts.get("issue_word")
        or parts.get("issue_only")
        or parts.get("supplement", "")
    )
    return Locator(
        match.start(),
        match.end(),
        int(parts["year"]) if "year" in parts else None,
        parts.get("suffix", ""),
        parts.get("volume", ""),
        issue,
        parts.get("first", ""),
        parts.get("last", ""),
    )


def year_at(text: str, start: int) -> Locator | None:
    """Return the year that stands directly at ``start``, as in ``Doe J (2005b).``"""
    match = _YEAR_AT_START.match(text, start)
    if match is None:
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
