"""The words of a report: one name and one sentence for each verdict, error type and status.

The report says what was compared and what came out. It accuses nobody: a work that is not in the library
is "not in this library", and a difference is told as a difference.
"""

from __future__ import annotations

from trueeffect.model.article import LinkHow
from trueeffect.model.verdict import Verdict

VERDICT_ORDER: tuple[Verdict, ...] = (
    "contradicted",
    "overstated",
    "unsupported",
    "not_checkable",
    "supported",
)
"""Faults first, the gravest first."""

FAULTS: tuple[Verdict, ...] = ("contradicted", "overstated", "unsupported")

VERDICT_NAMES: dict[Verdict, str] = {
    "supported": "supported",
    "contradicted": "contradicted",
    "overstated": "overstated",
    "unsupported": "not supported",
    "not_checkable": "could not be checked",
}

VERDICT_MEANINGS: dict[Verdict, str] = {
    "supported": "What was compared agrees with the claim.",
    "contradicted": "The study says otherwise.",
    "overstated": "The study has the data, but not the strength, scope or cause that is claimed.",
    "unsupported": "What was compared does not say this, or the study has been retracted.",
    "not_checkable": "Nothing could be compared; the reason is given.",
}

CLAIM_ERRORS: dict[str, str] = {
    "wrong_number": "wrong figure",
    "wrong_quantity": "right figure, wrong thing counted",
    "relative_as_absolute": "relative effect told as absolute",
    "dispersion_confusion": "standard error and standard deviation mixed up",
    "wrong_sample_size": "wrong number of participants",
    "baseline_followup_confusion": "baseline, follow-up and change mixed up",
    "wrong_dose_duration": "wrong dose, duration or time",
    "arms_swapped": "groups swapped",
    "wrong_comparator": "wrong comparison group",
    "wrong_intervention": "another treatment than the one tested",
    "pvalue_misread": "significance misread",
    "nonsignificance_as_equivalence": "no difference found, told as equally good",
    "noninferiority_as_superiority": "not worse, told as better",
    "certainty_overstated": "more certain than the study",
    "design_overstated": "study design told as stronger than it is",
    "causal_overclaim": "association told as cause",
    "subgroup_as_main": "subgroup told as the main result",
    "secondary_as_primary": "secondary outcome told as the main result",
    "species_extrapolation": "animal study told as if in people",
    "wrong_condition": "another condition or group of people",
    "direction_reversed": "opposite of what the study found",
    "retracted_source": "retracted study",
    "citation_mismatch": "the cited study is about something else",
    "unsupported_by_reference": "not said by the cited study",
    "fabricated_reference": "no work found that fits the entry",
    "missing_reference": "no entry in the reference list",
}

REFERENCE_ERRORS: dict[str, str] = {
    "wrong_year": "year differs",
    "wrong_author": "authors differ",
    "wrong_title": "title differs",
    "wrong_journal": "journal differs",
    "wrong_volume_issue": "volume or issue differs",
    "wrong_pages": "pages differ",
    "wrong_identifier": "identifier belongs to another work",
    "fabricated_reference": "no work found that fits the entry",
    "never_cited": "never cited in the text",
    "duplicate_reference": "listed twice",
    "retracted": "retracted",
    "citation_without_reference": "no entry in the list",
    "ambiguous_citation": "fits more than one entry",
    "et_al_two_authors": "“et al.” for a work with two authors",
}

FIELD_ERRORS: dict[str, str] = {
    "year": "wrong_year",
    "author": "wrong_author",
    "title": "wrong_title",
    "journal": "wrong_journal",
    "volume": "wrong_volume_issue",
    "issue": "wrong_volume_issue",
    "pages": "wrong_pages",
    "doi": "wrong_identifier",
    "pmid": "wrong_identifier",
    "et_al": "et_al_two_authors",
}

LINK_NOTES: dict[LinkHow, str] = {
    "explicit": "",
    "narrative": "",
    "carried": "The sentence has no citation of its own; the one before it was taken to cover it.",
    "late": "The citation stands in the next sentence and was taken to cover this one.",
    "inferred": "The article cites nothing here; the claim fits only this entry of its list.",
    "none": "The article cites nothing here.",
}

NOTICES: dict[str, str] = {
    "retraction": "This study has been retracted",
    "expression_of_concern": "The journal has published an expression of concern about this study",
    "correction": "A correction to this study has been published",
    "reinstatement": "This study was retracted and later reinstated",
}

SPECIES: dict[str, str] = {
    "human": "people",
    "rat": "rats",
    "mouse": "mice",
    "rabbit": "rabbits",
    "dog": "dogs",
    "cat": "cats",
    "pig": "pigs",
    "sheep": "sheep",
    "monkey": "monkeys",
    "animal": "animals",
    "cell": "cells",
}

LIMITS = (
    "Each claim is compared with the abstract of the study it cites or with stored facts about that study, "
    "not with the full paper. A detail that only the full paper gives cannot be seen here."
)
ADVICE = (
    "This page is about how an article tells its sources. It is not medical advice: "
    "for decisions about your health, see a clinician."
)
NOT_IN_LIBRARY = (
    "“Not in this library” says nothing about whether a work exists: "
    "only the libraries named here were searched."
)
HOW_TO_READ = (
    "Under “says” stand the words of the article, under “study” those of the study or a stored fact. "
    "The comparison was made by a program and can be wrong: read both sides before you judge."
)


def plain_term(term: str) -> str:
    """Return a term id as words (``usual_care`` as "usual care")."""
    return term.replace("_", " ").strip()


def claim_error(error_type: str) -> str:
    """Return the plain name of an error type of claims."""
    return CLAIM_ERRORS.get(error_type, plain_term(error_type))


def reference_error(error_type: str) -> str:
    """Return the plain name of a fault of a reference or citation."""
    return REFERENCE_ERRORS.get(error_type, plain_term(error_type))


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> count(1, "claim"), count(2, "claim"), count(0, "entry", "entries")
    ('1 claim', '2 claims', '0 entries')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listed(parts: list[str]) -> str:
    """Join parts as in a sentence.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def capital(text: str) -> str:
    """Return ``text`` with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return ``text`` with a capital first letter and a full stop.

    Examples
    --------
    >>> sentence("year differs"), sentence("it says “stop.”"), sentence("it says “2011”")
    ('Year differs.', 'It says “stop.”', 'It says “2011”.')
    """
    text = capital(text.strip())
    last = text.rstrip("”’)")[-1:]
    return text if not text or last in (".", "!", "?", "…") else text + "."
