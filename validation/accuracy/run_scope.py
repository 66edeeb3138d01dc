"""How far a citation reaches: sentences that belong to a marker, against contexts marked by annotators.

``run_scope.py CONTEXTS.jsonl.gz [SPLIT]`` prints precision and recall over sentences, of the sentences
linked by :func:`trueeffect.check.claims.find_claims` and of the rule "the sentence with the marker only".

Each context is a run of sentences of a research article in which one marker is tagged. Scientific prose
reaches less far than health articles do, where a paragraph often tells one study.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

from trueeffect.check.claims import find_claims
from trueeffect.model.article import Article, Citation, CitationKey, Passage, SourceText
from trueeffect.model.provenance import Span
from trueeffect.testing import make_reference

_TAG = re.compile(r"<CITATION_MARKER>(.*?)</CITATION_MARKER>")
_OTHER = re.compile(r"\[[\d,;\s–-]+\]|\((?:[^()]*\b(?:19|20)\d\d[a-z]?\b[^()]*)\)|\(\d+(?:[,–-]\s?\d+)*\)")


def read(sentences: list[str]) -> tuple[Article, list[Span], tuple[Citation, ...]]:
    """Return the context as an article, the span of each sentence, and its markers: the tagged one is r1."""
    spans, citations, text = [], [], ""
    for sentence in sentences:
        tag = _TAG.search(sentence)
        bare = _TAG.sub(lambda found: found.group(1), sentence)
        start = len(text)
        spans.append(Span(start=start, end=start + len(bare)))
        own = (tag.start(), tag.start() + len(tag.group(1))) if tag else None
        citations += [
            _marker(found.start() + start, found.end() + start, found.group(), "r2")
            for found in _OTHER.finditer(bare)
            if own is None or found.end() <= own[0] or found.start() >= own[1]
        ]
        if own and tag:
            citations.append(_marker(own[0] + start, own[1] + start, tag.group(1), "r1"))
        text += bare + " "
    article = Article(
        title="",
        text=SourceText(plain=text),
        passages=(Passage(id="p1", kind="paragraph", span=Span(start=0, end=len(text))),),
    )
    return article, spans, tuple(sorted(citations, key=lambda c: c.span.start))


def _marker(start: int, end: int, text: str, ref: str) -> Citation:
    key = CitationKey(number=text)
    return Citation(
        id=f"c{start}",
        span=Span(start=start, end=end),
        text=text,
        style="numeric",
        keys=(key,),
        candidates=((ref,),),
    )


def linked(sentences: list[str]) -> list[int]:
    """Return 1 for each sentence that is linked with the tagged marker."""
    article, spans, citations = read(sentences)
    refs = (make_reference("r1"), make_reference("r2"))
    claims = [
        c for c in find_claims(article, refs, citations) if any("r1" in x.reference_ids for x in c.links)
    ]
    return [int(any(claim.span.overlaps(span) for claim in claims)) for span in spans]


def main(path: Path, split: str) -> None:
    """Print the scores of both rules on one split."""
    tally: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["split"] == split]
    for row in rows:
        ours = linked(row["sentences"])
        alone = [int(bool(_TAG.search(sentence))) for sentence in row["sentences"]]
        for label, made, bare in zip(row["labels"], ours, alone):
            tally.update({"gold": label, "ours": made, "ours right": label * made})
            tally.update({"marker": bare, "marker right": label * bare})
    for name in ("ours", "marker"):
        right = tally[f"{name} right"]
        precision, recall = right / tally[name], right / tally["gold"]
        print(f"{name}: precision {precision:.3f} recall {recall:.3f} ({len(rows)} contexts, split {split})")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "dev")
