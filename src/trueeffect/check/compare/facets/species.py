"""A finding in animals or cells given for people."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.topics import ANIMALS, claimed, fact_of, study_species
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.verdict import Finding
from trueeffect.vocab.terms import label

_AHEAD = re.compile(
    r"\b(?:preclinical|being recruited|will|future|should be tested|whether|models?)\b", re.IGNORECASE
)
_CLINICAL = ("condition", "population")


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    species = study_species(study)
    animals = species & ANIMALS
    if (
        _AHEAD.search(claim.text)
        or not animals
        or "human" in species
        or any(f.term in ANIMALS for f in claim.of("species"))
    ):
        return []
    said, seen = _about_people(claim), fact_of(study, "species", animals)
    if said is None or seen is None:
        return []
    name = label("species", seen.term)
    return [
        fault(
            "species", claim, study, said, seen,
            error_type="species_extrapolation",
            verdict="overstated",
            explanation=f"The study was made in animals ({name}); the claim speaks of people.",
        )
    ]  # fmt: skip


def _about_people(claim: ClaimView) -> Assertion | None:
    people = [f for f in claimed(claim, "species") if f.term == "human"]
    clinical = [f for facet in _CLINICAL for f in claimed(claim, facet)]
    return next(iter((*people, *clinical)), None)


FACET = Facet(
    name="species",
    compare=_compare,
    error_types=("species_extrapolation",),
    examples=(
        Example(
            claim="In patients the needles doubled nerve blood flow.",
            study="METHODS: Needles were put into 12 rats. RESULTS: Nerve blood flow doubled.",
            expects="species_extrapolation",
        ),
        Example(
            claim="The herb eases knee osteoarthritis.",
            study="METHODS: Mice were fed the herb. RESULTS: Swelling fell.",
            expects="species_extrapolation",
        ),
    ),
    counter_examples=(
        Example(
            claim="In rats the needles doubled nerve blood flow.",
            study="METHODS: Needles were put into 12 rats. RESULTS: Nerve blood flow doubled.",
        ),
        Example(
            claim="In patients the herb eased pain.",
            study="METHODS: Sixty patients took the herb. RESULTS: Pain fell, as it had in mice.",
        ),
    ),
)
