"""Sentences of claim and study that say nearly the same in nearly the same words.

There the few words that differ are what matters: a dropped *not*, a turned word, two exchanged figures.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from trueeffect.library.words import STOPWORDS, words
from trueeffect.model.provenance import Span

_SAME = 0.8
"""Share of the content words of each sentence that the other must hold."""
_FEWEST = 4
_BRACKETS = re.compile(r"\([^()]*(?:19|20)\d\d[^()]*\)|\[[\d,\s–-]+\]")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,·]\d+)*%?")


def content(text: str) -> frozenset[str]:
    """Return the words of a sentence that carry meaning, without citations and without *no* and *not*.

    Examples
    --------
    >>> sorted(content("There was no difference in stiffness (Kelm et al, 2001)."))
    ['difference', 'stiffness']
    """
    bare = words(re.sub(r"\([^()]*\)", " ", text))
    return frozenset(w for w in bare if w not in STOPWORDS and w not in ("no", "not", "there", "was", "were"))


def nearly_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two sentences hold nearly the same content words."""
    shared = len(one & other)
    return len(one) >= _FEWEST and shared >= _SAME * len(one) and shared >= _SAME * len(other)


def figures(text: str) -> list[str]:
    """Return the figures of a sentence in order, without those of its citations."""
    return _NUMBER.findall(_BRACKETS.sub(" ", text))


def same_run(one: str, other: str) -> bool:
    """Tell whether two sentences run word for word alike, their figures apart.

    Examples
    --------
    >>> same_run("Pain fell by 3 with tea and by 5 with milk.", "Pain fell by 5 with tea and by 3 with milk.")
    True
    >>> same_run("Pain fell by 3 with tea and by 5 with milk.", "Pain fell by 5 with milk and by 3 with tea.")
    False
    """
    mine, yours = (words(_NUMBER.sub(" ", _BRACKETS.sub(" ", text))) for text in (one, other))
    return len(mine) >= _FEWEST and SequenceMatcher(None, mine, yours, autojunk=False).ratio() >= 0.95


def place_of(text: str, number: int) -> Span:
    """Return where the figure with this number (0 is the first) stands, citations left aside."""
    blank = _BRACKETS.sub(lambda match: " " * len(match.group()), text)
    found = list(_NUMBER.finditer(blank))[number]
    return Span(start=found.start(), end=found.end())
