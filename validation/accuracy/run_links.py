"""Link in-text citations to reference lists, for articles with publisher's mark-up as the truth.

``run_links.py ARTICLES.jsonl.gz OUT.jsonl`` writes one line per article, in order:
``{"pmcid": ..., "links": [{"paragraph": 0, "start": 10, "end": 25, "refs": ["b1"]}]}``.
``run_links.py --score ARTICLES.jsonl.gz OUT.jsonl`` compares such a file with the truth.

The program that links sees the text and the reference list only; the marked citations are read by the
scorer alone. Articles are split into a part that rules were developed on and an unseen part, by a digest
of the article's id.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trueeffect.check.citations import find_citations
from trueeffect.model.article import (
    Article,
    Citation,
    Passage,
    PersonName,
    Reference,
    ReferenceFields,
    SourceText,
)
from trueeffect.model.provenance import Span


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Give the records of a JSON-lines file, packed or plain."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def person(text: str) -> PersonName:
    """Read "Lovibond P. F." or "Wang XY"; a name without initials is kept whole as the family name."""
    words = text.split()
    cut = len(words)
    while cut > 1 and _is_initials(words[cut - 1]):
        cut -= 1
    return PersonName(family=" ".join(words[:cut]), initials=" ".join(words[cut:]).replace(".", ""))


def _is_initials(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return (letters.isupper() and len(letters) <= 4) or (len(letters) == 1 and word.endswith("."))


def reference(entry: dict[str, Any]) -> Reference:
    """Return one entry as the reference that a reader would have parsed."""
    year = re.search(r"(\d{4})([a-z]?)", str(entry.get("year") or ""))
    authors = tuple(person(name) for name in entry.get("authors", ()))
    collective = "; ".join(entry.get("collab") or ())
    title = entry.get("title") or entry.get("chapter") or entry.get("source") or ""
    made = ". ".join([", ".join(entry.get("authors", ())) or collective, str(entry.get("year") or ""), title])
    fields = ReferenceFields(
        authors=authors,
        collective=collective if not authors else "",
        year=int(year.group(1)) if year else None,
        year_suffix=year.group(2) if year else "",
        title=title,
    )
    return Reference(id=entry["rid"], raw=entry.get("raw") or made, span=Span(start=0, end=0), fields=fields)


def article(entry: dict[str, Any]) -> Article:
    """Return the paragraphs as one article; passage ids are paragraph numbers."""
    parts, passages, at = [], [], 0
    for number, paragraph in enumerate(entry["paragraphs"]):
        text = paragraph["text"]
        passages.append(Passage(id=str(number), kind="paragraph", span=Span(start=at, end=at + len(text))))
        parts.append(text)
        at += len(text) + 2
    return Article(title="", text=SourceText(plain="\n\n".join(parts)), passages=tuple(passages))


def links(citation: Citation, passages: tuple[Passage, ...]) -> Iterator[dict[str, Any]]:
    """Give one link per printed work: a range has its first number, its last, and the dash between."""
    home = next(p for p in passages if p.span.start <= citation.span.start < p.span.end)
    start, end = citation.span.start - home.span.start, citation.span.end - home.span.start
    if len(citation.candidates) <= 1:
        refs = list(citation.candidates[0]) if citation.candidates else []
        yield {"paragraph": int(home.id), "start": start, "end": end, "refs": refs}
        return
    numbers = [found.span() for found in re.finditer(r"\d+", citation.text)]
    first, last = numbers[0], numbers[-1]
    middle = [ref for ids in citation.candidates[1:-1] for ref in ids]
    for (a, b), refs in (
        (first, citation.candidates[0]),
        ((first[1], last[0]), tuple(middle)),
        (last, citation.candidates[-1]),
    ):
        if refs:
            yield {"paragraph": int(home.id), "start": start + a, "end": start + b, "refs": list(refs)}


def run(source: Path, target: Path) -> None:
    """Link every article of ``source`` and write the links to ``target``."""
    spent = words = 0.0
    with target.open("w", encoding="utf-8") as out:
        for entry in read_lines(source):
            blind = {**entry, "paragraphs": [{"text": p["text"]} for p in entry["paragraphs"]]}
            text, refs = article(blind), tuple(reference(r) for r in entry["references"])
            begun = time.perf_counter()
            found = find_citations(text, refs)
            spent += time.perf_counter() - begun
            words += len(text.text.plain.split())
            made = [link for citation in found for link in links(citation, text.passages)]
            out.write(json.dumps({"pmcid": entry["pmcid"], "links": made}, ensure_ascii=False) + "\n")
    print(f"{spent:.2f} s for {words:.0f} words: {1000 * 600 * spent / words:.2f} ms for 600 words")


def is_unseen(pmcid: str) -> bool:
    """Tell whether the article belongs to the half that no rule was developed on."""
    return hashlib.sha256(pmcid.encode()).digest()[0] % 2 == 1


def outcome(gold: dict[str, Any], paragraph: int, made: list[dict[str, Any]]) -> str:
    """Return right, wrong, ambiguous or unlinked for one marked citation."""
    wanted = set(str(gold["ref"]).split())
    hits = [
        m
        for m in made
        if m["paragraph"] == paragraph and m["start"] < gold["end"] and gold["start"] < m["end"]
    ]
    refs = {ref for hit in hits for ref in hit["refs"]}
    if not refs:
        return "unlinked"
    if not refs & wanted:
        return "wrong"
    return "right" if any(set(hit["refs"]) <= wanted for hit in hits if hit["refs"]) else "ambiguous"


def score(source: Path, target: Path) -> dict[str, dict[str, float]]:
    """Return shares of right, wrong, ambiguous and unlinked citations, and surplus links, per part."""
    counts: dict[str, Counter[str]] = {}
    for entry, line in zip(read_lines(source), read_lines(target)):
        part = ("unseen " if is_unseen(entry["pmcid"]) else "dev ") + entry["style"]
        tally = counts.setdefault(part, Counter())
        matched = set()
        for number, paragraph in enumerate(entry["paragraphs"]):
            for gold in paragraph["citations"]:
                tally[outcome(gold, number, line["links"])] += 1
                for at, made in enumerate(line["links"]):
                    if (
                        made["paragraph"] == number
                        and made["start"] < gold["end"]
                        and gold["start"] < made["end"]
                    ):
                        matched.add(at)
        tally["surplus"] += len(line["links"]) - len(matched)
    return {part: summary(tally) for part, tally in sorted(counts.items())}


def summary(tally: Counter[str]) -> dict[str, float]:
    """Return the shares of a tally, with the number of citations."""
    total = sum(tally[name] for name in ("right", "wrong", "ambiguous", "unlinked"))
    shares = {
        name: round(tally[name] / total, 5) for name in ("right", "wrong", "ambiguous", "unlinked", "surplus")
    }
    return {"n": total, **shares}


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--score"]
    if "--score" in sys.argv:
        for name, result in score(Path(arguments[0]), Path(arguments[1])).items():
            print(name, result)
    else:
        run(Path(arguments[0]), Path(arguments[1]))
