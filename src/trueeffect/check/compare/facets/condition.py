"""Another illness, age group or sex than the one that was studied."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, agreement, fault
from trueeffect.check.compare.topics import any_related, fact_of, study_terms
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.verdict import Finding
from trueeffect.vocab.terms import ancestors, is_a, label, related, words

_WIDE = frozenset({"pain", "chronic_pain", "musculoskeletal_pain", "pregnancy", "labour",
                   "psychological_distress",
                   "falls", "polypharmacy", "smoking", "cancer", "neonatal_jaundice", "whole_body_cold",
                   "respiratory_failure", "alcohol_use", "drug_dependence"})  # fmt: skip
"""Terms too wide, or too often a mere circumstance, to prove that another illness is meant."""
_ALIKE = (
    {"sciatica", "disc_herniation"},
    {"sciatica", "spinal_stenosis"},
    {"disc_herniation", "degenerative_disc_disease"},
    {"myocardial_infarction", "coronary_disease", "chest_pain", "heart_failure", "cardiac_surgery"},
    {"low_back_pain", "pelvic_girdle_pain"},
    {"low_back_pain", "degenerative_disc_disease"},
    {"myofascial_pain", "neck_pain"},
    {"prediabetes", "obesity"},
    {"knee_pain", "knee_osteoarthritis"},
    {"hip_pain", "hip_osteoarthritis"},
    {"osteoporosis", "fracture"},
    {"high_cholesterol", "coronary_disease"},
    {"falls", "sarcopenia"},
    {"cauda_equina", "spinal_stenosis"},
)
_PEOPLE = re.compile(
    r"(?:\b(?:patients|people|adults|women|men|children|those|sufferers|participants|volunteers|persons|"
    r"individuals|"
    r"woman|man|students|they|all|workers|anyone|everyone|elderly|seniors|\d+)\b[^.;,]{0,25}?\b(?:with|"
    r"suffering from|who have|who had|"
    r"having|living with|after|had)(?: (?:a|an|the|chronic|acute|severe|mild|moderate|persistent|long-\w+|"
    r"symptomatic|"
    r"degenerative|advanced|newly|diagnosed|their|painful)){0,3} |"
    r"\b(?:for|against|in|of|relieves|relieve|treats?|treating|eases?|cures?|from)(?: (?:a|an|the|chronic|"
    r"acute|severe|mild|"
    r"moderate|persistent|people['’]s|treating|relieving|their)){0,2} )$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"^\s*(?:patients|sufferers|pain patients|survivors|study|trial)\b", re.IGNORECASE)
_AGE_CLASH = (("children", "adults"), ("children", "older_adults"), ("older_adults", "young_adults"))


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    main = _main_conditions(study)
    wider = {a for term in main for a in ancestors("condition", term)} - main
    known = study_terms(study, "condition") - _WIDE - wider
    found: list[Finding] = []
    for said in _claimed_conditions(claim):
        excluded = _excluded(study, said.term)
        if excluded is not None and _stated_as_had(claim, said):
            text = f"The study left out people with {said.quote}."
            found.append(_wrong(claim, study, said, excluded, text))
        elif (treated := _only_history(claim, study, said)) is not None:
            name = label("condition", treated.term)
            text = f"The study treated {name}; {said.quote} was only part of the history."
            found.append(_wrong(claim, study, said, treated, text))
        elif _fits(said.term, known):
            seen = _best_fact(study, said.term, known)
            found += [agreement("condition", claim, study, said, seen)] if seen else []
        elif _stated_for_people(claim, said) and not _words_in(said, study):
            found += _other_condition(claim, study, said, known)
    return [*found, *_stage(claim, study), *_population(claim, study)]


_AS_HISTORY = re.compile(r"\bhistory\b|\balso\b|\bbesides\b|\bbackground\b|\bin the past\b|\bonce\b", re.I)


def _only_history(claim: ClaimView, study: StudyView, said: Assertion) -> Assertion | None:
    """Return what was treated, when the claim tells as treated what people only had in their history."""
    curated = [f for f in study.of("condition") if f.part == "facts" and not f.negated]
    treated = [f for f in curated if f.role == "treated"]
    past = [f for f in curated if f.role == "history" and related("condition", f.term, said.term)]
    named = {f.term for f in claim.of("condition")}
    if (
        not treated
        or not past
        or not claim.of("intervention")
        or _AS_HISTORY.search(claim.text)
        or any(any_related("condition", f.term, named) for f in treated)
    ):
        return None
    return treated[0]


_HAD = re.compile(
    r"\b(?:had|with|have|has|suffered from|already|diagnosed with|patients|all of (?:these|the) (?:people|"
    r"participants))\b",
    re.IGNORECASE,
)


def _excluded(study: StudyView, term: str) -> Assertion | None:
    """Return where the study says that people with the condition were left out; None when some took part."""
    terms = {term, *ancestors("condition", term)} - _WIDE
    facts = [f for f in study.of("condition") if f.term in terms and f.section != "BACKGROUND"]
    out = [f for f in facts if _is_out(study, f)]
    if any(_says_without(study, f) for f in out):
        return out[0]
    took_part = [
        f
        for f in facts
        if f not in out and (f.section in ("METHODS", "OBJECTIVE") or f.part in ("title", "facts"))
    ]
    return out[0] if out and not took_part else None


def _is_out(study: StudyView, fact: Assertion) -> bool:
    sentence = study.sentence_of(fact)
    if sentence is None:
        return False
    if _says_without(study, fact):
        return True
    return bool(re.search(r"\b(?:left out|excluded|not eligible|exclu)", sentence.text, re.IGNORECASE))


def _says_without(study: StudyView, fact: Assertion) -> bool:
    """Tell whether people "without" the condition were taken."""
    sentence = study.sentence_of(fact)
    if sentence is None or sentence.section in ("RESULTS", "CONCLUSIONS", "BACKGROUND"):
        return False
    before = sentence.text[: fact.span.start - sentence.span.start]
    return bool(re.search(r"\b(?:adults|people|patients|persons|individuals|women|men|participants|"
                          r"volunteers)[^.;,]{0,30}"
                          r"\bwithout(?: \w+){0,2} $", before, re.IGNORECASE))  # fmt: skip


def _stated_as_had(claim: ClaimView, said: Assertion) -> bool:
    before = claim.text[: said.span.start - claim.offset]
    return bool(_HAD.search(before)) and not re.search(
        r"\b(?:not?|without|n['’]t|free of|excluded|left out|kept out|barred|except|risk of)\b",
        claim.text,
        re.I,
    )


def _wrong(claim: ClaimView, study: StudyView, said: Assertion, seen: Assertion, text: str) -> Finding:
    return fault("condition", claim, study, said, seen, error_type="wrong_condition", explanation=text)


def _claimed_conditions(claim: ClaimView) -> list[Assertion]:
    return [f for f in claim.of("condition") if not f.negated and f.term not in _WIDE]


def _fits(term: str, known: frozenset[str]) -> bool:
    if any_related("condition", term, known):
        return True
    family = {term, *ancestors("condition", term)}
    theirs = [{k, *ancestors("condition", k)} for k in known]
    return any(family & group and other & group for group in _ALIKE for other in theirs)


def _best_fact(study: StudyView, term: str, known: frozenset[str]) -> Assertion | None:
    near = {k for k in known if is_a("condition", k, term) or is_a("condition", term, k)}
    return fact_of(study, "condition", near)


def _stated_for_people(claim: ClaimView, said: Assertion) -> bool:
    start, end = said.span.start - claim.offset, said.span.end - claim.offset
    return bool(_PEOPLE.search(claim.text[:start]) or _AFTER.match(claim.text[end:]))


def _words_in(said: Assertion, study: StudyView) -> bool:
    mine = {w.fold for w in words(said.quote)} - {"pain", "chronic"}
    whole = {w.fold for w in words(f"{study.record.title} {study.abstract}")}
    together = said.quote.lower() in f"{study.record.title} {study.abstract}".lower()
    return together or (bool(mine) and mine <= whole and not any(w.isdigit() for w in mine))


def _other_condition(
    claim: ClaimView, study: StudyView, said: Assertion, known: frozenset[str]
) -> list[Finding]:
    main = _main_conditions(study)
    seen = fact_of(study, "condition", main)
    if seen is None:
        return []
    name = label("condition", seen.term)
    return [
        fault(
            "condition", claim, study, said, seen,
            error_type="wrong_condition",
            explanation=f"The study was about {name}, not {said.quote}.",
        )
    ]  # fmt: skip


def _main_conditions(study: StudyView) -> frozenset[str]:
    """Return the conditions of the curated facts, else of title and MeSH, else of the methods."""
    for parts in (("facts",), ("title", "mesh"), ("abstract",)):
        found = frozenset(
            f.term
            for f in study.of("condition")
            if f.part in parts and not f.negated and f.term not in _WIDE and f.section != "BACKGROUND"
        )
        if found:
            return found
    return frozenset()


_ACUTE = re.compile(r"\b(?:sub)?acute\b", re.IGNORECASE)
_CHRONIC = re.compile(r"\b(?:chronic|long-?standing|persistent|long-?term)\b", re.IGNORECASE)


def _stage(claim: ClaimView, study: StudyView) -> list[Finding]:
    """Acute told where chronic was studied, or the reverse, for the same condition."""
    for said in _claimed_conditions(claim):
        start = said.span.start - claim.offset
        near = claim.text[max(0, start - 12) : said.span.end - claim.offset]
        acute, chronic = bool(_ACUTE.search(near)), bool(_CHRONIC.search(near))
        whole = _own_words(study)
        if acute == chronic or not is_a("condition", said.term, "musculoskeletal_pain"):
            continue
        theirs_acute, theirs_chronic = bool(_ACUTE.search(whole)), bool(_CHRONIC.search(whole))
        if (acute and theirs_chronic and not theirs_acute) or (
            chronic and theirs_acute and not theirs_chronic
        ):
            seen = fact_of(study, "condition", study_terms(study, "condition"))
            if seen is not None:
                stage = "long-lasting" if theirs_chronic else "acute"
                return [
                    fault(
                        "condition", claim, study, said, seen,
                        error_type="wrong_condition",
                        explanation=f"The people in the study had {stage} complaints; the claim says "
                                    "otherwise.",
                    )
                ]  # fmt: skip
    return []


def _own_words(study: StudyView) -> str:
    """Return the title when it tells the stage of the complaint, else the abstract without its background."""
    title = study.record.title
    if _ACUTE.search(title) or _CHRONIC.search(title):
        return title
    return " ".join(s.text for s in study.sentences if s.section != "BACKGROUND")


def _population(claim: ClaimView, study: StudyView) -> list[Finding]:
    theirs = frozenset(
        f.term
        for f in study.of("population")
        if not f.negated
        and (f.part in ("facts", "title", "mesh") or f.section in ("METHODS", "RESULTS", "OBJECTIVE"))
    )
    for said in claim.of("population"):
        if said.negated or any_related("population", said.term, theirs):
            continue
        other = _clash(said.term, theirs)
        seen = fact_of(study, "population", (other,)) if other else None
        if seen is not None:
            return [
                fault(
                    "condition", claim, study, said, seen,
                    error_type="wrong_condition",
                    explanation=f"The study was in {label('population', seen.term)}, not in {said.quote}.",
                )
            ]  # fmt: skip
    return []


def _clash(term: str, theirs: frozenset[str]) -> str:
    for one, other in (*_AGE_CLASH, ("men", "women")):
        for mine, wrong in ((one, other), (other, one)):
            if is_a("population", term, mine) and not any(is_a("population", t, mine) for t in theirs):
                found = next((t for t in sorted(theirs) if is_a("population", t, wrong)), "")
                if found and (mine not in ("men", "women") or len(theirs & {"men", "women"}) < 2):
                    return found
    return ""


FACET = Facet(
    name="condition",
    compare=_compare,
    error_types=("wrong_condition",),
    examples=(
        Example(
            claim="Needling helped people with knee osteoarthritis.",
            study="METHODS: 60 patients with chronic neck pain were randomised. RESULTS: Pain fell.",
            expects="wrong_condition",
        ),
        Example(
            claim="The exercises helped children.",
            study="METHODS: 60 older adults with falls were randomised to exercise. RESULTS: Falls fell by "
            "half.",
            expects="wrong_condition",
        ),
        Example(
            claim="Massage eased acute low back pain.",
            study="METHODS: 40 patients with chronic low back pain had massage. RESULTS: Pain fell.",
            expects="wrong_condition",
        ),
    ),
    counter_examples=(
        Example(
            claim="Needling helped people with a bad back.",
            study="METHODS: 60 patients with chronic low back pain were randomised. RESULTS: Pain fell.",
        ),
        Example(
            claim="Depression eased in the exercise group.",
            study="METHODS: 60 patients with fibromyalgia exercised. RESULTS: Depression scores fell.",
        ),
    ),
)
