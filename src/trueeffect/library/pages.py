"""Page ranges, volumes and issues: read and compare."""

from __future__ import annotations

import re
from typing import NamedTuple

_DASH = re.compile(r"\s*(?:[-‐‑‒–—−]+|\bto\b)\s*")
_PAGE = re.compile(r"^([A-Za-z]{0,4})[\s.]?(\d+)([A-Za-z]{0,2})$")
_NOISE = re.compile(
    r"^(?:pp?\.?|pages?|art(?:icle)?\.?(?:\s*(?:no|id|number)\.?)?)\s*(?=[A-Za-z]?\d)", re.IGNORECASE
)


class Pages(NamedTuple):
    """First and last page as printed in full (``450``, ``457``); an article number has no last page."""

    first: str
    last: str


def parse_pages(text: str) -> Pages:
    """Read a page range; a shortened last page is written out.

    Examples
    --------
    >>> parse_pages("450-7"), parse_pages("e309")
    (Pages(first='450', last='457'), Pages(first='e309', last=''))
    >>> parse_pages("S119–27"), parse_pages("pp. 12–15; discussion 16")
    (Pages(first='S119', last='S127'), Pages(first='12', last='15'))
    """
    head = re.split(r"[;,]", _NOISE.sub("", text.strip()))[0].strip().rstrip(".")
    parts = [p for p in _DASH.split(head) if p]
    if not parts:
        return Pages("", "")
    first = parts[0].strip()
    return Pages(first, full_last(first, parts[1].strip()) if len(parts) == 2 else "")


def full_last(first: str, last: str) -> str:
    """Write out a shortened last page: ``450`` and ``7`` give ``457``; ``S119`` and ``27`` give ``S127``."""
    a, b = _PAGE.match(first), _PAGE.match(last)
    if not a or not b or not last:
        return last
    prefix = b.group(1) or a.group(1)
    start, end = a.group(2), b.group(2)
    if len(end) < len(start):
        end = start[: len(start) - len(end)] + end
    return f"{prefix}{end}{b.group(3)}"


def page_key(page: str) -> str:
    """Return a page for comparing: digits without letters and leading zeros (``e0048296`` gives ``48296``).

    The letter of an electronic page is dropped by many styles, so it cannot tell two works apart.
    """
    match = _PAGE.match(page.strip())
    return (match.group(2).lstrip("0") or "0") if match else page.strip().lower()


def volume_key(volume: str) -> str:
    """Return a volume for comparing: its first number, or its letters when it has none.

    Examples
    --------
    >>> volume_key("12 Suppl 1"), volume_key("Vol. 166"), volume_key("XII")
    ('12', '166', '12')
    """
    number = re.search(r"\d+", volume)
    if number:
        return number.group().lstrip("0") or "0"
    letters = re.sub(r"[^a-z]", "", re.sub(r"^\s*vol(?:ume)?\b", "", volume.lower()))
    return str(_roman(letters)) if letters and _roman(letters) else letters


def _roman(letters: str) -> int:
    if not re.fullmatch(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", letters):
        return 0
    value = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    total = 0
    for here, following in zip(letters, [*letters[1:], "i"], strict=False):
        total += -value[here] if value[here] < value[following] else value[here]
    return total


def issue_keys(issue: str) -> frozenset[str]:
    """Return the numbers of an issue; parts and supplements are left out (``1 Pt 1`` gives ``{'1'}``)."""
    main = re.split(r"(?i)\b(?:pt|part)\b", issue)[0]
    return frozenset(n.lstrip("0") or "0" for n in re.findall(r"\d+", main))
