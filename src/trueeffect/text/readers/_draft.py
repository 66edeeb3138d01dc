"""An article while it is being read."""

from __future__ import annotations

from trueeffect.errors import UnreadableSource
from trueeffect.model.article import Article, Link, Mark, Passage, PassageKind
from trueeffect.model.provenance import Span
from trueeffect.text.language import guess_language
from trueeffect.text.source import SourceBuilder


class Draft:
    """Collects passages, links and marks while a reader walks through its source."""

    def __init__(self, source: str) -> None:
        self.builder = SourceBuilder(source)
        self.passages: list[Passage] = []
        self.links: list[Link] = []
        self.marks: list[Mark] = []
        self.notes: list[str] = []
        self.section = ""

    @property
    def position(self) -> int:
        """Length of the plain text so far."""
        return self.builder.length

    def gap(self) -> None:
        """Separate two passages by an empty line."""
        if self.builder.length:
            self.builder.insert("\n\n")

    def add(
        self,
        kind: PassageKind,
        start: int,
        end: int,
        *,
        level: int = 0,
        hidden: bool = False,
        title: str = "",
    ) -> None:
        """Record that plain characters ``start`` to ``end`` are a passage; empty ones are left out."""
        if end <= start:
            return
        if kind == "heading":
            self.section = title
        self.passages.append(
            Passage(
                id=f"p{len(self.passages) + 1}",
                kind=kind,
                span=Span(start=start, end=end),
                level=level,
                section="" if kind == "heading" and level <= 1 else self.section,
                hidden=hidden,
            )
        )

    def finish(
        self,
        *,
        media_type: str,
        digest: str,
        encoding: str = "utf-8",
        title: str = "",
        date: str = "",
        language: str = "",
        binary: bool = False,
    ) -> Article:
        """Return the article.

        Raises
        ------
        UnreadableSource
            When no readable text was found.
        """
        text = self.builder.finish(media_type=media_type, encoding=encoding, digest=digest)
        if not self.passages:
            raise UnreadableSource(
                "The source holds no readable text.", hint="Give an article with text in it."
            )
        if binary:
            text = type(text)(plain=text.plain, media_type=media_type, encoding="", digest=digest)
        guess = guess_language(self._body(text.plain)) or language[:2].lower()
        if guess not in ("", "en"):
            self.notes.append(
                f"The text seems not to be in English ({guess}); claims in it are not understood."
            )
        return Article(
            title=title or self._title(text.plain),
            text=text,
            passages=tuple(self.passages),
            links=tuple(self.links),
            marks=tuple(self.marks),
            date=date,
            language=guess,
            notes=tuple(self.notes),
        )

    def _body(self, plain: str) -> str:
        return "\n".join(p.span.of(plain) for p in self.passages if p.kind != "boilerplate")[:20_000]

    def _title(self, plain: str) -> str:
        for passage in self.passages:
            if passage.kind == "heading":
                return passage.span.of(plain)
            if passage.kind not in ("boilerplate", "caption"):
                break
        return ""


def looks_like_heading(line: str) -> bool:
    """Tell whether a line that stands alone reads like a heading: short, and not a sentence."""
    words = line.split()
    if not words or len(words) > 14 or len(line) > 110 or not any(c.isalpha() for c in line):
        return False
    last = line.rstrip("\"'”’)")[-1:]
    if last in (".", "…", ",", ";"):
        return False
    return line[:1].isupper() or line[:1].isdigit() or line[:1] in "\"'“‘¿"
