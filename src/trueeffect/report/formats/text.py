"""The report in a terminal: summary first, then each faulty claim with the words of both sides.

Fits any width from 20 columns. Verdicts are words; colour only helps. Nothing of the article that a
terminal would obey gets through.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from trueeffect.model.verdict import CheckReport, Verdict
from trueeffect.report.blocks import Card, Comparison, Difference, Entry, Fault, Page
from trueeffect.report.formats._base import Format, Layout
from trueeffect.report.inert import inert
from trueeffect.report.page import build_page
from trueeffect.report.words import (
    ADVICE,
    FAULTS,
    LIMITS,
    NOT_IN_LIBRARY,
    VERDICT_NAMES,
    count,
    listed,
    sentence,
)

if TYPE_CHECKING:
    from rich.text import Text

_STYLES: dict[Verdict, str] = {
    "supported": "bold green",
    "contradicted": "bold red",
    "overstated": "bold yellow",
    "unsupported": "bold magenta",
    "not_checkable": "bold",
}
_FAULT_STYLE, _QUIET, _HEADING = "yellow", "dim", "bold"
_NARROW = 50


class _Sheet:
    """Wrapped lines with a hanging indent, written to a Rich console."""

    def __init__(self, layout: Layout) -> None:
        from rich.console import Console

        self._out = io.StringIO()
        self.width = max(20, layout.width)
        self._console = Console(
            file=self._out,
            width=self.width,
            color_system="standard" if layout.colour else None,
            force_terminal=layout.colour,
            no_color=not layout.colour,
            legacy_windows=False,
            markup=False,
            emoji=False,
            highlight=False,
            _environ={},
        )

    def line(self, *parts: str | tuple[str, str], indent: int = 0, first: str = "") -> None:
        """Write a paragraph; a part may come with a style. ``first`` stands in the margin of line one."""
        from rich.text import Text

        text = Text.assemble(*(_safe(part) for part in parts))
        margin = " " * max(0, indent - len(first)) + first
        for row in text.wrap(self._console, max(8, self.width - indent)):
            row.rstrip()
            self._write(Text.assemble(margin, row))
            margin = " " * indent

    def labelled(self, label: str, *parts: str | tuple[str, str], indent: int) -> None:
        """Write a label and what it names, side by side where there is room."""
        if self.width < _NARROW:
            self.line(f"{label}: ", *parts, indent=indent)
        else:
            self.line(*parts, indent=indent + 8, first=f"{label}:".ljust(8))

    def heading(self, words: str) -> None:
        """Write a heading between blank lines."""
        self.gap()
        self.line((words, _HEADING))
        self.line(("─" * min(self.width, len(words)), _QUIET))

    def gap(self) -> None:
        """Leave a line empty."""
        self._out.write("\n")

    def _write(self, row: Text) -> None:
        self._console.print(row, soft_wrap=True)

    def done(self) -> str:
        """Return everything that was written."""
        return self._out.getvalue()


def _safe(part: str | tuple[str, str]) -> str | tuple[str, str]:
    return inert(part) if isinstance(part, str) else (inert(part[0]), part[1])


def _render(report: CheckReport, layout: Layout) -> str:
    page, sheet = build_page(report), _Sheet(layout)
    sheet.line(("CHECK OF AN ARTICLE", _QUIET))
    sheet.line((page.title, _HEADING))
    if page.address:
        sheet.line((page.address, _QUIET))
    sheet.gap()
    sheet.line(page.summary.claims)
    sheet.line(page.summary.references)
    _claims(sheet, "Claims that differ from the study", page.with_verdict(*FAULTS))
    _unchecked(sheet, page)
    _claims(sheet, "Claims that are supported", page.with_verdict("supported"))
    _references(sheet, page)
    _notes(sheet, page)
    return sheet.done()


def _claims(sheet: _Sheet, heading: str, cards: tuple[Card, ...]) -> None:
    if not cards:
        return
    sheet.heading(heading)
    for at, card in enumerate(cards):
        if at:
            sheet.gap()
        verdict = VERDICT_NAMES[card.verdict].upper()
        sheet.line((verdict, _STYLES[card.verdict]), indent=4, first=f"{card.number}.".ljust(4))
        sheet.line(f"“{card.claim}”", indent=4)
        for each in card.comparisons:
            _comparison(sheet, each, several=len(card.comparisons) > 1)
        for note in card.links:
            sheet.line((note, _QUIET), indent=4)


def _unchecked(sheet: _Sheet, page: Page) -> None:
    """Write the claims that could not be checked under their common reason."""
    if page.unchecked:
        sheet.heading("Claims that could not be checked")
    for at, (reason, cards) in enumerate(page.unchecked.items()):
        if at:
            sheet.gap()
        sheet.line((reason or "No reason is known.", _STYLES["not_checkable"]))
        for card in cards:
            entries = [str(each.entry) for each in card.comparisons if each.entry]
            known = f" (entry {listed(entries)} of the list)" if entries else ""
            sheet.line(f"“{card.claim}”", (known, _QUIET), indent=4, first=f"{card.number}.".ljust(4))
            for told in (
                *card.links,
                *(told for each in card.comparisons for told in (*each.notices, *each.open)),
            ):
                sheet.line((told, _QUIET), indent=4)


def _comparison(sheet: _Sheet, each: Comparison, *, several: bool) -> None:
    if several:
        sheet.line(
            (f"{each.study or 'One study'}: {VERDICT_NAMES[each.verdict]}", _STYLES[each.verdict]), indent=4
        )
    for notice in each.notices:
        sheet.line((notice, "bold red"), indent=4)
    for fault in each.faults:
        _fault(sheet, fault)
    if each.reason:
        sheet.line(each.reason, indent=4)
    if each.agreed:
        sheet.line((each.agreed, _QUIET), indent=4)
    for agreement in () if each.agreed else each.agreements:
        sheet.line(
            f"agrees, {agreement.topics}: “{agreement.study}” ", (f"({agreement.where})", _QUIET), indent=4
        )
    for told in each.open:
        sheet.line((told, _QUIET), indent=4)
    _study(sheet, each)


def _fault(sheet: _Sheet, fault: Fault) -> None:
    sheet.line((f"{fault.title} ", _FAULT_STYLE), fault.explanation, indent=4)
    sheet.labelled("says", f"“{fault.says}”" if fault.says else "—", indent=4)
    where = (f"({fault.where})", _QUIET)
    sheet.labelled("study", *((f"“{fault.study}” ", where) if fault.study else (where,)), indent=4)


def _study(sheet: _Sheet, each: Comparison) -> None:
    entry = f"entry {each.entry} of the list" if each.entry else ""
    name = ", ".join(part for part in (each.study, entry) if part)
    line = " ".join(sentence(part) for part in (name, each.line) if part)
    if line:
        sheet.line(line, indent=4)
    if each.basis:
        sheet.line((each.basis, _QUIET), indent=4)


def _references(sheet: _Sheet, page: Page) -> None:
    faulty = [entry for entry in page.entries if _worth_telling(entry)]
    if not faulty and not page.citations:
        return
    sheet.heading("References and citations")
    for entry in faulty:
        sheet.line(entry.raw, indent=4, first=f"{entry.number}.".ljust(4))
        sheet.line((sentence(entry.status), _QUIET), indent=4)
        for notice in entry.notices:
            sheet.line((notice, "bold red"), indent=4)
        for difference in entry.differences:
            _difference(sheet, difference)
    for fault in page.citations:
        sheet.line(f"“{fault.text}”", indent=4, first="-   ")
        _difference(sheet, fault.difference)
        if fault.entries:
            numbers = listed([str(number) for number in fault.entries])
            sheet.line(f"See {'entry' if len(fault.entries) == 1 else 'entries'} {numbers}.", indent=4)
    fine = len(page.entries) - len(faulty)
    if fine:
        other = "other " if faulty else ""
        sheet.line((f"{count(fine, other + 'entry', other + 'entries')} without a fault.", _QUIET))


def _worth_telling(entry: Entry) -> bool:
    return bool(entry.differences or entry.notices or entry.decision != "matched")


def _difference(sheet: _Sheet, difference: Difference) -> None:
    sheet.line((f"{sentence(difference.name)} ", _FAULT_STYLE), difference.explanation, indent=4)
    if difference.claimed:
        sheet.labelled("list", f"“{difference.claimed}”", indent=4)
    if difference.found:
        sheet.labelled("record", f"“{difference.found}”", indent=4)


def _notes(sheet: _Sheet, page: Page) -> None:
    if page.notes:
        sheet.heading("What could not be done")
        for note in page.notes:
            sheet.line(note, indent=2, first="- ")
    sheet.heading("About this report")
    sheet.line(LIMITS)
    if any(entry.decision == "unmatched" for entry in page.entries):
        sheet.line(NOT_IN_LIBRARY)
    sheet.line(ADVICE)
    for name in page.libraries:
        sheet.line(("Searched: ", _QUIET), name)
    if page.version:
        sheet.line((f"trueeffect {page.version}", _QUIET))


format = Format(name="text", suffix=".txt", media_type="text/plain", render=_render)
