"""The report in Markdown, for a wiki, an issue or an e-mail; every word of the article is escaped."""

from __future__ import annotations

import re

from trueeffect.model.verdict import CheckReport
from trueeffect.report.blocks import Card, Comparison, Difference, Entry, Fault, Page
from trueeffect.report.formats._base import Format, Layout
from trueeffect.report.inert import one_line
from trueeffect.report.page import build_page
from trueeffect.report.words import (
    ADVICE,
    FAULTS,
    LIMITS,
    NOT_IN_LIBRARY,
    VERDICT_MEANINGS,
    VERDICT_NAMES,
    capital,
    listed,
    sentence,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_AUTOLINK = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(:)|\b(www)(\.)|(?<=\w)(@)(?=\w)")
_LINE_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])")


def escape(text: str) -> str:
    """Return ``text`` on one line so that Markdown shows it as it is, without links or mark-up.

    Examples
    --------
    >>> escape("*not* [a](link) <b>")
    '\\\\*not\\\\* \\\\[a\\\\](link) \\\\<b\\\\>'
    """
    text = _SPECIAL.sub(r"\\\1", one_line(text))
    text = _LINE_START.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", text)
    return _AUTOLINK.sub(_unlinked, text)


def _unlinked(found: re.Match[str]) -> str:
    scheme, colon, www, dot, _at = found.groups()
    return f"{scheme}&#58;" if colon else f"{www}&#46;" if dot else "&#64;"


def _render(report: CheckReport, _layout: Layout) -> str:
    page = build_page(report)
    lines = [f"# Check of an article: {escape(page.title)}", ""]
    if page.address:
        lines += [f"<{page.address}>", ""]
    lines += [f"**{page.summary.claims}** {page.summary.references}", ""]
    lines += _table(page)
    lines += _claims("Claims that differ from the study", page.with_verdict(*FAULTS))
    lines += _unchecked(page)
    lines += _claims("Claims that are supported", page.with_verdict("supported"))
    lines += _references(page)
    if page.notes:
        lines += ["## What could not be done", "", *(f"- {escape(note)}" for note in page.notes), ""]
    lines += _about(page)
    return "\n".join(lines)


def _table(page: Page) -> list[str]:
    if not page.summary.counts:
        return []
    rows = [
        f"| {capital(VERDICT_NAMES[verdict])} | {number} | {VERDICT_MEANINGS[verdict]} |"
        for verdict, number in page.summary.counts
    ]
    return ["| Verdict | Claims | Meaning |", "| --- | ---: | --- |", *rows, ""]


def _claims(heading: str, cards: tuple[Card, ...]) -> list[str]:
    lines = [f"## {heading}", ""] if cards else []
    for card in cards:
        lines += [
            f"### {card.number}. {capital(VERDICT_NAMES[card.verdict])}",
            "",
            f"> {escape(card.claim)}",
            "",
        ]
        for each in card.comparisons:
            lines += _comparison(each, several=len(card.comparisons) > 1)
        lines += [line for note in card.links for line in (f"*{escape(note)}*", "")]
    return lines


def _unchecked(page: Page) -> list[str]:
    lines = ["## Claims that could not be checked", ""] if page.unchecked else []
    for reason, cards in page.unchecked.items():
        lines += [f"**{escape(reason) or 'No reason is known.'}**", ""]
        for card in cards:
            entries = [str(each.entry) for each in card.comparisons if each.entry]
            known = f" (entry {listed(entries)} of the list)" if entries else ""
            notes = "".join(f" *{escape(note)}*" for note in card.links)
            lines.append(f"- Claim {card.number}: “{escape(card.claim)}”{known}{notes}")
        lines.append("")
    return lines


def _comparison(each: Comparison, *, several: bool) -> list[str]:
    lines = (
        [f"**{escape(each.study) or 'One study'}: {VERDICT_NAMES[each.verdict]}.**", ""] if several else []
    )
    lines += [line for notice in each.notices for line in (f"**{escape(notice)}**", "")]
    for fault in each.faults:
        lines += [*_fault(fault), ""]
    lines += [escape(each.reason), ""] if each.reason else []
    rows = [
        f"- agrees, {escape(agreement.topics)}: “{escape(agreement.study)}” ({escape(agreement.where)})"
        for agreement in (() if each.agreed else each.agreements)
    ]
    rows += [f"- {escape(each.agreed)}"] if each.agreed else []
    rows += [f"- {escape(told)}" for told in each.open]
    rows += [f"- {part}" for part in (_study(each),) if part]
    return [*lines, *rows, ""] if rows else lines


def _fault(fault: Fault) -> list[str]:
    where = f"({escape(fault.where)})"
    return [
        f"**{escape(fault.title)}** {escape(fault.explanation)}".rstrip(),
        "",
        f"- says: “{escape(fault.says)}”" if fault.says else "- says: —",
        f"- study: “{escape(fault.study)}” {where}" if fault.study else f"- study: {where}",
    ]


def _study(each: Comparison) -> str:
    entry = f"entry {each.entry} of the list" if each.entry else ""
    name = f"[{escape(each.study)}](<{each.address}>)" if each.address else escape(each.study)
    told = ", ".join(part for part in (name, entry) if part)
    return " ".join(sentence(part) for part in (told, escape(each.line), each.basis) if part)


def _references(page: Page) -> list[str]:
    lines = ["## Reference list", ""] if page.entries or page.citations else []
    for entry in page.entries:
        lines += [f"{entry.number}. {escape(entry.raw)}", *(f"   - {told}" for told in _entry(entry))]
    lines += [""] if page.entries else []
    for fault in page.citations:
        numbers = listed([str(number) for number in fault.entries])
        see = f" See {'entry' if len(fault.entries) == 1 else 'entries'} {numbers}." if numbers else ""
        lines.append(f"- “{escape(fault.text)}”: {_difference(fault.difference)}{see}")
    return [*lines, ""] if page.citations else lines


def _entry(entry: Entry) -> list[str]:
    name = f"[{escape(entry.status)}](<{entry.address}>)" if entry.address else escape(entry.status)
    told = [f"{name}. {escape(entry.line)}".rstrip()]
    told += [f"**{escape(notice)}**" for notice in entry.notices]
    return told + [_difference(difference) for difference in entry.differences]


def _difference(difference: Difference) -> str:
    sides = [
        f"{label} “{escape(words)}”"
        for label, words in (("the list has", difference.claimed), ("the record has", difference.found))
        if words
    ]
    told = [f"**{sentence(difference.name)}**", escape(difference.explanation), sentence("; ".join(sides))]
    return " ".join(part for part in told if part)


def _about(page: Page) -> list[str]:
    lines = ["## About this report", "", LIMITS, ""]
    if any(entry.decision == "unmatched" for entry in page.entries):
        lines += [NOT_IN_LIBRARY, ""]
    lines += [ADVICE, ""]
    lines += [f"- searched: {escape(name)}" for name in page.libraries]
    lines += [""] if page.libraries else []
    return [*lines, f"trueeffect {escape(page.version)}", ""] if page.version else lines


format = Format(name="md", suffix=".md", media_type="text/markdown", render=_render)
