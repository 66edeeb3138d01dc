"""The claim points another way than the study's result on the same outcome and the same arms.

Three kinds of fault share this rule, because one result is either one or the other of them: a conclusion
turned round (a difference claimed where there was none included), a statement on significance that does
not fit, and a lack of difference sold as proof of equality or as superiority of a non-inferior treatment.
"""

from __future__ import annotations

import re

from trueeffect.check.compare.alignment import SAME_OUTCOME, Match, claim_frames, matches, same_arm
from trueeffect.check.compare.facets._base import Example, Facet, agreement, fault
from trueeffect.check.compare.facets._seen import seen_in
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.frames import Frame, goodness
from trueeffect.check.facts.polarity import not_significant
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import Finding
from trueeffect.vocab.tables import load_terms

_SURE = 0.55
"""Score from which on a result counts as the one that the claim is about."""
_MARGIN = 0.85
"""Results that score this share of the best one are read with it."""
_CHANCE_WORDS = re.compile(r"\bsignifican|\bp[- ]?values?\b|\bp\s*[<=>]|\bchance\b", re.IGNORECASE)
_SOFT = re.compile(
    r"\b(?:nearly|almost|slightly|a bit|tended|trend|somewhat|a little|numerically)\b", re.IGNORECASE
)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    found: list[Finding] = []
    for frame, offset in claim_frames(claim):
        best = _about(frame, study, claim.text)
        if best:
            found += _judge(claim, study, frame, offset, best)
    return found


def _about(frame: Frame, study: StudyView, text: str) -> list[Match]:
    near = [m for m in matches(frame, study, text) if m.score >= _SURE and m.outcome >= SAME_OUTCOME]
    return [m for m in near if m.score >= _MARGIN * near[0].score]


def _judge(claim: ClaimView, study: StudyView, frame: Frame, offset: int, best: list[Match]) -> list[Finding]:
    said = Span(start=offset + frame.start, end=offset + frame.end)
    agreeing = [m for m in best if m.relation == "agree"]
    by_chance = [m for m in agreeing if _claims_significance(frame) and not_significant(_words_of(m)) is True]
    if agreeing and len(by_chance) == len(agreeing):
        return [_misread(claim, study, said, by_chance[0])]
    if agreeing:
        return [agreement("direction", claim, study, said, seen_in(study, agreeing[0].result))]
    against = [m for m in best if m.relation != "unclear"]
    open_difference = (
        goodness(frame) != "none"
        and any(m.result.frame.effect == "differ" for m in best)
        and not any(m.relation == "reversed" and _same_left(frame, m) for m in against)
    )
    if not against or open_difference or frame.hedged or _doubtful(frame, against[0]):
        return []
    return [_fault(claim, study, frame, said, against[0])]


def _same_left(frame: Frame, match: Match) -> bool:
    return any(same_arm(a, b) for a in frame.left for b in match.result.frame.left)


_SIGNIFICANTLY = re.compile(r"\bsignificant(?:ly)?\b", re.IGNORECASE)


def _claims_significance(frame: Frame) -> bool:
    return goodness(frame) not in ("none", "differ") and bool(_SIGNIFICANTLY.search(frame.quote))


def _words_of(match: Match) -> str:
    return match.result.sentence if match.result.part == "abstract" else match.result.frame.quote


def _misread(claim: ClaimView, study: StudyView, said: Span, match: Match) -> Finding:
    text = "The study found this difference, but by its P value or interval it could be chance."
    return fault(
        "direction", claim, study, said, seen_in(study, match.result),
        error_type="pvalue_misread", explanation=text, confidence=0.85,
    )  # fmt: skip


def _doubtful(frame: Frame, match: Match) -> bool:
    """A frame that is vague on one side must not accuse: "some effect" against "no effect on X"."""
    vague = frame.effect == "differ" or match.result.frame.effect == "differ"
    topic = bool(frame.outcomes and match.result.frame.outcomes) or _both_arms(frame, match)
    softly = match.relation == "claims_none" and bool(_SOFT.search(frame.quote))
    unplaced = (
        match.relation == "claims_difference" and not frame.comparative and not (frame.left or frame.right)
    )
    other_arm = (bool(frame.right) and match.arms < 1.0) or not _names_control(frame, match)
    return vague or not topic or softly or unplaced or other_arm


def _names_control(frame: Frame, match: Match) -> bool:
    """A claim on what happened in the control arm needs a result on that arm."""
    controls = {a for a in frame.left if a in load_terms("comparator")}
    return not controls or any(same_arm(a, b) for a in controls for b in match.result.frame.arms)


def _both_arms(frame: Frame, match: Match) -> bool:
    """Without a named outcome, both arms must be named on both sides."""
    other = match.result.frame
    named = bool(frame.left and frame.right) and len(other.arms) > 1
    return named and (not frame.outcomes or not other.outcomes)


def _fault(claim: ClaimView, study: StudyView, frame: Frame, said: Span, match: Match) -> Finding:
    chance = bool(_CHANCE_WORDS.search(frame.quote)) and match.relation != "reversed"
    return fault(
        "direction", claim, study, said, seen_in(study, match.result),
        error_type="pvalue_misread" if chance else "direction_reversed",
        explanation=_explain(frame, match),
        confidence=min(0.95, 0.6 + 0.35 * match.score),
    )  # fmt: skip


def _explain(frame: Frame, match: Match) -> str:
    if match.relation == "claims_difference":
        return "The study found no significant difference here; the claim says there was one."
    if match.relation == "claims_none":
        return "The study found a difference here; the claim says there was none."
    way = {"good": "better", "bad": "worse", "up": "up", "down": "down"}
    theirs = way.get(goodness(match.result.frame), "the other way")
    return f"The study's result points the other way ({theirs})."


FACET = Facet(
    name="direction",
    compare=_compare,
    error_types=("direction_reversed", "pvalue_misread"),
    examples=(
        Example(
            claim="Yoga eased pain more than stretching.",
            study="METHODS: 80 people did yoga or stretching. RESULTS: Pain did not differ between yoga "
            "and stretching.",
            expects="direction_reversed",
        ),
        Example(
            claim="Acupuncture was clearly better than fake needling for pain.",
            study="RESULTS: For pain acupuncture was no better than sham acupuncture (P = 0.4) but better "
            "than a waiting list.",
            expects="direction_reversed",
        ),
        Example(
            claim="Sleep got worse with massage.",
            study="RESULTS: Sleep quality improved with massage.",
            expects="direction_reversed",
        ),
        Example(
            claim="Pain fell significantly more with tape than with placebo tape.",
            study="RESULTS: There was no significant difference in pain between tape and placebo tape (P = "
            "0.31).",
            expects="pvalue_misread",
        ),
    ),
    counter_examples=(
        Example(
            claim="Acupuncture eased pain more than waiting.",
            study="RESULTS: For pain acupuncture was no better than sham acupuncture (P = 0.4) but better "
            "than a waiting list.",
        ),
        Example(
            claim="Pain fell in both groups.",
            study="RESULTS: Pain did not differ between the groups. Both groups had less pain than at "
            "baseline.",
        ),
        Example(
            claim="The gap in pain between real and fake needling could easily be chance.",
            study="RESULTS: Pain did not differ between acupuncture and sham acupuncture.",
        ),
        Example(
            claim="Yoga may ease pain.",
            study="RESULTS: Pain did not differ between yoga and stretching.",
        ),
    ),
)
