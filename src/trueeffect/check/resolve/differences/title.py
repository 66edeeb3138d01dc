"""The title: words exchanged or put in. A title cut short, or spelt otherwise, is no mistake."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from trueeffect.check.resolve.differences._base import Rule
from trueeffect.check.resolve.query import Query
from trueeffect.library.journals import journal_of
from trueeffect.library.store import Library
from trueeffect.library.words import STOPWORDS, squash, words
from trueeffect.model.record import Difference, Record

_SPELT = 78
"""Similarity (0-100) of two words up to which they are forms or misprints of one word."""
_STEM = 3
"""Letters from which the beginning of a word stands for the word."""
_RELATED = 0.5
"""Share of the title's words below which the two titles are simply different."""
_EQUAL = {
    "1": "i one first", "2": "ii two second", "3": "iii three third", "4": "iv four fourth", "5": "v five",
    "6": "vi six",
    "7": "vii seven", "8": "viii eight", "9": "ix nine", "10": "x ten", "12": "xii twelve", "vs": "versus",
}  # fmt: skip
_NAMED = {form: digit for digit, forms in _EQUAL.items() for form in forms.split()}


def _compare(query: Query, record: Record, library: Library) -> Difference | None:
    claimed, known = _content(query.fields.title), _content(record.title)
    if len(claimed) < 2 or len(known) < 2 or squash(record.title) in squash(query.raw):
        return None
    journal = query.fields.journal if journal_of(record, query.fields.journal) else ""
    printed = frozenset(words(query.without(journal)))
    shared = sum(any(_alike(w, c) for c in printed) for w in known) / len(known)
    if shared < _RELATED and (found := _unrelated(query, record, shared)):
        return found
    for ours, theirs in exchanged(claimed, known):
        if not any(_alike(w, t) for w in theirs for t in printed):
            reason = f"“{' '.join(ours)}” stands where the title has “{' '.join(theirs)}”."
            return _difference(query, record, reason)
    return None


def _unrelated(query: Query, record: Record, shared: float) -> Difference | None:
    short = _content(record.title)[: len(_content(query.fields.title))]
    if fuzz.ratio(" ".join(short), " ".join(_content(query.fields.title))) >= _SPELT:
        return None
    return _difference(query, record, f"The work at this place has the title “{record.title}”.")


def exchanged(claimed: Sequence[str], known: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words of ``claimed`` that stand in the place of other words of ``known``, inside the title.

    Examples
    --------
    >>> list(exchanged(["acupuncture", "neck", "pain"], ["acupuncture", "back", "pain"]))
    [(['neck'], ['back'])]
    >>> list(exchanged(["acupuncture", "pain"], ["acupuncture", "pain", "randomized", "trial"]))
    []
    """
    matcher = difflib.SequenceMatcher(None, list(claimed), list(known), autojunk=False)
    blocks = matcher.get_opcodes()
    for number, (kind, a, b, c, d) in enumerate(blocks):
        if kind != "replace" or (number == len(blocks) - 1 and (b - a) != (d - c)):
            continue
        ours = [w for w in claimed[a:b] if not any(_alike(w, k) for k in known)]
        theirs = [w for w in known[c:d] if not any(_alike(w, k) for k in claimed)]
        if ours and theirs and not _same_run(claimed[a:b], known[c:d]):
            yield ours, theirs


def _same_run(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    one, two = "".join(ours), "".join(theirs)
    if one == two or one in two or two in one or fuzz.ratio(one, two) >= _SPELT:
        return True
    return _acronym(ours, theirs)


def _acronym(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell whether one run begins with the initials of the other (LDL, low density lipoprotein)."""
    short, full = (ours, theirs) if len(ours) < len(theirs) else (theirs, ours)
    letters = "".join(w[0] for w in full)
    return bool(short) and 2 <= len(short[0]) <= 6 and letters.startswith(short[0])


def _alike(a: str, b: str) -> bool:
    if a == b or _NAMED.get(a, a) == _NAMED.get(b, b):
        return True
    if a.isdigit() or b.isdigit() or a[0] != b[0]:
        return a.rstrip("s") == b.rstrip("s")
    if min(len(a), len(b)) >= _STEM and (a.startswith(b) or b.startswith(a)):
        return True
    return fuzz.ratio(a, b) >= _SPELT


def _content(title: str) -> list[str]:
    return [w for w in words(title) if w not in STOPWORDS]


def _difference(query: Query, record: Record, reason: str) -> Difference:
    return Difference(
        field="title", error_type="wrong_title", claimed=query.fields.title, found=record.title, reason=reason
    )


rule = Rule(error_type="wrong_title", compare=_compare)
