"""A one-page decision aid: the decision, the options, what each does, harms, what is unsure (IPDAS)."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from trueeffect.model.answer import Answer, Comparison
from trueeffect.report.answers._page import icon_array, listed, page, table
from trueeffect.report.answers._words import CERTAINTY_MEANS, title

ANY_EVENT = "any event"


def render(answer: Answer) -> str:
    """Return the decision aid as one self-contained page."""
    return page(f"Decision aid: {title(answer)}", _body(answer))


def _body(answer: Answer) -> Iterator[str]:
    treatment, condition = escape(answer.treatment), escape(answer.condition)
    yield f'<header><p class="kicker">Decision aid</p><h1>{treatment.capitalize()} for {condition}?</h1></header><main>'
    yield (
        f"<p>This page is for people with {condition}. It helps you to decide, with the person who treats you, "
        f"whether to try {treatment}. You may also do nothing special, or choose something else.</p>"
    )
    yield from _pictures(answer)
    yield from _options(answer)
    yield "<section><h2>What matters to you?</h2><p>Mark how much each matters, from 0 (not) to 10 (very much).</p>"
    yield table(
        ["question", "0 to 10"],
        [
            [text, ""]
            for text in (
                "Having less pain in the next months",
                "Not taking medicine",
                "Avoiding needles and bruises",
                "Saving time and money",
                "Being sure that it helps before I start",
            )
        ],
        "What matters to you",
    )
    yield "</section>"
    yield from _about(answer)
    yield "</main>"


def _pictures(answer: Answer) -> Iterator[str]:
    yield "<section><h2>Of 100 people like you</h2>"
    item = answer.comparison("without")
    if item is None or item.absolute is None or item.certainty is None:
        yield "<p>No trial compared it with going without, so no numbers can be given.</p></section>"
        return
    without, with_it = round(item.absolute.without), round(item.absolute.with_it)
    yield '<div class="icons">'
    yield icon_array(
        f"Without {answer.treatment}: {without} get clearly better, {100 - without} do not", without
    )
    yield icon_array(
        f"With {answer.treatment}: {with_it} get clearly better, {100 - with_it} do not", with_it
    )
    harm = _any_harm(answer)
    if harm is not None:
        said = f"With {answer.treatment}: about {harm} have an unwanted effect, {100 - harm} do not"
        yield icon_array(said, harm, "harm")
    yield "</div>"
    low, high = item.absolute.low, item.absolute.high
    yield (
        f"<p>The number with treatment could be from {low:.0f} to {high:.0f}. Time: {escape(answer.time)}. "
        f"Certainty: <strong>{item.certainty.level}</strong> ({CERTAINTY_MEANS[item.certainty.level]}).</p>"
    )
    sham = answer.comparison("sham")
    if sham is not None and sham.pooled is not None:
        yield f"<p>Part of this comes from being treated at all: {escape(sham.statements[0].text)}</p>"
    yield "</section>"


def _any_harm(answer: Answer) -> int | None:
    """Return people per 100 with any unwanted event, from the review with an interval."""
    for figure in answer.safety:
        if figure.event == ANY_EVENT and figure.per == "patient" and figure.rate and figure.low is not None:
            return round(100 * figure.rate / figure.per_number)
    return None


def _options(answer: Answer) -> Iterator[str]:
    harm = _any_harm(answer)
    bad = f"About {harm} of 100 report an unwanted effect." if harm is not None else "Not counted here."
    rows = [
        [
            "What is it?",
            "Sessions with a practitioner, often once or twice a week.",
            "Carry on as now.",
            "Exercise, medicines, manual therapy.",
        ],
        ["What good may it do?", _good(answer, "without"), "Back pain often eases by itself.", _good(answer, "other")],
        ["What harm may it do?", bad, "Pain may last.", "It depends on what you choose; medicines have side effects."],
        ["What does it take?", "Time, travel, and often your own money.", "Nothing.", "Time, effort or money."],
    ]  # fmt: skip
    yield "<section><h2>Your options</h2>"
    head = ["", escape(answer.treatment), "doing nothing special", "something else"]
    yield table(head, [[f"<strong>{row[0]}</strong>", *row[1:]] for row in rows], "Options")
    yield "</section>"


def _good(answer: Answer, versus: str) -> str:
    item: Comparison | None = next((c for c in answer.comparisons if c.versus == versus), None)
    return escape(item.statements[0].text) if item is not None else "Not asked."


def _about(answer: Answer) -> Iterator[str]:
    trials = sorted({row.label for c in answer.comparisons if c.pooled for row in c.pooled.rows})
    yield "<section><h2>About this page</h2>"
    yield listed(
        [
            f"Made from {len(trials)} trials: {escape(', '.join(trials))}.",
            f"Evidence base {escape(answer.evidence_version)}, last changed {escape(answer.evidence_date)}. "
            "It is made anew whenever the base changes.",
            "Made with trueeffect, a free and open program. No funder is recorded for it.",
            "It does not replace advice on your own health. Numbness between the legs, loss of control of bladder "
            "or bowel, or growing weakness of the legs is an emergency: get help at once.",
        ]
    )
    yield "</section>"
