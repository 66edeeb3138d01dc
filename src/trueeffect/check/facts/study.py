"""The typed facts of a study: curated when people entered them, else read from the record."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from trueeffect.check.facts.abbreviations import abbreviations
from trueeffect.check.facts.abstract import abstract_sentences, abstract_text
from trueeffect.check.facts.detectors import DETECTORS
from trueeffect.check.facts.detectors._base import Reading
from trueeffect.check.facts.headings import heading_facts
from trueeffect.check.facts.numbers import number_assertions
from trueeffect.check.facts.roles import sentence_roles
from trueeffect.model.fact import Assertion, StudyFacts
from trueeffect.model.record import Record

Basis = Literal["curated", "abstract", "title", "mesh"]


def study_facts(record: Record) -> StudyFacts:
    """Return what is known about a study, with the place of each fact.

    Curated facts come first; facts read from title, abstract, MeSH and publication types follow. What is
    not among the facts is unknown, not absent. Results are kept per record, so asking again is free.

    Examples
    --------
    >>> from trueeffect.model.record import AbstractSection
    >>> abstract = (AbstractSection(text="Sixty rats were randomised to yoga or a sham."),)
    >>> facts = study_facts(Record(id="x", title="Yoga in rats", abstract=abstract))
    >>> sorted({f.term for f in facts.assertions if f.facet == "species"}), facts.basis
    (['rat'], ('abstract', 'title'))
    """
    key = id(record)
    found = _CACHE.get(key)
    if found is None or found[0] is not record:
        if len(_CACHE) > _CACHE_SIZE:
            _CACHE.clear()
        _CACHE[key] = found = (record, _study_facts(record))
    return found[1]


_CACHE: dict[int, tuple[Record, StudyFacts]] = {}
_CACHE_SIZE = 512


def _study_facts(record: Record) -> StudyFacts:
    curated = _curated(record)
    sentences = abstract_sentences(record)
    roles = sentence_roles(sentences)
    abstract = abstract_text(record)
    known = tuple(abbreviations(abstract).items())
    facts: list[Assertion] = [*curated, *heading_facts(record)]
    facts += _read_facts(Reading(text=record.title, part="title", known=known)) if record.title else []
    for sentence, role in zip(sentences, roles):
        reading = Reading(
            text=sentence.text, offset=sentence.span.start, part="abstract", section=role, known=known
        )
        facts += _read_facts(reading)
    return StudyFacts(
        record_id=record.id,
        basis=_basis(record, bool(curated)),
        assertions=tuple(facts),
        sentences=tuple(s.span for s in sentences),
    )


def _read_facts(reading: Reading) -> tuple[Assertion, ...]:
    return _facts_of(reading.text, reading.offset, reading.part, reading.section, reading.known)


@lru_cache(maxsize=4096)
def _facts_of(
    text: str, offset: int, part: str, section: str, known: tuple[tuple[str, str], ...]
) -> tuple[Assertion, ...]:
    reading = Reading(text=text, offset=offset, part=part, section=section, known=known)
    facts = list(number_assertions(text, part=part, section=section, offset=offset))
    skipped = _OF_RESULTS if section in _WITHOUT_RESULTS else frozenset()
    facts += [
        f for name, detector in DETECTORS.items() if name not in skipped for f in detector.find(reading)
    ]
    return tuple(facts)


_OF_RESULTS = frozenset({"direction", "scope", "significance", "harm", "certainty", "relation"})
_WITHOUT_RESULTS = frozenset({"BACKGROUND", "OBJECTIVE", "METHODS"})


def _curated(record: Record) -> tuple[Assertion, ...]:
    try:
        from trueeffect.check.facts.curated import curated_facts
    except ImportError:
        return ()

    names = dict.fromkeys((record.id, *record.keys, *record.merged))
    return next((facts for name in names if (facts := curated_facts(name))), ())


def _basis(record: Record, curated: bool) -> tuple[Basis, ...]:
    parts: list[tuple[Basis, bool]] = [
        ("curated", curated),
        ("abstract", any(s.text.strip() for s in record.abstract)),
        ("title", bool(record.title)),
        ("mesh", bool(record.mesh)),
    ]
    return tuple(name for name, there in parts if there)
