"""The right figure for the wrong thing: a share told as a change, points as percent, tests as patients."""

from __future__ import annotations

import re

from trueeffect.check.compare.facets._base import Example, Facet, fault
from trueeffect.check.compare.figures import agree, derived_agrees, dimension, kind_of
from trueeffect.check.compare.pairing import (
    Figure,
    claim_clause,
    claim_figures,
    content,
    result_figures,
    trivial,
)
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.model.fact import Assertion, Quantity
from trueeffect.model.verdict import Finding

_NAMES = {
    "share": "a share", "percent_change": "a percent change", "change": "a change on a scale",
    "difference": "a difference on a scale", "level": "a value on a scale",
    "smd": "a standardised difference",
    "ratio": "a ratio", "people": "a number of people", "events": "a number of events",
    "absolute": "an absolute difference", "time": "a time", "rate": "a rate over time",
}  # fmt: skip
_COUNTED = {
    "share_of_patients": "a share of patients", "share_of_trials": "a share of {of}",
    "share_of_animals": "a share of animals", "share_of_studies": "a share of studies",
    "share_of_events": "a share of events",
}  # fmt: skip
_HELPED = re.compile(
    r"\b(?:help\w*|improv\w*|benefit\w*|reliev\w*|eas(?:e|ed|es)|cured?|work(?:s|ed)? (?:for|in)|"
    r"respon\w+|recover\w*|better|"
    r"got rid|success\w*|effective)\b",
    re.IGNORECASE,
)
_LIKE_HELP = re.compile(
    r"\b(?:improv\w*|benefi\w*|relie\w*|reduc\w*|decreas\w*|better|respon\w+|recover\w*|success\w*|"
    r"effective\w*|efficac\w*|cure\w*|"
    r"remission|gain\w*|fell|fall|drop\w*|lower|help\w*|healed|healing|resol\w+|satisf\w+|pain[- ]free|"
    r"quit\w*|abstin\w+|increas\w*|achiev\w*|ameliorat\w*|alleviat\w*)\b",
    re.IGNORECASE,
)


def _compare(claim: ClaimView, study: StudyView) -> list[Finding]:
    found: list[Finding] = []
    for said in claim_figures(claim, "number", "harm", "sample_size"):
        seen = _mistaken(claim, said, study)
        if seen is not None:
            found.append(_fault(claim, study, said, seen))
    return found


def _mistaken(claim: ClaimView, said: Assertion, study: StudyView) -> Figure | None:
    """Return the study's figure that was taken for something else, or None."""
    quantity = said.quantity
    assert quantity is not None
    figures = result_figures(study)
    if not kind_of(quantity) or trivial(quantity):
        return None
    meets = [f for f in figures if agree(quantity, f.quantity) and not _differs(quantity, f.quantity)]
    if meets:
        return _unhelpful(claim, said, meets)
    suspects = [f for f in figures if _same_digits(quantity, f.quantity) and _differs(quantity, f.quantity)]
    suspects = [f for f in suspects if kind_of(f.quantity) != "time" or _measured(f)]
    suspects = [f for f in suspects if _told(claim, said, f, study)]
    if not suspects or _derived(quantity, figures):
        return None
    return suspects[0]


_AS_RESULT = re.compile(
    (
        r"\b(?:median|mean|average|averaged|sooner|later|earlier|faster|slower|shorter|longer|less|more|"
        r"until|took|time to|rose|fell|reduced|increased)\b"
    ),
    re.IGNORECASE,
)


def _measured(figure: Figure) -> bool:
    """Tell whether a time is a result ("88 days until return to work"), not a schedule."""
    return figure.fact.role != "condition" and bool(_AS_RESULT.search(figure.sentence))


def _derived(quantity: Quantity, figures: list[Figure]) -> bool:
    """Tell whether the claimed kind of figure can be worked out from other figures of a sentence.

    A percent change only from start, end and change of one group, or from a ratio.
    """
    groups: dict[tuple[str, int, str], list[Quantity]] = {}
    for figure in figures:
        arm = ""
        if kind_of(quantity) == "percent_change":
            if figure.fact.role not in _COURSE and kind_of(figure.quantity) != "ratio":
                continue
            arm = figure.fact.arm
        if not _same_digits(quantity, figure.quantity):
            groups.setdefault((*figure.key, arm), []).append(figure.quantity)
    return any(derived_agrees(quantity, members) for members in groups.values())


_COURSE = frozenset({"baseline", "follow_up", "change"})


def _same_digits(mine: Quantity, yours: Quantity) -> bool:
    """Tell whether the figures are the same whatever their units, rounding allowed."""
    if mine.counts in _TIMES or (yours.counts in _TIMES and (mine.unit != "%" or mine.value < 10)):
        return False
    slack = min(mine.precision, 0.5) + 1e-9
    if kind_of(yours) == "smd" and mine.unit == "%":
        return abs(abs(mine.value) - 100 * abs(yours.value)) <= 0.5
    if mine.words and mine.unit == "%":
        return agree(mine, yours)
    return abs(abs(mine.value) - abs(yours.value)) <= slack and mine.bound in ("", "about", "less", "more")


_TIMES = frozenset({"time", "dose", "age"})
_CLASHES: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset({"percent_change"}), frozenset({"share"})),
    (frozenset({"share"}), frozenset({"percent_change"})),
    (frozenset({"percent_change", "share"}), frozenset({"change", "difference", "level", "smd"})),
    (frozenset({"change", "difference", "level"}), frozenset({"percent_change", "share"})),
    (frozenset({"percent_change", "share"}), frozenset({"time"})),
    (frozenset({"percent_change", "share", "absolute"}), frozenset({"rate"})),
    (frozenset({"people"}), frozenset({"events"})),
    (frozenset({"events"}), frozenset({"people"})),
    (frozenset({"change", "difference"}), frozenset({"smd"})),
)


def _differs(mine: Quantity, yours: Quantity) -> bool:
    """Tell whether two figures count different things."""
    one, other = kind_of(mine), kind_of(yours)
    if one in ("share", "percent_change") and not other and yours.unit in ("mm", "cm", "points"):
        return True
    if one == other == "share":
        return _counted(mine) != _counted(yours) and bool(_counted(mine)) and bool(_counted(yours))
    if one in ("change", "difference") and other == "absolute":
        return mine.unit not in ("", "points", "%", "percentage points")
    if one == "change" and other == "percent_change" and dimension(mine) == "percent":
        return False
    if (
        {one, other} <= {"level", "share", "percent_change"}
        and dimension(mine) == dimension(yours)
        and "level" in (one, other)
    ):
        return False
    if one in ("change", "difference", "level") and other == "share" and dimension(mine) == "percent":
        return False
    return any(one in a and other in b for a, b in _CLASHES)


def _counted(quantity: Quantity) -> str:
    if quantity.counts in ("share_of_events", "share_of_places"):
        return ""
    return (
        ""
        if quantity.counts == "share_of_patients" and quantity.of in ("group", "groups", "cases")
        else quantity.counts
    )


def _told(claim: ClaimView, said: Assertion, figure: Figure, study: StudyView) -> bool:
    """Tell whether claim and sentence speak of the same thing, or the digits alone are telling.

    Three digits with a decimal, or a percentage that is not round, are hardly met by chance.
    """
    quantity = said.quantity
    assert quantity is not None
    shared = content(claim_clause(claim, said)) & content(figure.sentence)
    digits = len(f"{abs(quantity.value):g}".replace(".", "").strip("0"))
    if digits >= 3 and quantity.precision < 0.5 and kind_of(figure.quantity) != "time":
        return True
    round_figure = quantity.value % 5 == 0 or quantity.value < 10
    if quantity.unit == "%" == figure.quantity.unit and not round_figure:
        return bool(content(claim.text) & content(study.abstract))
    return len(shared) >= (2 if round_figure and digits < 2 else 1)


def _unhelpful(claim: ClaimView, said: Assertion, meets: list[Figure]) -> Figure | None:
    """Return a share of patients told as helped that the study gives for something else."""
    quantity = said.quantity
    assert quantity is not None
    clause = claim_clause(claim, said)
    if (
        said.facet == "harm"
        or quantity.counts != "share_of_patients"
        or not _HELPED.search(clause)
        or len(meets) > 1
    ):
        return None
    if _LIKE_HELP.search(meets[0].sentence) or kind_of(meets[0].quantity) != "share":
        return None
    return meets[0] if content(clause) & content(meets[0].sentence) else None


def _fault(claim: ClaimView, study: StudyView, said: Assertion, seen: Figure) -> Finding:
    return fault(
        "counted_thing", claim, study, said, seen.fact,
        error_type="wrong_quantity",
        explanation=(
            f"In the study this figure is {_name(seen.quantity)}; the claim tells it as "
            f"{_name(said.quantity)}."
        ),
        confidence=0.9,
    )  # fmt: skip


def _name(quantity: Quantity | None) -> str:
    assert quantity is not None
    if quantity.counts in _COUNTED:
        of = "tests" if quantity.of in ("", "trials") else quantity.of
        return _COUNTED[quantity.counts].format(of=of) + _counts(quantity)
    return _NAMES.get(
        kind_of(quantity), f"a number of {quantity.unit}" if quantity.unit else "something else"
    )


def _counts(quantity: Quantity) -> str:
    if quantity.numerator is None or not quantity.denominator or quantity.denominator <= 12:
        return ""
    return f" ({quantity.numerator:g} of {quantity.denominator:g})"


FACET = Facet(
    name="counted_thing",
    compare=_compare,
    error_types=("wrong_quantity",),
    examples=(
        Example(
            claim="Needling led to a 56.9% increase in nerve blood flow.",
            study="RESULTS: Nerve blood flow rose in 33 of 58 stimulations (56.9%).",
            expects="wrong_quantity",
        ),
        Example(
            claim="Back pain fell by 28.7% with massage.",
            study=(
                "RESULTS: Back pain on a 100 mm scale fell by 28.7 mm (SD 30.3) with massage and 6.9 mm "
                "without."
            ),
            expects="wrong_quantity",
        ),
        Example(
            claim="Symptoms improved by 36% more than with sham.",
            study="RESULTS: Symptoms improved more than with sham (SMD -0.36, 95% CI -0.5 to -0.2).",
            expects="wrong_quantity",
        ),
        Example(
            claim="The tablets helped 48% of the women.",
            study="RESULTS: The leaflet on the tablets was not read by 48% of the women.",
            expects="wrong_quantity",
        ),
        Example(
            claim="In 41.7% of patients the needle hit the nerve.",
            study="RESULTS: The needle hit the nerve in 41.7% of insertions.",
            expects="wrong_quantity",
        ),
        Example(
            claim="Pain dropped by 2.17 per cent.",
            study="RESULTS: The stretching group scored 2.17 points lower than usual care.",
            expects="wrong_quantity",
        ),
        Example(
            claim="With the scheme, 88% of the workers came back to work.",
            study=(
                "RESULTS: The median time to coming back to work was 88 days with the scheme and 208 "
                "days without."
            ),
            expects="wrong_quantity",
        ),
        Example(
            claim="Some 2.5% of the children ever had a cough.",
            study=(
                "RESULTS: The share of days with cough was 2.5% on zinc and 2.3% on placebo in the children."
            ),
            expects="wrong_quantity",
        ),
    ),
    counter_examples=(
        Example(
            claim="Walking improved in 15% of adults.",
            study="METHODS: 40 adults with 15 years of illness. RESULTS: Walking improved.",
        ),
        Example(
            claim="Nerve blood flow rose in 56.9% of the stimulations.",
            study="RESULTS: Nerve blood flow rose in 33 of 58 stimulations.",
        ),
        Example(
            claim="Back pain fell by 28.7 points with massage.",
            study="RESULTS: Back pain on a 100 mm scale fell by 28.7 mm (SD 30.3) with massage.",
        ),
        Example(
            claim="Nearly half of the women said the leaflet helped.",
            study="RESULTS: The leaflet was found helpful by 48% of the women.",
        ),
        Example(
            claim="The risk of falls was 28% lower.",
            study="RESULTS: Balance training lowered the risk of falls (hazard ratio 0.72).",
        ),
        Example(
            claim="Pain was cut by a third.",
            study="RESULTS: Pain fell from 60 mm to 40 mm, and 33% of patients used rescue drugs.",
        ),
    ),
)
