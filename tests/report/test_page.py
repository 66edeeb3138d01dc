"""What a reader is told, before any format."""

from __future__ import annotations

import msgspec

from trueeffect.model.verdict import CheckReport, ClaimResult, Finding, ReferenceIssue
from trueeffect.report.cards import claim_cards, overall
from trueeffect.report.page import build_page


def test_the_summary_counts_what_was_compared(report: CheckReport) -> None:
    summary = build_page(report).summary
    assert summary.claims == (
        "6 claims compared with the studies cited: 1 supported, 2 contradicted, 1 overstated and 2 not supported. "
        "2 more could not be checked."
    )
    assert summary.references.startswith(
        "7 references: 4 found in the libraries searched, 1 with more than one"
    )
    assert next(verdict for verdict, _ in summary.counts) == "contradicted"


def test_nothing_found_is_a_result(empty: CheckReport) -> None:
    page = build_page(empty)
    assert page.summary.claims == "No claim that cites a study was found, so nothing was compared."
    assert page.summary.references == "No reference list was found."


def test_only_unchecked_claims(report: CheckReport) -> None:
    unchecked = tuple(result for result in report.results if result.verdict == "not_checkable")
    page = build_page(msgspec.structs.replace(report, results=unchecked))
    assert page.summary.claims == "2 claims found: none could be checked."


def test_claims_are_numbered_in_the_order_of_the_article(report: CheckReport) -> None:
    shuffled = msgspec.structs.replace(report, results=report.results[::-1], claims=report.claims[::-1])
    assert [card.claim_id for card in claim_cards(shuffled)] == [f"c{number}" for number in range(1, 9)]


def test_the_gravest_fault_comes_first(report: CheckReport) -> None:
    card = next(card for card in claim_cards(report) if card.claim_id == "c4")
    assert [fault.minor for fault in card.comparisons[0].faults] == [False, True]
    assert card.comparisons[0].open == ("The abstract gives no temperature.",)


def test_every_fault_has_both_quotes(report: CheckReport) -> None:
    faults = [f for card in claim_cards(report) for each in card.comparisons for f in each.faults]
    assert len(faults) == 6
    assert all(fault.says and fault.study and fault.where for fault in faults)


def test_a_fault_without_words_of_the_study_says_so(report: CheckReport) -> None:
    result = report.results[1]
    finding: Finding = msgspec.structs.replace(result.findings[0], found=None)
    bare = msgspec.structs.replace(report, results=(msgspec.structs.replace(result, findings=(finding,)),))
    fault = claim_cards(bare)[0].comparisons[0].faults[0]
    assert (fault.study, fault.where) == ("", "nothing found on this in what was compared")


def test_several_studies_give_one_verdict() -> None:
    assert overall(["supported", "overstated"]) == "overstated"
    assert overall(["not_checkable", "supported"]) == "supported"
    assert overall(["not_checkable", "unsupported"]) == "unsupported"
    assert overall([]) == "not_checkable"


def test_a_claim_with_two_studies_has_one_card(report: CheckReport) -> None:
    second = ClaimResult(
        claim_id="c1", verdict="unsupported", record_id="lib:castellan2016", reference_id="r3"
    )
    card = claim_cards(msgspec.structs.replace(report, results=(*report.results, second)))[0]
    assert (card.verdict, len(card.comparisons)) == ("supported", 2)


def test_a_difference_is_told_once(report: CheckReport) -> None:
    issue = ReferenceIssue(type="wrong_pages", reference_id="r3", claimed="88-95", found="80-87")
    page = build_page(msgspec.structs.replace(report, reference_issues=(issue,)))
    assert [difference.name for difference in page.entries[2].differences] == ["pages differ"]


def test_an_ambiguous_citation_names_its_entries(report: CheckReport) -> None:
    (fault,) = build_page(report).citations
    assert (fault.text, fault.entries) == ("(Brandt, 2009)", (4, 5))


def test_an_issue_without_its_citation_is_still_told(report: CheckReport) -> None:
    issue = ReferenceIssue(type="citation_without_reference", citation_id="gone", claimed="(Nobody, 1999)")
    (fault,) = build_page(msgspec.structs.replace(report, reference_issues=(issue,))).citations
    assert fault.text == "(Nobody, 1999)"


def test_a_reason_that_a_finding_gives_is_not_repeated(report: CheckReport) -> None:
    result = report.results[1]
    told = msgspec.structs.replace(result, reason=result.findings[0].explanation)
    other = msgspec.structs.replace(result, reason="something else")
    for each, expected in ((told, ""), (other, "Something else.")):
        card = claim_cards(msgspec.structs.replace(report, results=(each,)))[0]
        assert card.comparisons[0].reason == expected


def test_in_a_faulty_claim_only_topics_agree(report: CheckReport) -> None:
    supported, faulty = claim_cards(report)[:2]
    assert supported.comparisons[0].agreed == ""
    assert faulty.comparisons[0].agreed == "It agrees on: outcome."
