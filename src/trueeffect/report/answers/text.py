"""An answer for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from trueeffect.model.answer import Answer, Comparison
from trueeffect.report.answers._words import (
    CERTAINTY_MEANS,
    GRADE_MARKS,
    about_lines,
    all_comparisons,
    effect_text,
    safety_text,
    title,
)

WIDTH = 88


def render(answer: Answer) -> str:
    """Return an answer for the terminal: the comparisons side by side, then each in detail."""
    lines = [title(answer), f"{answer.outcome}, {answer.time}", ""]
    lines += _table(answer)
    for item in all_comparisons(answer):
        lines += ["", *_comparison(item)]
    if answer.harms or answer.safety:
        lines += ["", "HARMS", *_harms(answer)]
    if answer.excluded:
        lines += ["", "LEFT OUT"]
        lines += [
            line for item in answer.excluded for line in _wrap(f"{item.label}: {item.reason}", "  ", "    ")
        ]
        lines += [f"  {answer.not_about} more studies in the base are about other treatments."]
    lines += ["", *(line for note in about_lines(answer) for line in _wrap(note, ""))]
    return "\n".join(lines) + "\n"


def _wrap(text: str, first: str, rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest
    ) or [first]


def _table(answer: Answer) -> Iterator[str]:
    for item in answer.comparisons:
        if item.pooled is None or item.certainty is None:
            yield f"  {item.versus:8} no trials found"
            continue
        pooled = item.pooled
        yield (
            f"  {item.versus:8} {effect_text(pooled, pooled.measure):30} {item.size or '':9}"
            f"{item.certainty.level} certainty {GRADE_MARKS[item.certainty.level]}"
        )


def _comparison(item: Comparison) -> Iterator[str]:
    yield item.title.upper()
    for statement in item.statements:
        yield from _wrap(statement.text, "  ")
    if item.pooled is None or item.certainty is None:
        return
    yield ""
    for row in item.pooled.rows:
        yield (
            f"    {row.label[:34]:34} {effect_text(row, item.pooled.measure):26} "
            f"{100 * row.weight:3.0f} %  week {row.weeks:g}"
        )
    yield ""
    yield f"  Certainty: {item.certainty.level} - {CERTAINTY_MEANS[item.certainty.level]}."
    for judgement in item.certainty.judgements:
        if judgement.step:
            who = " (judged by a person)" if judgement.by == "person" else ""
            yield from _wrap(
                f"{judgement.step:+d} {judgement.domain}{who}: {judgement.reason}", "    ", "       "
            )


def _harms(answer: Answer) -> Iterator[str]:
    for harm in answer.harms:
        yield f"  {harm.label}, {harm.arm}: {harm.event}, {harm.events} of {harm.n} {harm.per}s"
    for figure in answer.safety:
        yield from _wrap(safety_text(figure), "  ", "    ")
