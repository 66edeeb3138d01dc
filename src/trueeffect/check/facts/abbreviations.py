"""Abbreviations that a text defines itself: "physical component summary (PCS)".

The long form is found by the letters of the short one (the method of Schwartz and Hearst, 2003,
doi:10.1142/9789812776303_0042): read backwards, each letter of the short form must occur in the words
before the bracket, the first one at the start of a word.
"""

from __future__ import annotations

import re
from functools import lru_cache

_BRACKET = re.compile(r"\(([A-Z][A-Za-z0-9+/-]{0,9})(?:[;,][^)]*)?\)")
_WORDS_BACK = 9


@lru_cache(maxsize=512)
def abbreviations(text: str) -> dict[str, str]:
    """Return the abbreviations that ``text`` defines, with their long forms.

    Examples
    --------
    >>> abbreviations("the physical component summary (PCS) and pain")
    {'PCS': 'physical component summary'}
    """
    found: dict[str, str] = {}
    for match in _BRACKET.finditer(text):
        short = match.group(1).rstrip("s") if match.group(1)[:-1].isupper() else match.group(1)
        if sum(c.isupper() for c in short) < 2 and len(short) > 2:
            continue
        before = text[max(0, match.start() - 120) : match.start()].rstrip()
        long = _long_form(short, before)
        if long:
            found.setdefault(short, long)
    return found


def _long_form(short: str, before: str) -> str:
    letters = [c.lower() for c in short if c.isalnum()]
    words = re.split(r"(?<=[.;:(])\s", before)[-1].split()[-min(_WORDS_BACK, len(letters) * 2 + 2) :]
    text = " ".join(words)
    at = len(text)
    for i, letter in enumerate(reversed(letters)):
        at -= 1
        first = i == len(letters) - 1
        while at >= 0 and (text[at].lower() != letter or (first and at > 0 and text[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return ""
    return text[at:]


def expand(sentence: str, known: dict[str, str]) -> str:
    """Return the sentence with the long forms of known abbreviations added in brackets at its end.

    The sentence itself is unchanged, so that offsets stay true.
    """
    used = [long for short, long in known.items() if re.search(rf"\b{re.escape(short)}s?\b", sentence)]
    return f"{sentence} ({'; '.join(used)})" if used else sentence
