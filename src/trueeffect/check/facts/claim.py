"""The typed facts that a claim asserts."""

from __future__ import annotations

from functools import lru_cache

from trueeffect.check.facts.abbreviations import abbreviations
from trueeffect.check.facts.abstract import split_sentences
from trueeffect.check.facts.detectors import DETECTORS
from trueeffect.check.facts.detectors._base import Reading
from trueeffect.check.facts.numbers import number_assertions
from trueeffect.model.fact import Assertion
from trueeffect.model.provenance import Span

_CLAIM_FACETS = tuple(d for name, d in DETECTORS.items() if name != "conclusion")


def claim_assertions(text: str, *, offset: int = 0) -> tuple[Assertion, ...]:
    """Return the typed facts of a claim, in the order of the text.

    Parameters
    ----------
    text : str
        The claim: one sentence, or a few.
    offset : int
        Where the claim starts in its article; spans are shifted by it.

    Examples
    --------
    >>> facts = claim_assertions("Acupuncture beat fake needling for a bad back.")
    >>> [(f.facet, f.term) for f in facts if f.facet in ("comparator", "condition")]
    [('comparator', 'sham_acupuncture'), ('condition', 'back_pain')]
    """
    return tuple(_shifted(fact, offset) for fact in _read(text)) if offset else _read(text)


@lru_cache(maxsize=2048)
def _read(text: str) -> tuple[Assertion, ...]:
    known = tuple(abbreviations(text).items())
    facts: list[Assertion] = list(number_assertions(text))
    for span in split_sentences(text):
        reading = Reading(text=span.of(text), offset=span.start, known=known)
        facts += [fact for detector in _CLAIM_FACETS for fact in detector.find(reading)]
    return tuple(sorted(facts, key=lambda f: (f.span.start, f.span.end, f.facet, f.term)))


def _shifted(fact: Assertion, offset: int) -> Assertion:
    from msgspec.structs import replace

    return replace(fact, span=Span(start=fact.span.start + offset, end=fact.span.end + offset))
