"""A claim about the whole field ("acupuncture is effective for back pain") against the pooled answer."""

from __future__ import annotations

import re
from typing import Literal

from trueeffect.answer.respond import respond
from trueeffect.answer.size import benefit
from trueeffect.model._struct import Value
from trueeffect.model.answer import Answer, Comparison
from trueeffect.model.question import Question, Versus
from trueeffect.model.study import Evidence
from trueeffect.vocab.terms import find_terms, is_a

FieldWord = Literal["supported", "overstated", "contradicted", "not_checkable"]
_NEGATIVE = re.compile(
    r"\b(?:in|not )(?:an? )?effective\b|\b(?:does|do|did)(?: not|n.t) (?:work|help|relieve|reduce|ease|improve)"
    r"|\bno (?:better|more effective) than\b|\buseless\b|\bno (?:effect|benefit)\b",
    re.IGNORECASE,
)
_POSITIVE = re.compile(
    r"\beffective(?:ly)?\b|\b(?:works|helps?|relieves?|reduces?|eases?|improves?|cures?|treats?|heals?)\b"
    r"|\bbetter than\b|\bbenefit",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|can|perhaps|possibly|some|suggest\w*|appears?|seems?|limited)\b", re.IGNORECASE
)
_QUESTION = re.compile(
    r"\?\s*$|\b(?:whether|if it)\b|\b(?:trial|study|patients? (?:in|of) th)\b", re.IGNORECASE
)


class FieldVerdict(Value, frozen=True, kw_only=True):
    """What the pooled evidence says about a claim.

    ``says`` is what the claim says: that there is an effect, or that there is none.
    """

    verdict: FieldWord
    says: Literal["effect", "none"]
    explanation: str
    answer: Answer


def read_claim(text: str) -> tuple[Question, Literal["effect", "none"], bool] | None:
    """Return the question in a claim, what it says, and whether it is hedged; None when it is no such claim.

    Only a sentence with exactly one treatment, one condition and a word of effect is one.

    Examples
    --------
    >>> question, says, hedged = read_claim("Acupuncture is effective for chronic low back pain.")
    >>> question.condition, says, hedged
    ('chronic_low_back_pain', 'effect', False)
    >>> read_claim("Acupuncture is an old treatment.") is None
    True
    """
    if _QUESTION.search(text):
        return None
    negative, positive = bool(_NEGATIVE.search(text)), bool(_POSITIVE.search(text))
    treatments = {hit.term for hit in find_terms(text, ["intervention"])}
    conditions = {hit.term for hit in find_terms(text, ["condition"])}
    conditions = {c for c in conditions if not any(o != c and is_a("condition", o, c) for o in conditions)}
    if len(treatments) != 1 or len(conditions) != 1 or not (negative or positive):
        return None
    sham = any(
        is_a("comparator", hit.term, "sham") or hit.term == "placebo"
        for hit in find_terms(text, ["comparator"])
    )
    versus: tuple[Versus, ...] = ("sham",) if sham else ("sham", "without")
    question = Question(treatment=treatments.pop(), condition=conditions.pop(), versus=versus)
    return question, "none" if negative else "effect", bool(_HEDGE.search(text))


def field_verdict(claim: str, evidence: Evidence) -> FieldVerdict | None:
    """Compare a claim about a whole field with the pooled evidence, comparator by comparator.

    Parameters
    ----------
    claim : str
        The sentence. A claim about one study is not meant for this; leave those to the comparison with it.

    Returns
    -------
    FieldVerdict or None
        None when the sentence makes no such claim; ``not_checkable`` when the base holds no trials.

    Examples
    --------
    >>> from trueeffect.evidence.load import load_evidence
    >>> field_verdict("Yoga is popular with people with sciatica.", load_evidence()) is None
    True
    """
    found = read_claim(claim)
    if found is None:
        return None
    question, says, hedged = found
    answer = respond(evidence, question)
    shown = [item for item in answer.comparisons if item.pooled is not None]
    text = " ".join(item.statements[0].text for item in answer.comparisons)
    if not shown:
        return FieldVerdict(verdict="not_checkable", says=says, explanation=text, answer=answer)
    word = _against_effect(shown) if says == "none" else _for_effect(shown, hedged)
    return FieldVerdict(verdict=word, says=says, explanation=text, answer=answer)


def _helps(item: Comparison) -> bool:
    """Tell whether the interval lies on the side of benefit and the size matters."""
    pooled = item.pooled
    assert pooled is not None
    ends = (benefit(pooled, pooled.conf_low), benefit(pooled, pooled.conf_high))
    return min(ends) > 0 and item.size != "trivial"


def _sure(item: Comparison) -> bool:
    return item.certainty is not None and item.certainty.level in ("high", "moderate")


def _for_effect(shown: list[Comparison], hedged: bool) -> FieldWord:
    if all(_helps(item) and (hedged or _sure(item)) for item in shown):
        return "supported"
    if any(_helps(item) for item in shown):
        return "supported" if hedged else "overstated"
    if any(_sure(item) and item.size == "trivial" for item in shown):
        return "contradicted"
    return "not_checkable" if hedged else "overstated"


def _against_effect(shown: list[Comparison]) -> FieldWord:
    if all(item.size == "trivial" and _sure(item) for item in shown):
        return "supported"
    if any(_helps(item) and _sure(item) for item in shown):
        return "contradicted"
    return "not_checkable"
