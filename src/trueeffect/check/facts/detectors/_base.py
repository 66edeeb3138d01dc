"""The contract of a detector: from a sentence to the typed facts of one facet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from trueeffect.model.fact import Assertion, Facet
from trueeffect.model.provenance import Span
from trueeffect.vocab.terms import Hit, find_terms


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A sentence to read facts from, and where it stands.

    Parameters
    ----------
    text : str
        The sentence.
    offset : int
        Where it starts in its part (the article, the abstract, the title).
    part, section : str
        As in :class:`~trueeffect.model.fact.Assertion`.
    known : tuple of (short, long)
        Abbreviations that the whole text has defined.
    """

    text: str
    offset: int = 0
    part: str = "article"
    section: str = ""
    known: tuple[tuple[str, str], ...] = ()

    @property
    def terms(self) -> tuple[Hit, ...]:
        """Controlled terms named in the sentence."""
        return find_terms(self.text)

    def fact(self, facet: Facet, start: int, end: int, **values: Any) -> Assertion:
        """Return an assertion on characters ``[start, end)`` of the sentence."""
        return Assertion(
            facet=facet,
            span=Span(start=self.offset + start, end=self.offset + end),
            quote=self.text[start:end],
            part=self.part,
            section=self.section,
            by=facet,
            **values,
        )


@dataclass(frozen=True, kw_only=True)
class Detector:
    """A reader of one facet.

    Parameters
    ----------
    facet : str
        Facet of the assertions.
    find : callable
        From a :class:`Reading` to assertions.
    examples : tuple of (sentence, term)
        The term must be among those found.
    counter_examples : tuple of (sentence, term)
        The term must not be found; an empty term means that nothing may be found.
    """

    facet: Facet
    find: Callable[[Reading], Iterable[Assertion]]
    examples: tuple[tuple[str, str], ...]
    counter_examples: tuple[tuple[str, str], ...]


_DENIED = re.compile(
    r"(?:\b(?:no|not|without|never|neither|nor|lacked|lacking|absence of|rather than|instead of|didn['’]t|"
    r"did not)"
    r"(?: (?:any|use|used|using|have|had|include|included|involve|a|an|the|of|comparison with|real|receive|"
    r"received|get)){0,3} )$",
    re.IGNORECASE,
)


_NONE_USED = re.compile(
    r"\b(?:neither|none of|no)(?: \w+){0,4} (?:used|had|included|compared|got|received|involved|"
    r"tested)(?: a| an| any| the| with)*\s$",
    re.IGNORECASE,
)


def denied(text: str, start: int) -> bool:
    """Tell whether the words just before ``start`` deny what follows ("no sham", "without a").

    Examples
    --------
    >>> denied("There was no sham arm", 13), denied("They used a sham arm", 12)
    (True, False)
    """
    before = text[:start]
    return bool(_DENIED.search(before) or _NONE_USED.search(before))


def vocabulary_facts(reading: Reading, facet: Facet) -> Iterator[Assertion]:
    """Yield one fact for each term of a facet that the sentence names."""
    for hit in reading.terms:
        if hit.facet == facet:
            yield reading.fact(
                facet, hit.start, hit.end, term=hit.term, negated=denied(reading.text, hit.start)
            )


def pattern_facts(
    reading: Reading, facet: Facet, patterns: Iterable[tuple[str, re.Pattern[str]]], **values: Any
) -> Iterator[Assertion]:
    """Yield one fact for the first match of each (term, pattern)."""
    for term, pattern in patterns:
        match = pattern.search(reading.text)
        if match:
            yield reading.fact(facet, match.start(), match.end(), term=term, **values)
