"""What a study is about, as sets of terms: conditions, treatments, comparators, species, design."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.vocab.terms import is_a, related

ANIMALS = frozenset({"animal", "rat", "mouse", "rodent", "rabbit", "dog", "cat", "horse", "pig", "sheep",
                     "monkey", "fish", "bird", "cell"})  # fmt: skip
RANDOMISED = frozenset({"rct", "crossover_rct", "cluster_rct", "noninferiority_rct"})
OBSERVATIONAL = frozenset({"cohort", "case_control", "cross_sectional"})
SYNTHESIS = frozenset({"systematic_review", "meta_analysis", "review"})
WEAK = frozenset({"case_report", "case_series", "single_arm", "pilot"}) | OBSERVATIONAL
_STRENGTH = ("animal_experiment", "in_vitro", "case_report", "case_series", "single_arm", "nonrandomised",
             "cross_sectional", "case_control", "cohort", "pilot")  # fmt: skip
_OWN_DESIGN = re.compile(
    r"\b(?:we|this|our|the present|present|were|was|an?|authors?)\b|\bdesign\b|\brandom", re.IGNORECASE
)


def terms_of(facts: Iterable[Assertion]) -> frozenset[str]:
    """Return the terms of the facts that are not denied."""
    return frozenset(f.term for f in facts if not f.negated)


def study_terms(study: StudyView, facet: str) -> frozenset[str]:
    """Return every term of a facet that the study's record names, wherever."""
    key = f"terms:{facet}"
    if key not in study.cache:
        study.cache[key] = terms_of(study.of(facet))
    return study.cache[key]  # type: ignore[return-value]


def study_designs(study: StudyView) -> frozenset[str]:
    """Return the designs of the study itself.

    Designs named in the background ("a systematic review found ...") and in calls for more research are
    left out. Curated facts and publication types count alone when they exist.
    """
    if "designs" not in study.cache:
        study.cache["designs"] = _designs(study)
    return study.cache["designs"]  # type: ignore[return-value]


def _designs(study: StudyView) -> frozenset[str]:
    facts = [f for f in study.of("design") if not f.negated]
    sure = [f for f in facts if f.part in ("facts", "publication_type")]
    if any(f.part == "facts" for f in sure):
        return terms_of(sure)
    own = [f for f in facts if f.part != "abstract" or f.section in ("METHODS", "OBJECTIVE", "RESULTS", "")]
    found = terms_of(own) or terms_of(f for f in facts if f.section != "BACKGROUND")
    if study.of("control") and any(f.term == "uncontrolled" for f in study.of("control")):
        found |= {"single_arm"}
    if (
        "animal_experiment" not in found
        and study_species(study) & ANIMALS
        and "human" not in study_species(study)
    ):
        found |= {"animal_experiment"}
    return found


def is_randomised(study: StudyView) -> bool:
    """Tell whether the study, or the studies that it pools, allotted people by chance."""
    return bool(study_designs(study) & RANDOMISED)


def weak_design(study: StudyView) -> str:
    """Return the design that cannot carry a proof (case report, pilot, ...), or an empty string."""
    found = study_designs(study)
    if found & SYNTHESIS:
        return ""
    if is_randomised(study):
        return "pilot" if "pilot" in found else ""
    return next((d for d in _STRENGTH if d in found), "")


def study_species(study: StudyView) -> frozenset[str]:
    """Return who or what was studied; people named only in the background do not count."""
    if "species" not in study.cache:
        curated = [f for f in study.of("species") if f.part == "facts"]
        facts = curated or [f for f in study.of("species") if _of_the_study(f)]
        study.cache["species"] = terms_of(facts)
    return study.cache["species"]  # type: ignore[return-value]


def _of_the_study(fact: Assertion) -> bool:
    return fact.part in ("title", "mesh") or fact.section in ("METHODS", "RESULTS", "")


def fact_of(study: StudyView, facet: str, terms: Iterable[str]) -> Assertion | None:
    """Return the best fact to quote for one of ``terms``: curated, then abstract, then title, then MeSH."""
    wanted = set(terms)
    order = {"facts": 0, "abstract": 1, "title": 2, "publication_type": 3, "mesh": 4}
    found = [f for f in study.of(facet) if f.term in wanted and not f.negated]
    return min(found, key=lambda f: (order.get(f.part, 9), f.section == "BACKGROUND"), default=None)


def claimed(claim: ClaimView, facet: str) -> tuple[Assertion, ...]:
    """Return the facts of a facet that the claim asserts (not those it denies)."""
    return tuple(f for f in claim.of(facet) if not f.negated)


def any_related(facet: str, term: str, others: Iterable[str]) -> bool:
    """Tell whether ``term`` is the same as, wider or narrower than one of ``others``."""
    return any(related(facet, term, other) for other in others)


def within(facet: str, term: str, wider: Iterable[str]) -> bool:
    """Tell whether ``term`` lies under one of ``wider``."""
    return any(is_a(facet, term, w) for w in wider)
