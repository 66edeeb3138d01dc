"""From a claim and a record to a verdict."""

import pytest

from trueeffect.check.compare import compare_claim, no_source
from trueeffect.model.article import Claim, ClaimLink
from trueeffect.model.provenance import Span
from trueeffect.model.record import AbstractSection, Notice, Record

STUDY = (
    "METHODS",
    "Sixty adults with chronic neck pain were randomised to yoga or stretching for eight weeks.",
    "RESULTS",
    "Pain did not differ between yoga and stretching (P = 0.4). Sleep improved more with yoga (P = 0.01).",
)


def record(**values):
    sections = tuple(AbstractSection(label=STUDY[i], text=STUDY[i + 1]) for i in (0, 2))
    return Record(id="x", title="Yoga against stretching for neck pain", abstract=sections, **values)


def judge(text, own=None):
    claim = Claim(id="c1", span=Span(start=5, end=5 + len(text)), text=text)
    return compare_claim(claim, own or record())


def types(result):
    return [f.error_type for f in result.findings if f.error_type]


@pytest.mark.parametrize(
    ("text", "verdict", "expected"),
    [
        ("Yoga eased neck pain more than stretching.", "contradicted", ["direction_reversed"]),
        ("Yoga was no better than stretching for pain.", "supported", []),
        ("People slept better with yoga than with stretching.", "supported", []),
        ("Yoga helped children with migraine.", "contradicted", ["wrong_condition"]),
        ("It rained in Bergen.", "not_checkable", []),
    ],
)
def test_verdicts(text, verdict, expected):
    result = judge(text)
    assert (result.verdict, types(result)) == (verdict, expected)


def test_both_sides_of_a_fault_are_quoted():
    text = "Yoga eased neck pain more than stretching."
    for finding in judge(text).findings:
        if finding.error_type:
            assert finding.claimed.quote in text
            assert finding.claimed.locator.span.start >= 5
            assert finding.found.quote in " ".join(STUDY)


def test_a_retracted_study_supports_nothing():
    own = record(notices=(Notice(kind="retraction", date="2020"),))
    result = judge("People slept better with yoga.", own)
    assert (result.verdict, types(result)) == ("unsupported", ["retracted_source"])


def test_a_reinstated_study_counts_again():
    own = record(notices=(Notice(kind="retraction"), Notice(kind="reinstatement")))
    assert not types(judge("People slept better with yoga.", own))


def test_no_record_and_no_entry():
    claim = Claim(id="c1", span=Span(start=0, end=3), text="Yes")
    assert compare_claim(claim, None).verdict == "not_checkable"
    for link in (
        ClaimLink(reference_ids=(), how="explicit"),
        ClaimLink(reference_ids=("r1", "r2"), how="explicit", ambiguous=True),
        ClaimLink(reference_ids=("r1",), how="explicit"),
    ):
        result = no_source(claim, link)
        assert result.verdict == "not_checkable"
        assert result.reason


def test_a_title_alone_is_said_to_be_one():
    result = judge("Sixty people took part.", Record(id="y", title="Yoga"))
    assert result.verdict == "not_checkable"
    assert "title" in result.reason


def test_hostile_claims_do_no_harm():
    for text in ("", " ", "x" * 5000, "((((", "P = 0.0.5", "\x00\x07", "than than than not not"):
        assert judge(text).verdict in (
            "supported",
            "contradicted",
            "overstated",
            "unsupported",
            "not_checkable",
        )
