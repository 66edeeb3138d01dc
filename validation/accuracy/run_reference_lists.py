"""Score how well reference lists are found and cut, in fourteen layouts.

    python run_reference_lists.py CORPORA [--misses LAYOUT]

``CORPORA`` holds ``in-text-citations``: articles whose printed reference strings are known. Each article is
written out in every layout (with and without heading, numbered, wrapped, glued into one paragraph, as HTML
lists, in a footer, as Markdown footnotes) and read back. An entry counts when its text is found exactly, but
for white space and punctuation. A fifth of the articles, chosen by a hash, is "unseen".
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "reference_tagging"))
from split import held_out

from trueeffect.check.references import find_references
from trueeffect.text.reading import read_article

_MOST_ENTRIES = 60
_PARAGRAPHS = 12
_WIDTH = 72


def main() -> None:
    """Print recall and precision for each layout."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--misses", default="")
    options = parser.parse_args()
    right: Counter[tuple[str, str]] = Counter()
    wanted: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for part, paragraphs, entries in articles(options.corpora):
        for layout, text, media_type in layouts(paragraphs, entries):
            article = read_article(text.encode(), media_type=media_type)
            ours = Counter(squeeze(r.raw) for r in find_references(article) if not r.raw.startswith("http"))
            truth = Counter(squeeze(entry) for entry in entries)
            right[part, layout] += (ours & truth).total()
            wanted[part, layout] += truth.total()
            found[part, layout] += ours.total()
            if layout == options.misses and part == "dev":
                show_misses(entries, truth - ours)
    for part, layout in sorted(wanted):
        key = (part, layout)
        recall, precision = right[key] / wanted[key], right[key] / max(1, found[key])
        print(f"{part:7} {layout:18} recall {recall:.4f} precision {precision:.4f} of {wanted[key]}")


def articles(corpora: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield part, paragraphs and printed entries of each article that has printed entries."""
    with gzip.open(corpora / "in-text-citations/articles.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            item = json.loads(line)
            entries = [" ".join(r["raw"].split()) for r in item["references"] if r.get("raw")][:_MOST_ENTRIES]
            paragraphs = [" ".join(p["text"].split()) for p in item["paragraphs"]][:_PARAGRAPHS]
            if len(entries) >= 5:
                yield ("unseen" if held_out(item["pmcid"]) else "dev"), paragraphs, entries


def layouts(paragraphs: list[str], entries: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield name, text and media type of every layout."""
    body = "\n\n".join(paragraphs)
    numbered = [f"{i}. {entry}" for i, entry in enumerate(entries, 1)]
    bracketed = [f"[{i}] {entry}" for i, entry in enumerate(entries, 1)]
    headed = f"{body}\n\nReferences\n\n"
    yield "heading", headed + "\n\n".join(entries), "txt"
    yield "numbered lines", headed + "\n".join(numbered), "txt"
    yield "no heading", f"{body}\n\n" + "\n\n".join(entries), "txt"
    yield "bare lines", f"{body}\n\n" + "\n".join(entries), "txt"
    yield "bracketed lines", f"{body}\n\n" + "\n".join(bracketed), "txt"
    folded = "\n\n".join(textwrap.fill(p, _WIDTH) for p in paragraphs) + "\n\nReferences\n\n"
    hanging = (textwrap.fill(entry, _WIDTH, subsequent_indent="    ") for entry in numbered)
    yield "wrapped numbered", folded + "\n".join(hanging), "txt"
    yield "wrapped plain", folded + "\n".join(textwrap.fill(entry, _WIDTH) for entry in entries), "txt"
    yield "glued numbered", f"{body}\n\nReferences: " + " ".join(numbered), "txt"
    yield "glued plain", headed + " ".join(entries), "txt"
    yield from page_layouts(paragraphs, entries, numbered)
    yield "markdown list", f"{body}\n\n## References\n\n" + "\n".join(numbered), "markdown"
    notes = "\n".join(f"[^{i}]: {entry}" for i, entry in enumerate(entries, 1))
    yield "markdown notes", f"{body}\n\n{notes}", "markdown"


def page_layouts(
    paragraphs: list[str], entries: list[str], numbered: list[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield the layouts that are web pages."""
    body = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
    items = "".join(f"<li>{html.escape(entry)}</li>" for entry in entries)
    blocks = "".join(f"<p>{html.escape(entry)}</p>" for entry in entries)
    lines = "<br>".join(html.escape(entry) for entry in numbered)
    yield "page list", f"<article>{body}</article><h2>References</h2><ol>{items}</ol>", "html"
    yield "page lines", f"{body}<p><b>References</b><br>{lines}</p>", "html"
    yield "page footer", f"<main>{body}</main><footer><div>{blocks}</div></footer>", "html"


def squeeze(text: str) -> str:
    """Return the text without white space and punctuation."""
    return re.sub(r"\W", "", text)


def show_misses(entries: list[str], missed: Counter[str]) -> None:
    """Print the entries that were not found."""
    for entry in entries:
        if squeeze(entry) in missed:
            print("missed:", entry[:160])


if __name__ == "__main__":
    main()
