"""Another treatment than the one that was tested."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, agreement, fault
from trueeffect.check.compare.topics import any_related, claimed, fact_of, study_terms
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.verdict import Finding
from trueeffect.vocab.concepts import concepts
from trueeffect.vocab.terms import fold, is_a, label, words

_WIDE = frozenset({"medication", "exercise", "education", "physiotherapy", "supplement", "app",
                   "topical",
                   "injection", "relaxation", "diet", "heat_therapy", "oxygen", "screening", "taping",
                   "electrotherapy",
                   "weight_loss_programme", "anaesthetic", "iv_fluids", "financial_incentive",
                   "multidisciplinary",
                   "manual_therapy", "herbal", "walking", "caffeine", "iron", "calcium",
                   "blood_pressure_drug",
                   "diabetes_drug", "bronchodilator", "stimulant", "hormone_therapy", "wound_dressing",
                   "magnesium",
                   "transfusion", "polyphenol", "cbt", "parenting_programme", "speech_therapy",
                   "decompression_surgery",
                   "strength_training", "home_exercise", "motor_control_exercise", "stretching",
                   "aerobic_exercise",
                   "community_health_worker", "opioid", "muscle_relaxant", "bracing", "breastfeeding",
                   "music_therapy",
                   "protein_supplement", "contraceptive", "mouthwash", "radiotherapy",
                   "bed_rest"})  # fmt: skip
"""Terms that an abstract may well describe in other words; their absence proves nothing."""
_GENERIC_DRUG_WORDS = re.compile(
    r"drug|pill|tablet|painkill|inhibitor|blocker|agonist|anti|therapy|inhaler|steroids?$|medicat|opioid|"
    r"opiate|^statins?$|"
    r"nsaid|ppi|ssri|hrt|analges|bronchodilator|diuretic|relaxant|biologic|insulin|hormone|tricyclic|"
    r"anaesth|sedation",
    re.IGNORECASE,
)
_AGENT = re.compile(
    r"^\W*(?:the |in |of |for |from |with |that |this |and |also |only |study |trial |proved |showed |"
    r"found |a )*",
    re.IGNORECASE,
)


_OPERATED = re.compile(r"surg|operat|resect|ectomy|transplant|implant", re.IGNORECASE)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    known = study_terms(study, "intervention")
    found: list[Finding] = []
    for said in claimed(claim, "intervention"):
        if any_related("intervention", said.term, known):
            found += (
                _kind(claim, study, said, known)
                or _drug(claim, study, said)
                or _same(claim, study, said, known)
            )
        elif said.term == "surgery" and _OPERATED.search(study.abstract):
            continue
        elif said.term not in _WIDE and known and not _words_in(said, study):
            found += _other(claim, study, said)
    return found


def _same(claim: ClaimView, study: StudyView, said: Assertion, known: frozenset[str]) -> list[Finding]:
    near = [k for k in known if is_a("intervention", k, said.term) or is_a("intervention", said.term, k)]
    seen = fact_of(study, "intervention", near)
    return [agreement("intervention", claim, study, said, seen)] if seen else []


def _words_in(said: Assertion, study: StudyView) -> bool:
    return bool(concepts(said.quote) & concepts(f"{study.record.title} {study.abstract}"))


def _kind(claim: ClaimView, study: StudyView, said: Assertion, known: frozenset[str]) -> list[Finding]:
    """Tell manual from electrical needling, ear from body: siblings under one parent."""
    kinds = (
        "electroacupuncture",
        "manual_acupuncture",
        "auricular_acupuncture",
        "dry_needling",
        "laser_acupuncture",
    )
    if said.term not in kinds or said.term in known or _words_in_exact(said, study):
        return []
    other = next((k for k in kinds if k in known), "")
    seen = fact_of(study, "intervention", (other,)) if other else None
    return [_wrong(claim, study, said, seen)] if seen else []


def _words_in_exact(said: Assertion, study: StudyView) -> bool:
    whole = {w.fold for w in words(f"{study.record.title} {study.abstract}")}
    return all(w.fold in whole for w in words(said.quote))


def _drug(claim: ClaimView, study: StudyView, said: Assertion) -> list[Finding]:
    """Tell one drug of a class from another by its name."""
    if not is_a("intervention", said.term, "medication") or not _is_name(said):
        return []
    named = [
        f
        for f in study.of("intervention")
        if f.term == said.term and f.part in ("abstract", "title", "facts") and _is_name(f)
    ]
    if not named or any(fold(f.quote) == fold(said.quote) for f in study.of("intervention")):
        return []
    if _words_in_exact(said, study):
        return []
    return [_wrong(claim, study, said, named[0])]


def _is_name(fact: Assertion) -> bool:
    """A drug's own name, not the name of its class."""
    quote = fact.quote
    same = fold(quote)[:5] == fold(label("intervention", fact.term))[:5]
    return quote.isalpha() and len(quote) > 5 and not same and not _GENERIC_DRUG_WORDS.search(quote)


def _other(claim: ClaimView, study: StudyView, said: Assertion) -> list[Finding]:
    if not _is_index(claim, said):
        return []
    facts = [f for f in study.of("intervention") if f.term not in ("medication", "education")]
    main = {f.term for f in facts if f.part in ("title", "facts")}
    main = main or {f.term for f in facts if f.section == "METHODS"}
    seen = fact_of(study, "intervention", main)
    return [_wrong(claim, study, said, seen)] if seen else []


def _is_index(claim: ClaimView, said: Assertion) -> bool:
    """The treatment that the sentence is about stands before the verb of effect, near its start."""
    before = claim.text[: said.span.start - claim.offset]
    return len(before.split()) <= 9 and not re.search(r"\bnot\b|\bunlike\b|\bthan\b|\bor\b", before)


def _wrong(claim: ClaimView, study: StudyView, said: Assertion, seen: Assertion) -> Finding:
    name = seen.quote.lower() if seen.part == "abstract" else label("intervention", seen.term)
    return fault(
        "intervention", claim, study, said, seen,
        error_type="wrong_intervention",
        explanation=f"The study tested {name}, "
        f"not {said.quote}.",
    )  # fmt: skip


FACET = Facet(
    name="intervention",
    compare=_compare,
    error_types=("wrong_intervention",),
    examples=(
        Example(
            claim="Yoga eased back pain.",
            title="Pilates for back pain: a randomised trial",
            study="METHODS: 60 people were randomised to pilates or usual care. RESULTS: Pain fell with "
            "pilates.",
            expects="wrong_intervention",
        ),
        Example(
            claim="Atorvastatin prevented heart attacks.",
            title="Rosuvastatin against vascular events",
            study="METHODS: 900 people took rosuvastatin or placebo. RESULTS: Heart attacks fell.",
            expects="wrong_intervention",
        ),
        Example(
            claim="Manual acupuncture helped walking.",
            title="Electroacupuncture for walking",
            study="METHODS: 40 people got electroacupuncture. RESULTS: Walking improved.",
            expects="wrong_intervention",
        ),
    ),
    counter_examples=(
        Example(
            claim="Acupuncture helped walking.",
            title="Electroacupuncture for walking",
            study="METHODS: 40 people got electroacupuncture. RESULTS: Walking improved.",
        ),
        Example(
            claim="Statins prevented heart attacks.",
            title="Rosuvastatin against vascular events",
            study="METHODS: 900 people took rosuvastatin or placebo. RESULTS: Heart attacks fell.",
        ),
    ),
)
