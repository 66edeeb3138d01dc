"""Score the parsing of reference strings field by field, dev and unseen apart.

    python run_references.py CORPORA [--misses FIELD] [--limit N]

``CORPORA`` is a folder with ``reference-library`` (strings.jsonl.gz, library.csv.gz) and
``reference-tagging``. Two kinds of truth are used:

* journal: printed strings of medical papers whose fields were typed by the same author's publisher
  (``independent`` false), so that a difference is ours and not a citing error;
* tagged: strings cut by hand into labelled parts (humanities, physics, patents: far from our field).

A fifth of each, chosen by a hash of the identifier or string, is held out ("unseen").
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "reference_tagging"))
from split import held_out

from trueeffect.check.references.parse import parse_reference
from trueeffect.model.article import ReferenceFields

FIELDS = ("year", "first_author", "authors", "title", "journal", "volume", "issue", "pages", "doi")
Truth = dict[str, str]


def main() -> None:
    """Print the table; with ``--misses``, print wrong cases of one field from the dev part."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--misses", default="")
    parser.add_argument("--limit", type=int, default=30)
    options = parser.parse_args()
    tables = {}
    for name, cases in (
        ("journal", journal_cases(options.corpora)),
        ("tagged", tagged_cases(options.corpora)),
    ):
        tables[name] = score(list(cases), options.misses, options.limit)
        if not options.misses:
            show(name, tables[name])


def journal_cases(corpora: Path) -> Iterator[tuple[str, str, Truth]]:
    """Yield part, string and truth of the medical journal strings."""
    with gzip.open(
        corpora / "reference-library/library.csv.gz", "rt", encoding="utf-8", newline=""
    ) as stream:
        library = {row["pmid"]: row for row in csv.DictReader(stream)}
    with gzip.open(corpora / "reference-library/strings.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            item = json.loads(line)
            if not item["independent"] and item["pmid"] in library:
                part = "unseen" if held_out(item["pmid"]) else "dev"
                yield part, item["string"], _library_truth(library[item["pmid"]], item["string"])


def _library_truth(row: dict[str, str], string: str) -> Truth:
    authors = [a.strip() for a in row["authors"].split(";") if a.strip()]
    truth = {
        "year": re.sub(r"\D", "", row["year"]),
        "first_author": _family(authors[0]) if authors else "",
        "authors": "|".join(_family(a) for a in authors),
        "title": row["title"],
        "journal": row["source"],
        "volume": re.sub(r"\s*\(.*", "", row["volume"]),
        "issue": row["issue"],
        "pages": re.split(r"[-–]", row["first_page"])[0],
        "doi": row["doi"].lower() if "10." in string else "",
    }
    squeezed = squeeze(string)
    # a field that the record has but the string does not print cannot be read from it
    return {k: v for k, v in truth.items() if v and (k == "authors" or squeeze(v) in squeezed)}


def _family(name: str) -> str:
    words = name.rstrip(",").split()
    while len(words) > 1 and (
        re.fullmatch(r"[A-ZÀ-Ž.\-‐]{1,6}[a-z]?", words[-1]) or words[-1] in ("Jr", "Sr", "2nd", "3rd")
    ):
        words.pop()
    return " ".join(words)


def tagged_cases(corpora: Path) -> Iterator[tuple[str, str, Truth]]:
    """Yield part, string and truth of the hand-cut strings that name a journal."""
    for name in ("anystyle", "grobid"):
        with gzip.open(corpora / f"reference-tagging/{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
            for line in stream:
                parts = json.loads(line)["parts"]
                labels = [label for label, _ in parts]
                if "journal" not in labels or labels.count("title") > 1 or labels.count("author") > 1:
                    continue
                string = " ".join(text for _, text in parts)
                string = re.sub(r"\s+([,.;:)])", r"\1", re.sub(r"([(])\s+", r"\1", string))
                part = "unseen" if held_out(string) else "dev"
                yield part, string, _tagged_truth(parts)


def _tagged_truth(parts: list[list[str]]) -> Truth:
    found = dict(reversed(parts))
    truth: Truth = {}
    if year := re.search(r"(?:1[5-9]|20)\d\d", found.get("date", "")):
        truth["year"] = year.group()
    if "title" in found:
        truth["title"] = found["title"]
    truth["journal"] = found["journal"]
    if pages := re.search(r"[A-Za-z]{0,3}\d+", found.get("pages", "")):
        truth["pages"] = pages.group()
    if volume := re.search(r"\d+", found.get("volume", "")):
        truth["volume"] = volume.group()
    return truth


def parsed(fields: ReferenceFields) -> Truth:
    """Return what we read, in the form of the truth."""
    families = [person.family for person in fields.authors]
    return {
        "year": str(fields.year or ""),
        "first_author": families[0] if families else fields.collective,
        "authors": "|".join(families),
        "title": fields.title,
        "journal": fields.journal,
        "volume": fields.volume,
        "issue": fields.issue,
        "pages": fields.first_page,
        "doi": fields.doi,
    }


def squeeze(text: str) -> str:
    """Return letters and digits only, without accents and case."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in plain if c.isalnum())


def same(field: str, truth: str, ours: str, string: str) -> bool:
    """Compare two values of a field."""
    if field == "authors":
        mine = [squeeze(a) for a in ours.split("|")]
        theirs = [squeeze(a) for a in truth.split("|") if squeeze(a) in squeeze(string)]
        return mine[: len(theirs)] == theirs
    return squeeze(truth) == squeeze(ours)


def score(
    cases: list[tuple[str, str, Truth]], misses: str, limit: int
) -> dict[str, dict[str, tuple[int, int]]]:
    """Return right and total per part and field."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    started = time.perf_counter()
    results = [parse_reference(string)[0] for _, string, _ in cases]
    spent = time.perf_counter() - started
    for (part, string, truth), fields in zip(cases, results):
        ours = parsed(fields)
        for field, value in truth.items():
            good = same(field, value, ours[field], string)
            total[part, field] += 1
            right[part, field] += good
            if not good and field == misses and part == "dev" and limit > 0:
                limit -= 1
                print(f"{string}\n   want {value!r}\n   got  {ours[field]!r}\n")
    if not misses:
        print(f"{len(cases) / spent:,.0f} references a second")
    return {p: {f: (right[p, f], total[p, f]) for f in FIELDS if total[p, f]} for p in ("dev", "unseen")}


def show(name: str, table: dict[str, dict[str, tuple[int, int]]]) -> None:
    """Print one table."""
    print(f"{name:14} {'dev':>16} {'unseen':>16}")
    for field in FIELDS:
        cells = [table[part].get(field) for part in ("dev", "unseen")]
        if any(cells):
            print(
                f"{field:14} "
                + " ".join(
                    f"{r / n:9.4f} /{n:5d}" if c else " " * 16 for c in cells for r, n in [c or (0, 1)]
                )
            )


if __name__ == "__main__":
    main()
