"""The figures of two groups exchanged, or one group's figure given to another."""

from __future__ import annotations

from trueeffect.check.compare.crossing import Crossing, crossed_pairs
from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.figures import agree, meets
from trueeffect.check.compare.groups import same_group
from trueeffect.check.compare.pairing import (
    Figure,
    claim_clause,
    claim_figures,
    content,
    result_figures,
    roles_clash,
    times_clash,
    trivial,
)
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion
from trueeffect.model.verdict import Finding


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    found: list[Finding] = []
    for said in claim_figures(claim, "number", "harm", "sample_size"):
        pair = _given_to_another(said, study)
        if pair is not None and _is_sure(claim, said, *pair):
            found.append(_fault(claim, study, said, *pair))
    return found or [_crossed_fault(claim, study, crossing) for crossing in crossed_pairs(claim, study)[:1]]


def _is_sure(claim: ClaimView, said: Assertion, seen: Figure, own: Figure) -> bool:
    """Tell whether the claim exchanges two figures, or gives one away in a sentence on the same topic."""
    if _both_ways(claim, said, own):
        return True
    counted = bool(own.quantity.counts) and said.quantity is not None and bool(said.quantity.counts)
    return counted and _same_topic(claim, said, seen)


def _crossed_fault(claim: ClaimView, study: StudyView, crossing: Crossing) -> Finding:
    text = (
        f"The claim exchanges two figures: what it gives as {crossing.first.quote} is "
        f"{crossing.seen_second.fact.quote} in the study, and {crossing.second.quote} is "
        f"{crossing.seen_first.fact.quote}."
    )
    return fault(
        "arms_swapped", claim, study, crossing.first, crossing.seen_first.fact,
        error_type="arms_swapped", explanation=text, confidence=0.85,
    )  # fmt: skip


def _given_to_another(said: Assertion, study: StudyView) -> tuple[Figure, Figure] | None:
    """Return the figure as it stands in the study, and the figure of the group that the claim names."""
    quantity = said.quantity
    assert quantity is not None
    if not said.arm or trivial(quantity):
        return None
    figures = [f for f in result_figures(study) if f.fact.arm and not roles_clash(said.role, f.fact.role)]
    same = [f for f in result_figures(study) if meets(quantity, f.quantity)]
    if not same or any(same_group(said.arm, f.fact.arm) is not False for f in same):
        return None
    for seen in same:
        own = next((f for f in figures if _own(said, f, seen)), None)
        if own is not None:
            return seen, own
    return None


def _same_topic(claim: ClaimView, said: Assertion, seen: Figure) -> bool:
    """Tell whether the claim's words, those for groups aside, are mostly in the study's sentence."""
    words = content(claim_clause(claim, said)) - content(said.arm)
    return len(words & content(seen.sentence)) >= _TOPIC * len(words)


def _both_ways(claim: ClaimView, said: Assertion, own: Figure) -> bool:
    """Tell whether the claim gives the named group's own figure to another group."""
    others = [a for a in claim_figures(claim, "number", "harm") if a is not said and a.quantity]
    return any(
        a.quantity and agree(a.quantity, own.quantity) and same_group(a.arm, own.fact.arm) is False
        for a in others
    )


_TOPIC = 0.3
"""Part of the words that must be shared; lay words for an outcome often are not those of the study."""


def _own(said: Assertion, figure: Figure, seen: Figure) -> bool:
    """Tell whether ``figure`` is what the study gives beside ``seen`` for the group of the claim."""
    quantity = said.quantity
    assert quantity is not None
    return (
        figure.key == seen.key
        and figure.quantity.counts == seen.quantity.counts
        and same_group(said.arm, figure.fact.arm) is True
        and same_group(seen.fact.arm, figure.fact.arm) is not True
        and not agree(quantity, figure.quantity)
        and not times_clash(said.timepoint, figure.fact.timepoint)
    )


def _fault(claim: ClaimView, study: StudyView, said: Assertion, seen: Figure, own: Figure) -> Finding:
    text = (
        f"In the study {seen.fact.quote} belongs to {seen.fact.arm}; for {own.fact.arm} it reports "
        f"{own.fact.quote}."
    )
    return fault(
        "arms_swapped", claim, study, said, seen.fact,
        error_type="arms_swapped", explanation=text, confidence=0.9,
    )  # fmt: skip


FACET = Facet(
    name="arms_swapped",
    compare=_compare,
    error_types=("arms_swapped",),
    examples=(
        Example(
            claim="At six months 27.4% of the massage group and 47.6% of the usual-care group had responded.",
            study=(
                "RESULTS: Response at 6 months was 47.6% in the massage group and 27.4% in the "
                "usual-care group."
            ),
            expects="arms_swapped",
        ),
        Example(
            claim="Yoga eased disability by 4.4 points, twice as much as sham acupuncture at 2.1 points.",
            study=(
                "RESULTS: Disability improved by 4.4 points with yoga, by 4.5 points with sham "
                "acupuncture and by 2.1 points with usual care."
            ),
            expects="arms_swapped",
        ),
        Example(
            claim="Nausea was rarer on the statin, 2.4% against 3% on placebo.",
            study="RESULTS: Nausea occurred in 3% on rosuvastatin and 2.4% on placebo.",
            expects="arms_swapped",
        ),
        Example(
            claim="Dust averaged 102 micrograms by the open fire and 264 with the stove.",
            study=(
                "RESULTS: Dust was 264 micrograms in the open-fire homes and 102 micrograms in the stove "
                "homes."
            ),
            expects="arms_swapped",
        ),
        Example(
            claim="The damage was mixed in nine people and hepatic in four.",
            study="RESULTS: The damage was hepatic in nine patients and mixed in four.",
            expects="arms_swapped",
        ),
        Example(
            claim="It took the yoga group 208 days to get back and the usual-care group 88.",
            study="RESULTS: The median time until return was 88 days with yoga and 208 days with usual care.",
            expects="arms_swapped",
        ),
    ),
    counter_examples=(
        Example(
            claim="Some 88 days passed with yoga until return, against 208 days with usual care.",
            study="RESULTS: The median time until return was 88 days with yoga and 208 days with usual care.",
        ),
        Example(
            claim="Hepatic damage was seen in nine people; in four it was mixed.",
            study="RESULTS: The damage was hepatic in nine patients and mixed in four.",
        ),
        Example(
            claim="At six months 47.6% of the massage group and 27.4% of the usual-care group had responded.",
            study=(
                "RESULTS: Response at 6 months was 47.6% in the massage group and 27.4% in the "
                "usual-care group."
            ),
        ),
        Example(
            claim="Pain fell by 5 points with massage and with usual care.",
            study="RESULTS: Pain fell by 5 points with massage and by 5 points with usual care.",
        ),
    ),
)
