"""What a facet sees: a claim, and the study that it is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from trueeffect.check.facts.abstract import Sentence, abstract_sentences, abstract_text
from trueeffect.model.article import Claim
from trueeffect.model.fact import Assertion, StudyFacts
from trueeffect.model.record import Record


@dataclass(frozen=True, kw_only=True)
class ClaimView:
    """A claim and its typed facts.

    Parameters
    ----------
    text : str
        The sentence of the claim.
    offset : int
        Where ``text`` starts in the article; spans of ``assertions`` index the article.
    context : str
        The sentence before, when it belongs to the same passage; empty otherwise.
    """

    id: str
    text: str
    offset: int = 0
    assertions: tuple[Assertion, ...] = ()
    context: str = ""

    @classmethod
    def of_claim(cls, claim: Claim, context: str = "") -> ClaimView:
        """Return the view of a claim whose assertions have been read."""
        return cls(
            id=claim.id,
            text=claim.text,
            offset=claim.span.start,
            assertions=claim.assertions,
            context=context,
        )

    def of(self, *facets: str) -> tuple[Assertion, ...]:
        """Return the assertions of the given facets, in the order of the text."""
        return _of(self.assertions, facets)


@dataclass(frozen=True, kw_only=True)
class StudyView:
    """A record, its abstract in sentences, and its typed facts."""

    record: Record
    facts: StudyFacts
    cache: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    """For facets: what they work out once per study (group sizes, derivable figures)."""

    @cached_property
    def abstract(self) -> str:
        """The abstract as one text; spans of facts with part ``abstract`` index it."""
        return abstract_text(self.record)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the abstract."""
        return abstract_sentences(self.record)

    @property
    def assertions(self) -> tuple[Assertion, ...]:
        """All facts of the study."""
        return self.facts.assertions

    def of(self, *facets: str) -> tuple[Assertion, ...]:
        """Return the facts of the given facets."""
        return _of(self.facts.assertions, facets)

    def sentence_of(self, fact: Assertion) -> Sentence | None:
        """Return the sentence of the abstract that a fact was read from, or None."""
        if fact.part != "abstract":
            return None
        return next((s for s in self.sentences if s.span.overlaps(fact.span)), None)

    def words_around(self, fact: Assertion) -> str:
        """Return the words to quote for a fact: its whole sentence, the title, or its own quote."""
        sentence = self.sentence_of(fact)
        if sentence is not None:
            return sentence.text
        return self.record.title if fact.part == "title" else fact.quote


def _of(assertions: Iterable[Assertion], facets: tuple[str, ...]) -> tuple[Assertion, ...]:
    return tuple(a for a in assertions if a.facet in facets)
