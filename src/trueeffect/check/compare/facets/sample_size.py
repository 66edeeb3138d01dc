"""How many took part: told otherwise than the study says, or the whole told as one group."""

from __future__ import annotations

import re
from itertools import combinations

from msgspec.structs import replace

from trueeffect.check.compare.facets._base import Example, Facet, agreement, fault
from trueeffect.check.compare.figures import agree, bound_holds, kind_of
from trueeffect.check.compare.groups import same_group
from trueeffect.check.compare.pairing import Figure, claim_clause, content, study_figures
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.arms import find_mentions
from trueeffect.model.fact import Assertion, Quantity
from trueeffect.model.verdict import Finding
from trueeffect.text.quantities.nouns import noun_class

_MAIN = ("total", "")
_SPLIT = re.compile(
    r"\b(?:two|three|four|five|2|3|4|5)\s+(?:[\w-]+\s+){0,3}(?:groups|arms)\b|\b(?:randomi[sz]\w+|"
    r"assigned|allocated|allotted|divided|split)\b"
    r"[^.;]*?\b(?:to|into|between|received?)\b[^.;]*?\b(?:or|and|versus)\b",
    re.IGNORECASE,
)
_ALL_GOT = re.compile(
    (
        r"^\W*(?:[\w-]+\s+){0,3}?(?:were|was|got|received|had|underwent|took|tried)\s+(?:all\s+)?(?:treated|"
        r"given|needled|got|received|had)?"
    ),
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    (
        r"\b(?:or|either|and|versus|vs|compared|than|between|split|divided|groups?|arms?|some|others|half|"
        r"both|randomi[sz]\w*)\b"
    ),
    re.IGNORECASE,
)
_SIZES = frozenset({"total", "arm", "group", "analysed", ""})


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    found: list[Finding] = []
    for said in _claimed_sizes(claim):
        finding = _judge(claim, said, study)
        if finding is not None:
            found.append(finding)
    return found + _kept(claim, study)


_RETAINED = re.compile(
    r"\b(?:follow(?:ed)?[- ]?up|complet\w+|finish\w*|still in the (?:study|trial)|stayed (?:in|to|until)|"
    r"remained|report(?:ed|ing) back|"
    r"stuck (?:it out|with)|retain\w*|analy[sz]ed|assessed)\b",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(?:not|never|n't|lost|dropped|withdr\w+|left|except|missing|excluded)\b", re.IGNORECASE
)


def _kept(claim: ClaimView, study: StudyView) -> list[Finding]:
    """Find a wrong number of patients who stayed to the end: "25 of the 47" where 45 did."""
    for said in claim.of("number"):
        quantity = said.quantity
        if (
            quantity is None
            or quantity.numerator is None
            or not quantity.denominator
            or quantity.bound in ("more", "at_least")
        ):
            continue
        clause = claim_clause(claim, said)
        if not _RETAINED.search(clause) or _LOST.search(clause):
            continue
        if any(agree(quantity, f.quantity) for f in study_figures(study)):
            continue
        kept = [f for f in study_figures(study) if _stayed(f, quantity.denominator)]
        counts = {
            f.quantity.numerator if f.quantity.numerator is not None else f.quantity.value for f in kept
        }
        if len(counts) == 1 and counts != {quantity.numerator} and _whole(quantity.denominator, study):
            text = f"The claim says {said.quote}; the study reports {kept[0].fact.quote}."
            return [_fault(claim, study, said, kept[0], text)]
    return []


def _stayed(figure: Figure, whole: float) -> bool:
    """Tell whether a figure of the study counts those who stayed, out of ``whole``."""
    quantity = figure.quantity
    around = figure.sentence[max(0, figure.sentence.find(figure.fact.quote) - 50) :][
        : 100 + len(figure.fact.quote)
    ]
    if quantity.numerator is not None and quantity.denominator:
        return quantity.denominator == whole and bool(_RETAINED.search(around)) and not _LOST.search(around)
    return (
        figure.fact.role == "analysed"
        and quantity.value <= whole
        and quantity.counts in ("group_size", "people")
    )


def _whole(whole: float, study: StudyView) -> bool:
    return any(whole in (f.quantity.value, f.quantity.denominator) for f in _sizes(study))


def _claimed_sizes(claim: ClaimView) -> list[Assertion]:
    return [
        a
        for a in claim.of("sample_size")
        if a.quantity is not None and a.role in ("total", "arm", "analysed", "group", "")
    ]


def _judge(claim: ClaimView, said: Assertion, study: StudyView) -> Finding | None:
    assert said.quantity is not None
    sizes = _sizes(study)
    seen = next((f for f in sizes if agree(said.quantity, f.quantity)), None)
    if seen is not None:
        whole = _whole_as_one(claim, said, study, sizes) or _part_as_whole(claim, said, study, sizes)
        return whole or agreement("sample_size", claim, study, said, seen.fact)
    if _from_sizes(said.quantity, sizes) or _elsewhere(said.quantity, study):
        return None
    main = _same_size(said, sizes) or _slip(said.quantity, study)
    if main is not None and bound_holds(said.quantity, main.quantity):
        return None
    if main is None or not _same_noun(said, main):
        return None
    return _fault(
        claim, study, said, main, f"The claim says {said.quote}; the study reports {main.fact.quote}."
    )


def _sizes(study: StudyView) -> list[Figure]:
    return [
        f for f in study_figures(study) if kind_of(f.quantity) == "people" or f.quantity.numerator is not None
    ]


def _elsewhere(quantity: Quantity, study: StudyView) -> bool:
    """Tell whether the number stands in the study where it may count people."""
    kinds = ("", "events", "people")
    return any(agree(quantity, f.quantity) for f in study_figures(study) if kind_of(f.quantity) in kinds)


def _from_sizes(quantity: Quantity, sizes: list[Figure]) -> bool:
    """Tell whether the size is a sum or difference of sizes, equal groups together, or an even part."""
    people = [f for f in sizes if kind_of(f.quantity) == "people"]
    values = [f.quantity.value for f in people]
    parts = {a + b for a, b in combinations(values, 2)} | {abs(a - b) for a, b in combinations(values, 2)}
    parts |= {sum(values), sum(values[1:]), sum(values[:-1])}
    parts |= {f.quantity.value * k for f in people for k in (2, 3, 4) if f.fact.role in ("arm", "group")}
    parts |= {f.quantity.value / k for f in people for k in (2, 3, 4) if _SPLIT.search(f.sentence)}
    return any(
        agree(quantity, replace(quantity, value=part, bound="", precision=0.5)) for part in parts if part
    )


_FEWEST = 6
"""A total below this is more likely to be something else that was counted."""


def _same_size(said: Assertion, sizes: list[Figure]) -> Figure | None:
    """Return the study's size of the same kind: its only total, or that of the named group."""
    own = [f for f in sizes if f.fact.facet == "sample_size"]
    if said.role == "arm" and said.arm:
        named = [f for f in own if f.fact.role == "arm" and f.fact.arm]
        same = [f for f in named if same_group(said.arm, f.fact.arm) is True and f.quantity.value >= _FEWEST]
        return same[0] if len(same) == 1 and len(named) > 1 else None
    totals = _totals(sizes)
    if said.role != "total" or len({f.quantity.value for f in totals}) != 1 or said.quantity is None:
        return None
    if totals[0].quantity.value < _FEWEST or said.quantity.low is not None:
        return None
    return totals[0]


def _totals(sizes: list[Figure]) -> list[Figure]:
    """Return the sizes told as the total; failing that, the first number of people if it is the largest."""
    totals = [f for f in sizes if f.fact.role == "total" and f.fact.facet == "sample_size"]
    people = [f for f in sizes if kind_of(f.quantity) == "people" and f.quantity.numerator is None]
    if totals or not people or people[0].fact.section in ("RESULTS", "CONCLUSIONS"):
        return totals
    first = people[0]
    whole = first.fact.role in ("", "subset") and not _PICKED.search(first.sentence)
    return [first] if whole and first.quantity.value >= max(f.quantity.value for f in people) else []


_PICKED = re.compile(
    (
        r"\b(?:screened|approached|invited|eligible|contacted|of whom|out of|referred|million|billion|born|"
        r"countr\w+)\b"
    ),
    re.IGNORECASE,
)


def _same_noun(said: Assertion, seen: Figure) -> bool:
    assert said.quantity is not None
    one, other = noun_class(said.quantity.of), noun_class(seen.quantity.of)
    return one == other or not one or not other


def _whole_as_one(claim: ClaimView, said: Assertion, study: StudyView, sizes: list[Figure]) -> Finding | None:
    """Return a fault when all who were split into groups are told as having had one treatment."""
    assert said.quantity is not None
    end = said.span.end - claim.offset
    rest = claim.text[end:]
    named = find_mentions(rest)
    if not _ALL_GOT.match(rest) or _SEVERAL.search(rest) or len(named) != 1:
        return None
    meets = [f for f in sizes if agree(said.quantity, f.quantity)]
    if not meets or any(f.fact.role != "total" for f in meets):
        return None
    split = next((f for f in meets if _SPLIT.search(f.sentence)), None)
    if split is None or not content(claim_clause(claim, said)) & content(study.abstract):
        return None
    text = (
        f"In the study {split.fact.quote} is everyone, split between groups; not all had the treatment named."
    )
    return _fault(claim, study, said, split, text, minor=True)


_IN_ALL = re.compile(r"\b(?:in all|altogether|in total|a total of|all told)\b", re.IGNORECASE)


def _part_as_whole(
    claim: ClaimView, said: Assertion, study: StudyView, sizes: list[Figure]
) -> Finding | None:
    """Return a fault when one group is told as everyone: "in all, 66 took part" of 66 and 68."""
    assert said.quantity is not None
    if said.role != "total" or not _IN_ALL.search(claim.text) or said.quantity.bound:
        return None
    meets = [f for f in sizes if agree(said.quantity, f.quantity)]
    totals = [f for f in _totals(sizes) if f not in meets]
    larger = [f for f in totals if f.quantity.value > said.quantity.value]
    if len(larger) != 1 or any(f.fact.role == "total" for f in meets):
        return None
    text = f"{said.quote} is one group of the study; in all there were {larger[0].fact.quote}."
    return _fault(claim, study, said, larger[0], text)


def _of_people(figure: Figure, digits: str) -> bool:
    """Tell whether a figure counts people for sure, or has digits enough to be no chance match."""
    return kind_of(figure.quantity) == "people" or (not kind_of(figure.quantity) and len(digits) > 2)


def _slip(quantity: Quantity, study: StudyView) -> Figure | None:
    """Return the size with the same digits and a zero more or less: 11,620 for 1162, 490 for 49."""
    digits = f"{quantity.value:.0f}".rstrip("0")
    bare = [f for f in study_figures(study) if not f.quantity.unit and _of_people(f, digits)]
    same = [
        f for f in bare if f"{f.quantity.value:.0f}".rstrip("0") == digits and f.quantity.precision == 0.5
    ]
    return (
        same[0] if len(digits) >= 2 and len(same) == 1 and same[0].quantity.value != quantity.value else None
    )


def _fault(
    claim: ClaimView, study: StudyView, said: Assertion, seen: Figure, text: str, minor: bool = False
) -> Finding:
    return fault(
        "sample_size", claim, study, said, seen.fact,
        error_type="wrong_sample_size",
        explanation=text,
        severity="minor" if minor else "major",
        confidence=0.8 if minor else 0.9,
    )  # fmt: skip


FACET = Facet(
    name="sample_size",
    compare=_compare,
    error_types=("wrong_sample_size",),
    examples=(
        Example(
            claim="The trial had 540 participants.",
            study="METHODS: 54 adults with neck pain were randomised to massage or advice.",
            expects="wrong_sample_size",
        ),
        Example(
            claim="Sixty patients were treated with massage.",
            study="METHODS: 60 patients were randomised into two groups, massage and advice.",
            expects="wrong_sample_size",
        ),
        Example(
            claim="Ninety women took part in the study.",
            study="METHODS: We recruited 19 women after childbirth.",
            expects="wrong_sample_size",
        ),
        Example(
            claim="In all, 66 people took part in the trial.",
            study="METHODS: 134 adults were randomised; 66 had integrated care and 68 usual care.",
            expects="wrong_sample_size",
        ),
        Example(
            claim="In all, 11,620 people were studied.",
            study="RESULTS: Twenty trials with 1162 participants were pooled.",
            expects="wrong_sample_size",
        ),
        Example(
            claim="With 500 transplant patients it is the biggest garlic study.",
            study="Fifty kidney recipients with a stable graft took garlic for two months.",
            expects="wrong_sample_size",
        ),
        Example(
            claim="There were 490 women with the new stove.",
            study="METHODS: Women had a chimney stove (49 women) or an open fire (71 women).",
            expects="wrong_sample_size",
        ),
        Example(
            claim="No more than 324 adults were in the trial.",
            study="METHODS: 3234 adults were randomised to three groups.",
            expects="wrong_sample_size",
        ),
        Example(
            claim="It had 235 patients.",
            study="METHODS: 1652 people at 235 clinics were randomised to three groups.",
            expects="wrong_sample_size",
        ),
        Example(
            claim="Only 25 of the 47 patients were followed up.",
            study="RESULTS: Follow-up was available for 45 of 47 patients.",
            expects="wrong_sample_size",
        ),
        Example(
            claim="No more than 65 of the 180 were still in the study at the end.",
            study="METHODS: 180 patients were randomised to two groups; 165 patients completed the trial.",
            expects="wrong_sample_size",
        ),
    ),
    counter_examples=(
        Example(
            claim="Of the 180, 15 did not finish.",
            study="METHODS: 180 patients were randomised to two groups; 165 patients completed the trial.",
        ),
        Example(
            claim="Classic massage was given to 27 patients.",
            study="METHODS: 54 adults with neck pain were randomised to massage (n = 27) or advice (n = 27).",
        ),
        Example(
            claim="Nearly 1,200 people took part.",
            study="METHODS: 1162 patients were randomised to one of three groups.",
        ),
        Example(
            claim="Sixty patients were split between massage and advice.",
            study="METHODS: 60 patients were randomised into two groups, massage and advice.",
        ),
        Example(
            claim="A hundred people answered the questions.",
            study="METHODS: 120 adults were recruited. RESULTS: 20 dropped out.",
        ),
        Example(
            claim="Millions of people have back pain, and 300 patients may differ.",
            study="RESULTS: Pain fell.",
        ),
    ),
)
