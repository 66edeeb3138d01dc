"""Fold text so that the same words compare equal however they were typed."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "ħ": "h",
        "α": " alpha ", "β": " beta ", "γ": " gamma ", "δ": " delta ", "ε": " epsilon ", "κ": " kappa ",
        "λ": " lambda ", "μ": " mu ", "σ": " sigma ", "τ": " tau ", "ω": " omega ",
        "'": "", "’": "", "‘": "", "`": "", "´": "", "ʼ": "",
    }
)  # fmt: skip
_LETTERS.update(
    (
        code,
        "".join(c for c in unicodedata.normalize("NFKD", chr(code).lower()) if not unicodedata.combining(c)),
    )
    for code in range(0xA0, 0x250)
    if code not in _LETTERS and unicodedata.normalize("NFKD", chr(code)) != chr(code)
)
_LETTERS.update((ord(dash), "-") for dash in "‐‑‒–—―−­")
_LETTERS.update((ord(mark), " ") for mark in "“”„«»…•·®™©°†‡¶§")
_SPELLINGS = (
    ("isation", "ization"), ("ised", "ized"), ("ising", "izing"), ("ise ", "ize "), ("ae", "e"), ("oe", "e"),
    ("our", "or"), ("centre", "center"), ("programme", "program"), ("ll", "l"),
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]{0,200})?/?>")

STOPWORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "de",
        "der",
        "des",
        "die",
        "do",
        "does",
        "for",
        "from",
        "in",
        "is",
        "la",
        "le",
        "of",
        "on",
        "or",
        "s",
        "the",
        "their",
        "to",
        "und",
        "use",
        "using",
        "vs",
        "versus",
        "was",
        "were",
        "with",
        "without",
    ]
)
"""Words that carry no weight when two titles are compared."""


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents and apostrophes, Greek letters spelled out.

    Use it on both sides of a comparison; the result is not meant to be read.

    Examples
    --------
    >>> fold("Crohn’s disease: TNF-α in Łódź")
    'crohns disease: tnf- alpha  in lodz'
    """
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    lowered = text.casefold().translate(_LETTERS)
    if lowered.isascii():
        return lowered
    split = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in split if not unicodedata.combining(c)).translate(_LETTERS)


def words(text: str) -> list[str]:
    """Return the folded words of ``text`` in order, British and American spelling made one.

    Examples
    --------
    >>> words("A randomised trial of haemodialysis") == words("a Randomized trial of hemodialysis")
    True
    """
    folded = fold(text) + " "
    for british, american in _SPELLINGS:
        if british in folded:
            folded = folded.replace(british, american)
    return _WORD.findall(folded)


def content_words(text: str) -> list[str]:
    """Return the words of ``text`` that carry meaning: no articles, no prepositions."""
    return [w for w in words(text) if w not in STOPWORDS]


def clean(text: str | None) -> str:
    """Return printed text without mark-up, entities and runs of white space.

    Examples
    --------
    >>> clean("Effect of H<sub>2</sub>O &amp; heat\\n on  <i>E. coli</i>")
    'Effect of H2O & heat on E. coli'
    """
    if not text:
        return ""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    return " ".join(text.split())


def clean_title(text: str | None) -> str:
    """Return a title without mark-up, the brackets of a translated title, and the final full stop.

    Examples
    --------
    >>> clean_title("[The pineal body].")
    'The pineal body'
    """
    title = clean(text)
    title = title[:-1].rstrip() if title.endswith(".") and not title.endswith("...") else title
    if title.startswith("[") and title.endswith("]") and "[" not in title[1:]:
        title = title[1:-1].rstrip(".").strip()
    return title


@lru_cache(maxsize=65536)
def squash(text: str) -> str:
    """Return the letters and digits of ``text`` run together: equal whatever the spacing and hyphens.

    Examples
    --------
    >>> squash("Follow-up of knee-pain") == squash("Followup of knee pain")
    True
    """
    return "".join(words(text))
