"""Words of a question as terms of the vocabularies; unknown words are answered with the nearest."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from trueeffect.errors import InputError, NotFound, UnknownOption
from trueeffect.model.question import TIME_BANDS, VERSUS_NAMES, Question, Versus
from trueeffect.vocab.tables import load_terms
from trueeffect.vocab.terms import find_terms, is_a, lookup

_VERSUS_WORDS: dict[str, Versus] = {
    "sham": "sham",
    "placebo": "sham",
    "without": "without",
    "nothing": "without",
    "none": "without",
    "other": "other",
    "active": "other",
    "other treatments": "other",
}
_TIMES = {"6w": "6w", "6 weeks": "6w", "short": "6w", "3m": "3m", "3 months": "3m", "6m": "6m"}
_TIMES |= {"6 months": "6m", "12m": "12m", "12 months": "12m", "1 year": "12m", "long": "12m"}
_TIMES |= {"": "nearest", "nearest": "nearest"}
_OUTCOMES = {"function": "disability", "back_pain_outcome": "pain"}
"""Outcomes that are asked under a wider name: function and disability are two sides of one thing."""
_OUTCOME_WORDS = {
    "response": "global_improvement",
    "responders": "global_improvement",
    "walking": "walking_ability",
    "medicine use": "opioid_use",
    "medication": "opioid_use",
    "medicines": "opioid_use",
    "leg pain": "leg_pain",
}


def term_of(facet: str, phrase: str) -> str:
    """Return the term that a phrase names.

    Raises
    ------
    NotFound
        With the nearest terms.

    Examples
    --------
    >>> term_of("condition", "lumbar spinal stenosis"), term_of("intervention", "Acupuncture")
    ('spinal_stenosis', 'acupuncture')
    """
    if phrase in load_terms(facet):
        return phrase
    found = lookup(facet, phrase)
    if found:
        return found
    hits = list(dict.fromkeys(hit.term for hit in find_terms(phrase, [facet])))
    if len(hits) == 1:
        return hits[0]
    near = [load_terms(facet)[term].label for term in hits] or nearest(facet, phrase)
    word = "treatment" if facet == "intervention" else facet
    hint = f"Nearest: {', '.join(near)}." if near else "Try a plainer or wider word."
    what = "names several" if len(hits) > 1 else "is not a known"
    raise NotFound(f"{phrase!r} {what} {word}{'s' if hits else ''}.", hint=hint, facet=facet, near=near)


def nearest(facet: str, phrase: str, most: int = 4) -> list[str]:
    """Return the labels of the terms nearest to a phrase, by spelling."""
    terms = load_terms(facet).values()
    names = {name.lower(): term.label for term in terms for name in (term.label, *term.synonyms)}
    found = difflib.get_close_matches(phrase.lower(), names, n=8, cutoff=0.55)
    return list(dict.fromkeys(names[name] for name in found))[:most]


def make_question(
    treatment: str,
    condition: str,
    *,
    versus: str | Sequence[str] = (),
    outcome: str = "pain",
    time: str = "",
) -> Question:
    """Return the question in terms of the vocabularies.

    Examples
    --------
    >>> make_question("acupuncture", "chronic low back pain", versus="sham", outcome="function").outcome
    'disability'
    """
    asked = outcome_of(outcome)
    classes, comparator = versus_of(versus)
    question = Question(
        treatment=term_of("intervention", treatment),
        condition=term_of("condition", condition),
        outcome=asked,
        versus=classes,
        comparator=comparator,
        time=time_of(time),
    )
    named = bool(comparator) and comparator in load_terms("intervention")
    if named and is_a("intervention", comparator, question.treatment):
        raise InputError(
            f"{treatment!r} cannot be compared with {comparator.replace('_', ' ')!r}: one is a kind of the other.",
            hint="Name another treatment, or leave out versus.",
        )
    return question


def outcome_of(words: str) -> str:
    """Return the outcome that is asked for."""
    known = _OUTCOME_WORDS.get(words.strip().lower()) or term_of("outcome", words)
    return _OUTCOMES.get(known, known)


def time_of(words: str) -> str:
    """Return the id of a span of time.

    Examples
    --------
    >>> time_of("3 months"), time_of("")
    ('3m', 'nearest')
    """
    found = _TIMES.get(words.strip().lower())
    if found is None:
        raise UnknownOption.of("time", words, [*TIME_BANDS, "nearest"])
    return found


def versus_of(words: str | Sequence[str]) -> tuple[tuple[Versus, ...], str]:
    """Return the classes of comparison, and one comparator when a single one was named."""
    given = [words] if isinstance(words, str) else list(words)
    given = [word.strip().lower() for word in given if word.strip()]
    if not given or given == ["all"]:
        return tuple(VERSUS_NAMES), ""
    if all(word in _VERSUS_WORDS for word in given):
        return tuple(dict.fromkeys(_VERSUS_WORDS[word] for word in given)), ""
    if len(given) > 1:
        raise InputError(
            f"versus={', '.join(given)} mixes classes and single comparators.",
            hint="Give sham, without, other, or one comparator.",
        )
    return _single(given[0])


def _single(word: str) -> tuple[tuple[Versus, ...], str]:
    comparator = word if word in load_terms("comparator") else lookup("comparator", word)
    if comparator:
        sham = is_a("comparator", comparator, "sham") or comparator == "placebo"
        return (("sham",) if sham else ("without",)), comparator
    try:
        return ("other",), term_of("intervention", word)
    except NotFound as error:
        raise NotFound(
            f"versus={word!r} is neither a class (sham, without, other), a comparator nor a treatment.",
            hint=error.hint,
        ) from None
