"""Everyday and medical words for the same thing, so that "kidney" meets "renal".

Used to align sentences by their content words; terms proper are found by :mod:`trueeffect.vocab.terms`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from trueeffect.vocab.terms import fold, words

_STOP_WORDS = (
    "a an the and or of in on at by for to with from as is are was were be been being it its this that "
    "these those which who whom whose there their they them he she his her him i we our us you your "
    "than then so such also very more most much many some any each every all both other another one "
    "had has have having do does did done can could may might must shall should will would not no nor "
    "if but while whereas although though when where how what why after before during over under "
    "between among into out up down about around only just even still too again further per via "
    "people patient patients participant participants subject subjects person persons individuals "
    "study studies trial trials research researchers authors result results found showed shown show "
    "group groups compared comparison versus vs significant significantly treatment treated received "
    "given gave get got patients' those who taking took take use used using well within without"
)
_STOP = frozenset(fold(word) for word in _STOP_WORDS.split())
_SUFFIXES = ("ically", "ations", "ation", "ments", "ment", "ness", "ingly", "edly", "ings", "ing", "ers",
             "ely", "ly", "ed", "er", "es", "al", "ive", "ity", "e", "y")  # fmt: skip


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a short stem: folded, without common endings; at least four letters stay.

    Examples
    --------
    >>> stem("improvement") == stem("improved") == stem("improving")
    True
    """
    folded = fold(word)
    for suffix in _SUFFIXES:
        if folded.endswith(suffix) and len(folded) - len(suffix) >= 4:
            return folded[: -len(suffix)].rstrip("e")
    return folded


@cache
def _classes() -> dict[str, str]:
    path = files("trueeffect.data") / "vocab" / "words.tsv"
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        members = [stem(word) for word in line.split("\t") if word]
        for member in members:
            found.setdefault(member, members[0])
    return found


@lru_cache(maxsize=65536)
def concept(word: str) -> str:
    """Return the name of the class of words that ``word`` belongs to; its stem when it has none.

    Examples
    --------
    >>> concept("renal") == concept("kidneys")
    True
    """
    found = stem(word)
    return _classes().get(found, found)


@lru_cache(maxsize=8192)
def concepts(text: str) -> frozenset[str]:
    """Return the concepts of the content words of a text; numbers and stop words are left out."""
    return frozenset(
        concept(w.fold)
        for w in words(text)
        if w.fold not in _STOP and not w.fold.isdigit() and len(w.fold) > 1
    )
