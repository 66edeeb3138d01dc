"""Find controlled terms in text, and ask how terms relate.

The finder reads words in a folded form, so that plural, hyphen, and British or American spelling do not
matter, and takes the longest phrase at each place. Inside a comparator ("sham acupuncture") no
intervention is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from trueeffect.vocab.tables import TABLES, load_terms

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_KEEP_S = ("ss", "us", "is", "as", "os", "ous", "ics")
_WHOLE = frozenset({"tens", "as", "is", "was", "his", "this", "its", "us", "aids"})
"""Words whose final s is no plural: "tens" is a treatment, not the number."""
_SPELLING = (
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ise", "ize"),
    ("yse", "yze"),
    ("aem", "em"),
    ("oed", "ed"),
    ("oes", "es"),
    ("aes", "es"),
    ("aed", "ed"),
    ("noea", "nea"),
    ("rhoea", "rhea"),
    ("haem", "hem"),
    ("our", "or"),
    ("tre", "ter"),
    ("programme", "program"),
    ("orrhoe", "orrhe"),
    ("poea", "pea"),
)


class Hit(NamedTuple):
    """A term found in a text; ``[start, end)`` are characters of the text."""

    start: int
    end: int
    facet: str
    term: str


class Word(NamedTuple):
    """A word of a text with its place and folded form."""

    start: int
    end: int
    fold: str


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return the form of a word under which spellings and plurals meet.

    Examples
    --------
    >>> fold("Randomised") == fold("randomized"), fold("studies") == fold("study")
    (True, True)
    >>> fold("diagnosis"), fold("needles")
    ('diagnosis', 'needle')
    """
    word = word.lower()
    if word in _WHOLE:
        return word
    for british, american in _SPELLING:
        if british in word:
            word = word.replace(british, american)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(_KEEP_S):
        return word[:-1]
    return word


def words(text: str) -> list[Word]:
    """Return the words of a text with their folded forms; a possessive 's is dropped."""
    found = [Word(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text)]
    return [w for w in found if not (w.fold == "s" and w.start and text[w.start - 1] in "'’")]


class _Entry(NamedTuple):
    folds: tuple[str, ...]
    facet: str
    term: str


@cache
def _index() -> dict[str, tuple[_Entry, ...]]:
    """Return all phrases by their first folded word, longest first."""
    index: dict[str, set[_Entry]] = {}
    for facet in TABLES:
        for term in load_terms(facet).values():
            for phrase in (term.label, *term.synonyms):
                folds = tuple(w.fold for w in words(phrase))
                if folds:
                    index.setdefault(folds[0], set()).add(_Entry(folds, facet, term.id))
    return {
        first: tuple(sorted(entries, key=lambda e: (-len(e.folds), e))) for first, entries in index.items()
    }


def find_terms(text: str, facets: Iterable[str] | None = None) -> tuple[Hit, ...]:
    """Return the terms named in ``text``, in order; longest phrase first within each facet.

    Parameters
    ----------
    text : str
        A sentence or a short text.
    facets : iterable of str, optional
        Only these facets; all by default.

    Examples
    --------
    >>> [(h.facet, h.term) for h in find_terms("fake needling for a slipped disc")]
    [('comparator', 'sham_acupuncture'), ('condition', 'disc_herniation')]
    """
    hits = _all_terms(text)
    if facets is None:
        return hits
    wanted = set(facets)
    return tuple(h for h in hits if h.facet in wanted)


@lru_cache(maxsize=4096)
def _all_terms(text: str) -> tuple[Hit, ...]:
    tokens = words(text)
    folds = [w.fold for w in tokens]
    index = _index()
    taken: dict[str, int] = {}
    hits: list[Hit] = []
    for i, first in enumerate(folds):
        for entry in index.get(first, ()):
            size = len(entry.folds)
            if taken.get(entry.facet, 0) > i or tuple(folds[i : i + size]) != entry.folds:
                continue
            taken[entry.facet] = i + size
            hits.append(Hit(tokens[i].start, tokens[i + size - 1].end, entry.facet, entry.term))
    return tuple(h for h in hits if not _inside_comparator(h, hits))


def _inside_comparator(hit: Hit, hits: list[Hit]) -> bool:
    """Tell whether an intervention is only part of the name of a comparator."""
    if hit.facet != "intervention":
        return False
    return any(
        h.facet == "comparator"
        and h.start <= hit.start
        and hit.end <= h.end
        and h.end - h.start > hit.end - hit.start
        for h in hits
    )


def lookup(facet: str, phrase: str) -> str:
    """Return the id of the term that ``phrase`` names exactly in a facet, or ``""``.

    Examples
    --------
    >>> lookup("condition", "Slipped discs"), lookup("condition", "something else")
    ('disc_herniation', '')
    """
    folds = tuple(w.fold for w in words(phrase))
    entries = _index().get(folds[0], ()) if folds else ()
    return next((e.term for e in entries if e.facet == facet and e.folds == folds), "")


@lru_cache(maxsize=8192)
def ancestors(facet: str, term: str) -> tuple[str, ...]:
    """Return the wider terms of ``term``, nearest first; empty for an unknown term.

    Examples
    --------
    >>> ancestors("condition", "chronic_low_back_pain")[:2]
    ('low_back_pain', 'back_pain')
    """
    table = load_terms(facet)
    found: list[str] = []
    current = table[term].parent if term in table else ""
    while current and current not in found:
        found.append(current)
        current = table[current].parent if current in table else ""
    return tuple(found)


def is_a(facet: str, term: str, wider: str) -> bool:
    """Tell whether ``term`` is ``wider`` or lies below it."""
    return term == wider or wider in ancestors(facet, term)


def related(facet: str, one: str, other: str) -> bool:
    """Tell whether two terms are the same or one lies below the other.

    Examples
    --------
    >>> related("condition", "back_pain", "sciatica"), related("condition", "sciatica", "neck_pain")
    (True, False)
    """
    return is_a(facet, one, other) or is_a(facet, other, one)


def label(facet: str, term: str) -> str:
    """Return the plain name of a term; the id with spaces when it is not in the table."""
    found = load_terms(facet).get(term) if facet in TABLES else None
    return found.label if found else term.replace("_", " ")
