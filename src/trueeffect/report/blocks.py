"""The content of a report on an article, in reading order: what every format for people shares.

A :class:`~trueeffect.model.verdict.CheckReport` holds what was found out; a :class:`Page` holds what a
reader is told, already in words. Formats decide only how it looks.
"""

from __future__ import annotations

from trueeffect.model._struct import Value
from trueeffect.model.verdict import Verdict
from trueeffect.report.words import sentence


class Fault(Value, frozen=True, kw_only=True):
    """A difference between a claim and a study, with the words of both sides."""

    name: str
    explanation: str
    says: str
    study: str
    where: str
    minor: bool = False

    @property
    def title(self) -> str:
        """The name of the fault as a short sentence, with its weight when it is minor."""
        return sentence(f"minor: {self.name}" if self.minor else self.name)


class Agreement(Value, frozen=True, kw_only=True):
    """What a claim and a study have in common, with the words of the study."""

    topics: str
    study: str
    where: str


class Comparison(Value, frozen=True, kw_only=True):
    """A claim compared with one study.

    ``entry`` is the number of the study in the reference list, 0 when there is none. ``open`` holds
    sentences on what could not be compared.
    """

    verdict: Verdict
    entry: int = 0
    study: str = ""
    title: str = ""
    address: str = ""
    line: str = ""
    basis: str = ""
    reason: str = ""
    notices: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def agreed(self) -> str:
        """What agrees in a claim that is not supported, as topics only: the rest is what matters there."""
        topics = [topic for each in self.agreements for topic in each.topics.split(", ")]
        return (
            f"It agrees on: {', '.join(dict.fromkeys(topics))}."
            if self.verdict != "supported" and topics
            else ""
        )


class Card(Value, frozen=True, kw_only=True):
    """A claim with its verdict; ``number`` counts the claims in the order of the article."""

    number: int
    claim_id: str
    verdict: Verdict
    claim: str
    comparisons: tuple[Comparison, ...]
    links: tuple[str, ...] = ()


class Difference(Value, frozen=True, kw_only=True):
    """A fault of a reference or citation: what the article has, and what the record has."""

    name: str
    claimed: str = ""
    found: str = ""
    explanation: str = ""


class Entry(Value, frozen=True, kw_only=True):
    """An entry of the reference list, what it was matched with, and its faults."""

    number: int
    reference_id: str
    raw: str
    label: str = ""
    status: str = ""
    decision: str = "unmatched"
    record: str = ""
    address: str = ""
    line: str = ""
    notices: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


class CitationFault(Value, frozen=True, kw_only=True):
    """A citation in the text that does not lead to exactly one entry; ``entries`` are numbers."""

    text: str
    difference: Difference
    entries: tuple[int, ...] = ()


class Summary(Value, frozen=True, kw_only=True):
    """The result in a sentence or two, and the numbers it is made of."""

    claims: str
    references: str
    counts: tuple[tuple[Verdict, int], ...]


class Page(Value, frozen=True, kw_only=True):
    """Everything a reader is told."""

    title: str
    address: str
    summary: Summary
    cards: tuple[Card, ...]
    entries: tuple[Entry, ...]
    citations: tuple[CitationFault, ...]
    notes: tuple[str, ...]
    libraries: tuple[str, ...]
    version: str

    @property
    def unchecked(self) -> dict[str, tuple[Card, ...]]:
        """The cards of claims that could not be checked, by the reason."""
        reasons: dict[str, tuple[Card, ...]] = {}
        for card in self.with_verdict("not_checkable"):
            reason = next((each.reason for each in card.comparisons if each.reason), "")
            reasons[reason] = (*reasons.get(reason, ()), card)
        return reasons

    def with_verdict(self, *verdicts: Verdict) -> tuple[Card, ...]:
        """Return the cards that have one of ``verdicts``, in the order of the article."""
        return tuple(card for card in self.cards if card.verdict in verdicts)
