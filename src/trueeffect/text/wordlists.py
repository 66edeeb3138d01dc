"""Small sets of words, written as running text."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of ``text`` as a set.

    Examples
    --------
    >>> sorted(word_set("nor or and"))
    ['and', 'nor', 'or']
    """
    return frozenset(text.split())
