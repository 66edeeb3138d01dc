"""Crossref works: one JSON object a line, an array, or a saved answer of the service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from trueeffect.library.importers import csl_json
from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._json import objects
from trueeffect.library.importers._text import head_text
from trueeffect.model.record import Record, Rejection

_MARKS = (
    '"DOI"',
    '"indexed"',
    '"reference-count"',
    '"message-type"',
    '"is-referenced-by-count"',
    '"short-container-title"',
)


def _sniff(head: bytes) -> float:
    text = head_text(head)
    if text[:1] not in ("[", "{"):
        return 0.0
    return 0.92 if sum(m in text for m in _MARKS) >= 2 else 0.0


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for found in objects(stream, source, wrappers=(("message", "items"), ("message",), ("items",))):
        yield (
            found if isinstance(found, Rejection) else csl_json.record_of(_as_csl(found[1]), source, found[0])
        )


def _as_csl(work: Mapping[str, Any]) -> dict[str, Any]:
    """Give Crossref's names for a few fields the names of CSL, and put the subtitle behind the title."""
    item = dict(work)
    title, subtitle = csl_json.text_of(work.get("title")), csl_json.text_of(work.get("subtitle"))
    joined = title and subtitle and subtitle.lower() not in title.lower()
    item["title"] = f"{title}: {subtitle}" if joined else title
    item["container-title-short"] = work.get("short-container-title") or ""
    item["issued"] = work.get("published-print") or work.get("issued") or work.get("published-online")
    item["type"] = {"journal-article": "article-journal", "book-chapter": "chapter"}.get(
        str(work.get("type") or ""), work.get("type")
    )
    item.pop("id", None)
    return item


importer = Importer(name="Crossref JSON", suffixes=(".json", ".jsonl"), sniff=_sniff, read=_read)
