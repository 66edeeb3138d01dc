"""An abstract as one text: its sections joined, its sentences, and the role of each.

Every span of a study's facts with part ``abstract`` indexes the text that :func:`abstract_text` returns.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from trueeffect.model.provenance import Span
from trueeffect.model.record import AbstractSection, Record

JOINT = "\n"
"""What stands between two sections of an abstract."""

_ROLES: tuple[tuple[str, str], ...] = (
    ("CONCLUSIONS", r"conclu|interpret|discussion|implication|meaning|relevance"),
    ("RESULTS", r"result|finding|outcome data|observations"),
    ("OBJECTIVE", r"\baims?\b|objective|purpose|hypothes|question"),
    ("METHODS", r"method|design|setting|particip|patients|subjects|intervention|measure|procedure|"
                r"material|sample|population|protocol|analys|outcomes?\b|trial regist|registration"),
    ("BACKGROUND", r"background|introduc|context|rationale|importance|summary|significance"),
)  # fmt: skip


class Sentence(NamedTuple):
    """One sentence of a study: where it is, its words, its section role (empty when unknown)."""

    span: Span
    text: str
    section: str


def section_role(label: str) -> str:
    """Return the role of a section heading, or an empty string.

    Examples
    --------
    >>> section_role("Main outcome measures"), section_role("FINDINGS"), section_role("Funding")
    ('METHODS', 'RESULTS', '')
    """
    lowered = label.lower()
    return next((role for role, pattern in _ROLES if re.search(pattern, lowered)), "")


def abstract_text(record: Record) -> str:
    """Return the sections of a record's abstract as one text, without their labels."""
    return JOINT.join(section.text for section in record.abstract)


def abstract_sentences(record: Record) -> tuple[Sentence, ...]:
    """Return the sentences of a record's abstract, in order, with the role of their section."""
    found: list[Sentence] = []
    start = 0
    for section in record.abstract:
        role = section_role(section.label)
        found += [
            Sentence(span.shifted(start), span.of(section.text), role)
            for span in split_sentences(section.text)
        ]
        start += len(section.text) + len(JOINT)
    return tuple(found)


def read_sections(text: str) -> tuple[AbstractSection, ...]:
    """Return the sections of an abstract written with ``LABEL: text`` lines; for tests and examples.

    Examples
    --------
    >>> [(s.label, s.text) for s in read_sections("METHODS: We did it. RESULTS: It worked.")]
    [('METHODS', 'We did it.'), ('RESULTS', 'It worked.')]
    """
    pieces = re.split(r"(?:^|(?<=\s))([A-Z][A-Z &/]{3,40}):\s+", text.strip())
    head = [AbstractSection(text=pieces[0].strip())] if pieces[0].strip() else []
    rest = zip(pieces[1::2], pieces[2::2], strict=True)
    return (*head, *(AbstractSection(label=label, text=body.strip()) for label, body in rest))


_ABBREVIATION = re.compile(
    r"(?:\b(?:vs|e\.g|i\.e|al|ca|approx|fig|no|resp|cf|dr|prof|st|min|max|sec|wk|wks|yr|yrs|mo|incl|vol|pts?)"
    r"|\b[A-Z])\.$",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[.!?][)\]\"'”’]*\s+(?=[A-Z0-9(\[\"'“‘<≥≤±−-])|\n+")


def split_sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a plain text as spans; abbreviations and decimals do not end one.

    Examples
    --------
    >>> text = "Pain fell by 2.1 points (P = .03). It was better vs. sham. So it goes."
    >>> [span.of(text) for span in split_sentences(text)]
    ['Pain fell by 2.1 points (P = .03).', 'It was better vs. sham.', 'So it goes.']
    """
    spans: list[Span] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        end = match.start() + len(match.group().rstrip())
        if match.group()[0] == "." and _ABBREVIATION.search(text[max(start, end - 12) : end]):
            continue
        _append(spans, text, start, end)
        start = match.end()
    _append(spans, text, start, len(text))
    return tuple(spans)


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append(Span(start=start, end=end))
