"""Proof claimed where the authors doubt; a big effect where it was small."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.topics import weak_design
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.verdict import Finding

_PROOF = re.compile(
    r"\b(?:prov(?:e|es|ed|en|ing)(?! (?:able|to be|impossible|difficult|useful|feasible|unable|hard|safe|"
    r"popular))|proof|conclusive(?:ly)?|definitive(?:ly)?(?= (?:proof|prove|evidence|answer|show))|"
    r"definitely|"
    r"definitely|"
    r"undoubtedly|"
    r"certain (?:that|to)|certainly|no doubt|"
    r"settles?|guarantee[sd]?|clear-?cut|beyond (?:any |all )?doubt|cures|strong evidence|"
    r"once and for all|clearly|we can be sure|"
    r"established)\b",
    re.IGNORECASE,
)
_BIG = re.compile(
    r"\b(?:miraculous(?:ly)?|astonishing(?:ly)?|incredibl[ey]|game-?changers?|wonder (?:cure|drug)s?|"
    r"huge(?:ly)?|vast(?:ly)?|by far|far (?:superior|better|more effective)|dramatic(?:ally)?|"
    r"massive(?:ly)?|enormous(?:ly)?|remarkabl[ey]|spectacular(?:ly)?|"
    r"large|substantial(?:ly)?|"
    r"powerful(?:ly)?|miracle|breakthrough|striking(?:ly)?|clinically (?:important|relevant|meaningful)|"
    r"big|worthwhile)\b",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"(?:huge|dramatic|massive|enormous|spectacular|vast|mirac|breakthrough|by far|far |astonish|incredibl|"
    r"game-?chang|wonder)",
    re.IGNORECASE,
)
_OF_EFFECT = re.compile(
    r"(?: \w+){0,2} (?:effects?|benefits?|improvements?|reductions?|gains?|relief|help|decreases?|falls?|"
    r"drops?|better)\b",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"\b(?:some improvements?|small(?! number| sample| stud| trial| group| scale| but| amount)|modest|"
    r"slight(?:ly)?|marginal(?:ly)?|"
    r"minor|short of the|"
    r"below the (?:minimal|smallest)|"
    r"not clinically (?:important|relevant|meaningful|significant)|clinical(?:ly)? (?:relevance|importance|"
    r"significance) (?:is|was|remains) "
    r"(?:unclear|uncertain|questionable|doubtful|limited)|less than the (?:minimal|smallest))\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:insufficient|inconclusive|uncertain|unclear|limited evidence|evidence (?:was|is) limited|"
    r"weak evidence|low[- ](?:quality|"
    r"certainty)|urge caution|cautious(?:ly)?|with caution|no firm|not the clear|cannot be (?:concluded|"
    r"generali[sz]ed|drawn)|mixed|"
    r"(?:further|more|larger|additional) (?:\w+ ){0,3}(?:research|stud(?:y|ies)|trials?) (?:is|are|will be|"
    r"were) (?:needed|required|"
    r"warranted|necessary)|preliminary|not (?:clear|enough|sufficient)|remains? to be)\b|\bmay\b|\bmight\b|"
    r"\bcould\b|\bappears?\b|\bseems?\b|\bsuggests?\b|\bmoderate[- ](?:quality|certainty)",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"(?:\bnot?\b|n['’]t\b|\bnever\b|\bfar from\b|\bwithout\b|\bnor\b|\bhardly\b|\bnobody\b|\bno one\b|"
    r"\bscant\b|\blittle\b|\bwhether\b|\bcould\b|\bwould\b|\bmight\b|\bmay\b|\bneed\w*\b|\brequired?\b|"
    r"\bcannot\b|\bshort of\b|\black\w*\b|\bif\b)[^.;,]{0,30}$",
    re.IGNORECASE,
)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    if weak_design(study):
        return []
    return _proof(claim, study) or _size(claim, study)


def _proof(claim: ClaimView, study: StudyView) -> list[Finding]:
    match = _PROOF.search(claim.text)
    doubt = _doubt(study, _DOUBT, conclusions=True)
    if match is None or doubt is None or _AGAINST.search(claim.text[: match.start()]):
        return []
    if match.group().lower() == "clearly" and not re.search(
        r"clearly (?:works?|helps?|effective|proves?|shows?|the)", claim.text, re.I
    ):
        return []
    return [_overstated(claim, study, match, doubt, "The authors are less sure than the claim.")]


def _size(claim: ClaimView, study: StudyView) -> list[Finding]:
    match = _BIG.search(claim.text)
    small = _doubt(study, _SMALL, conclusions=False)
    if small is None and match is not None and _ADVERB.match(match.group()):
        small = _doubt(study, _DOUBT, conclusions=True)
    if match is None or small is None or _AGAINST.search(claim.text[: match.start()]):
        return []
    if not _ADVERB.match(match.group()) and not _OF_EFFECT.match(claim.text[match.end() :]):
        return []
    return [
        _overstated(claim, study, match, small, "The study calls the effect small, or of doubtful relevance.")
    ]


def _doubt(study: StudyView, pattern: re.Pattern[str], *, conclusions: bool) -> Assertion | None:
    """Return a sentence of the authors that matches: a conclusion, or any result when allowed."""
    for fact in study.of("conclusion"):
        if pattern.search(fact.quote):
            return fact
    if conclusions:
        last = [
            f
            for f in study.of("certainty")
            if f.term == "uncertain" and f.section in ("CONCLUSIONS", "RESULTS")
        ]
        return last[-1] if last else None
    return next((f for f in study.of("direction") if pattern.search(study.words_around(f))), None)


def _overstated(
    claim: ClaimView, study: StudyView, match: re.Match[str], seen: Assertion, text: str
) -> Finding:
    from trueeffect.model.provenance import Span

    return fault(
        "certainty", claim, study, Span(start=match.start(), end=match.end()), seen,
        error_type="certainty_overstated", verdict="overstated", severity="minor", explanation=text,
    )  # fmt: skip


FACET = Facet(
    name="certainty",
    compare=_compare,
    error_types=("certainty_overstated",),
    examples=(
        Example(
            claim="The review proves that tape works.",
            study="METHODS: Twelve randomised trials were reviewed. CONCLUSIONS: The evidence is "
            "insufficient to recommend tape.",
            expects="certainty_overstated",
        ),
        Example(
            claim="Tape brings a dramatic relief.",
            study="METHODS: 90 people were randomised. RESULTS: Pain fell more with tape. CONCLUSIONS: "
            "Tape has a small effect on pain.",
            expects="certainty_overstated",
        ),
    ),
    counter_examples=(
        Example(
            claim="The review does not prove that tape works.",
            study="METHODS: Twelve randomised trials were reviewed. CONCLUSIONS: The evidence is "
            "insufficient to recommend tape.",
        ),
        Example(
            claim="Tape may help.",
            study="METHODS: 90 people were randomised. CONCLUSIONS: Tape may help.",
        ),
    ),
)
