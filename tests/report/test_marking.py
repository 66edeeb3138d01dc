"""Claims are marked in place, whatever they cross."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from trueeffect.model.article import Claim, Mark, Passage
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import CheckReport, ClaimResult
from trueeffect.report.cards import claim_cards
from trueeffect.report.marking import Block, Segment, _Border, cut, mark_article
from trueeffect.testing import make_article

TEXT = "abcdefghijklmnopqrstuvwxyz"
SPANS = st.tuples(st.integers(0, 26), st.integers(0, 26)).map(sorted).filter(lambda pair: pair[0] < pair[1])


@given(SPANS, st.lists(SPANS, max_size=6))
def test_runs_join_to_the_text_and_know_their_claims(block: list[int], claims: list[list[int]]) -> None:
    borders = [_Border(span=Span(start=a, end=b), claim=n) for n, (a, b) in enumerate(claims, 1)]
    at, runs = (
        block[0],
        cut(TEXT, Span(start=block[0], end=block[1]), [b for b in borders if _meets(b, block)]),
    )
    assert "".join(run.text for run in runs) == TEXT[block[0] : block[1]]
    for run in runs:
        for position in range(at, at + len(run.text)):
            assert set(run.claims) == {n for n, (a, b) in enumerate(claims, 1) if a <= position < b}
        at += len(run.text)


def _meets(border: _Border, block: list[int]) -> bool:
    return border.span.overlaps(Span(start=block[0], end=block[1]))


def marked(text: str, *claims: tuple[int, int], **parts: Any) -> tuple[Segment, ...]:
    article = parts.pop("article", make_article(text))
    report = CheckReport(
        article=article,
        claims=tuple(
            Claim(id=f"c{n}", span=Span(start=a, end=b), text=text[a:b]) for n, (a, b) in enumerate(claims)
        ),
        results=tuple(ClaimResult(claim_id=f"c{n}", verdict="supported") for n in range(len(claims))),
        **parts,
    )
    return mark_article(report, claim_cards(report))


def words(blocks: tuple[Block, ...]) -> list[str]:
    return ["".join(run.text for run in block.runs) for block in blocks]


def test_a_segment_begins_where_a_claim_is_noted() -> None:
    first, second = marked("One.\n\n# Two\n\nThree is claimed.\n\nFour.", (13, 30))
    assert (words(first.rest), first.cards) == (["One."], ())
    assert (words(second.lead), second.cards, words(second.rest)) == (
        ["# Two", "Three is claimed."],
        (1,),
        ["Four."],
    )


def test_a_claim_over_two_paragraphs_is_noted_after_the_second() -> None:
    first, second = marked("Begins here\n\nand ends here.", (0, 27))
    assert (first.cards, second.cards) == ((), (1,))
    assert first.rest[0].runs[0].claims == second.lead[0].runs[0].claims == (1,)


def test_a_claim_outside_every_block_keeps_its_card() -> None:
    segments = marked("Short.", (50, 60))
    assert segments[-1] == Segment(cards=(1,))


def test_overlapping_claims_are_both_marked() -> None:
    (segment,) = marked("One two three.", (0, 7), (4, 14))
    assert [run.claims for run in segment.lead[0].runs] == [(1,), (1, 2), (2,)]
    assert segment.cards == (1, 2)


def test_an_article_without_passages_is_split_at_blank_lines() -> None:
    article = msgspec.structs.replace(make_article("One.\n\n\nTwo."), passages=())
    (segment,) = marked("One.\n\n\nTwo.", article=article)
    assert words(segment.rest) == ["One.", "Two."]


def test_list_items_form_one_list_without_their_bullets() -> None:
    article = make_article("- One.\n\n- Two.")
    items = tuple(msgspec.structs.replace(passage, kind="list_item") for passage in article.passages)
    (segment,) = marked("- One.\n\n- Two.", (2, 6), article=msgspec.structs.replace(article, passages=items))
    (block,) = segment.lead
    assert block.kind == "list"
    assert words(block.items) == ["One.", "Two."]


def test_reference_list_and_menus_are_left_out(report: CheckReport) -> None:
    segments = mark_article(report, claim_cards(report))
    blocks = [block for segment in segments for block in (*segment.lead, *segment.rest)]
    shown = " ".join([*words(tuple(blocks))])
    assert "Newsletter" not in shown
    assert "J Gentle Exerc" not in shown
    assert "References" not in shown
    assert "Needles, pills and tape" in shown


def test_a_reference_in_a_paragraph_is_known_by_its_span(report: CheckReport) -> None:
    plain = tuple(
        Passage(id=each.id, kind="paragraph", span=each.span) if each.kind == "reference" else each
        for each in report.article.passages
    )
    article = msgspec.structs.replace(report.article, passages=plain)
    cards = claim_cards(report)
    again = msgspec.structs.replace(report, article=article)
    assert mark_article(again, cards) == mark_article(report, cards)


def test_raised_figures_stay_raised() -> None:
    article = make_article("Needles help.2", marks=(Mark(kind="superscript", span=Span(start=13, end=14)),))
    (segment,) = marked("Needles help.2", (0, 14), article=article)
    assert [(run.text, run.raised) for run in segment.lead[0].runs] == [("Needles help.", False), ("2", True)]


def test_many_claims_take_little_time() -> None:
    text = "Some words make a claim. " * 4000
    claims = [(at * 25, at * 25 + 24) for at in range(4000)]
    (segment,) = marked(text, *claims)
    assert len(segment.cards) == 4000
