"""An answer as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.model.answer import Answer, Comparison
from trueeffect.report.answers._words import about_lines, all_comparisons, effect_text, safety_text, title


def render(answer: Answer) -> str:
    """Return an answer as Markdown."""
    lines = [f"# {title(answer)}", "", f"{answer.outcome}, {answer.time}", ""]
    lines += [f"- {statement.text}" for statement in answer.headline]
    for item in all_comparisons(answer):
        lines += ["", f"## {item.title}", "", *_comparison(item)]
    lines += ["", "## Harms", ""]
    lines += [f"- {h.label}, {h.arm}: {h.event}, {h.events} of {h.n} {h.per}s" for h in answer.harms]
    lines += [f"- {safety_text(figure)}" for figure in answer.safety]
    if answer.excluded:
        lines += ["", "## Left out", ""]
        lines += [f"- {_link(item.label, item.url)}: {item.reason}" for item in answer.excluded]
    lines += ["", "## About", "", *(f"- {note}" for note in about_lines(answer))]
    return "\n".join(lines) + "\n"


def _link(text: str, url: str) -> str:
    return f"[{text}]({url})" if url.startswith("http") else text


def _comparison(item: Comparison) -> Iterator[str]:
    for statement in item.statements:
        yield f"{statement.text}\n"
    if item.pooled is None or item.certainty is None:
        return
    yield "| trial | effect (95% CI) | weight | week | risk of bias |"
    yield "| --- | --- | --- | --- | --- |"
    for row in item.pooled.rows:
        yield (
            f"| {_link(row.label, row.url)} | {effect_text(row, item.pooled.measure)} | "
            f"{100 * row.weight:.0f} % | {row.weeks:g} | {row.bias} |"
        )
    yield f"\nCertainty: **{item.certainty.level}**\n"
    for judgement in item.certainty.judgements:
        yield f"- {judgement.domain} ({judgement.step:+d}): {judgement.reason}"
