"""Measure resolving and field differences on the reference library; write the figures under "resolve" in
floors.json.

    python measure_resolve.py CORPUS_FOLDER [--write]

Half of the citing articles (by the hash of their id) was looked at while the rules were written; the other
half is
reported as unseen. Noise is put on unseen strings only.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from trueeffect.check.resolve import resolve_strings
from trueeffect.check.resolve.query import Query
from trueeffect.check.resolve.resolving import differences
from trueeffect.library import Library, load_library
from trueeffect.library.importers._build import build, year_of
from trueeffect.library.names import split_authors
from trueeffect.library.pages import full_last
from trueeffect.library.words import squash
from trueeffect.model.article import ReferenceFields
from trueeffect.model.record import Match, Record

FLOORS = Path(__file__).with_name("floors.json")
Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    """Read gzipped JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def unseen(name: str) -> bool:
    """Tell whether an article or record belongs to the half that was not looked at."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 1


def pmids(matches: Iterator[Match], library: Library) -> list[str | None]:
    """Return the PubMed id of each match, None without one."""
    records = (library.get(m.record_id) if m.record_id else None for m in matches)
    return [r.pmid if r else None for r in records]


def score(rows: list[Row], found: list[str | None]) -> dict[str, float]:
    """Precision and recall of the matched ids."""
    right = sum(p == r["pmid"] for r, p in zip(rows, found, strict=True))
    matched = sum(p is not None for p in found)
    return {
        "strings": len(rows),
        "precision": round(right / max(matched, 1), 4),
        "recall": round(right / max(len(rows), 1), 4),
    }


def noises(library: Library) -> dict[str, Callable[[Row, random.Random], str]]:
    """Return the made-up faults, each a function of a row and a random source."""

    def record(row: Row) -> Record:
        return library.by_pmid(row["pmid"]) or Record(id="lib:none")

    def wrong_year(row: Row, rng: random.Random) -> str:
        year = record(row).year or 0
        return row["string"].replace(str(year), str(year + rng.choice((-3, -2, 2, 3))))

    def transposed_pages(row: Row, rng: random.Random) -> str:
        first = re.match(r"\d{3,}", record(row).pages)
        if not first:
            return row["string"]
        digits = first.group()
        return row["string"].replace(digits, digits[:-2] + digits[-1] + digits[-2])

    def no_title(row: Row, rng: random.Random) -> str:
        return row["string"].replace(record(row).title, "")

    def misprints(row: Row, rng: random.Random) -> str:
        letters = list(row["string"])
        for place in rng.sample(range(len(letters)), max(1, len(letters) // 40)):
            if letters[place].isalpha():
                letters[place] = rng.choice("abcdefghijklmnopqrstuvwxyz")
        return "".join(letters)

    def no_authors(row: Row, rng: random.Random) -> str:
        where = row["string"].find(record(row).title[:25])
        return row["string"][where:] if where > 0 else row["string"]

    return {f.__name__: f for f in (wrong_year, transposed_pages, no_title, misprints, no_authors)}


def measure_strings(folder: Path, library: Library) -> dict[str, Any]:
    """Resolve the printed strings, with and without noise."""
    rows = read(folder / "strings.jsonl.gz")
    result: dict[str, Any] = {}
    for name, chosen in (
        ("tuned", [r for r in rows if not unseen(r["citing"])]),
        ("unseen", [r for r in rows if unseen(r["citing"])]),
    ):
        result[name] = score(chosen, pmids(resolve_strings((r["string"] for r in chosen), library), library))
        own = [r for r in chosen if r["independent"]]
        result[f"{name}_independent"] = score(
            own, pmids(resolve_strings((r["string"] for r in own), library), library)
        )
    sample = [r for r in rows if unseen(r["citing"])][:1500]
    for name, noise in noises(library).items():
        rng = random.Random(1)
        changed = [(r, text) for r in sample if (text := noise(r, rng)) != r["string"]]
        found = pmids(resolve_strings((t for _, t in changed), library), library)
        result[f"unseen_{name}"] = score([r for r, _ in changed], found)
    without = read(folder / "strings_without_pmid.jsonl.gz")
    matched = sum(
        p is not None for p in pmids(resolve_strings((r["string"] for r in without), library), library)
    )
    result["without_pmid"] = {"strings": len(without), "matched_share": round(matched / len(without), 4)}
    return result


def _first_surname(v: Row) -> str:
    return squash((v.get("authors") or [""])[0].split(" ")[0])


KEYS: dict[str, Callable[[Row], str]] = {
    "wrong_year": lambda v: v.get("year", "")[:4],
    "wrong_volume_issue": lambda v: v.get("volume", ""),
    "wrong_pages": lambda v: v.get("fpage", ""),
    "wrong_author": _first_surname,
    "wrong_title": lambda v: squash(v.get("title", "")),
    "wrong_journal": lambda v: squash(v.get("source", "")),
    "wrong_identifier": lambda v: v.get("doi", "").lower(),
}


def majority(variants: list[Row]) -> dict[str, str]:
    """Return, for each field, the form that more than half of the citing articles print."""
    found = {}
    for name, key in KEYS.items():
        counts = Counter(key(v) for v in variants if key(v)).most_common()
        if counts and counts[0][1] >= 2 and 2 * counts[0][1] > sum(c for _, c in counts):
            found[name] = counts[0][0]
    return found


def record_of(base: Row, variants: list[Row], pmid: str) -> Record:
    """Make the record of a work: the majority variant, longest author list, commonest last page."""
    longest = max((v.get("authors") or [] for v in variants), key=len) if base.get("authors") else []
    lasts = [
        full_last(v["fpage"], v["lpage"])
        for v in variants
        if v.get("lpage") and v.get("fpage") == base.get("fpage")
    ]
    last = Counter(lasts).most_common(1)[0][0] if lasts else ""
    first = base.get("fpage", "")
    record = build(
        source="variants", line=0, title=base.get("title"), authors=longest,
        authors_complete=len(longest) < 6,
        year=year_of(base.get("year")), journal=base.get("source"), volume=base.get("volume"),
        issue=base.get("issue"),
        pages=f"{first}-{last}" if last and last != first else first, doi=base.get("doi"), pmid=pmid,
    )  # fmt: skip
    assert isinstance(record, Record)
    return record


def query_of(v: Row) -> Query:
    """Render a variant as a printed reference with its fields known."""
    people, group, _ = split_authors(v.get("authors") or [])
    first, last = v.get("fpage", ""), v.get("lpage", "")
    place = f"{v.get('year', '')};{v.get('volume', '')}:{first}{'-' + last if last else ''}"
    authors = ", ".join(v.get("authors") or [])
    raw = f"{authors}. {v.get('title', '')}. {v.get('source', '')}. {place}. {v.get('doi', '')}"
    fields = ReferenceFields(
        authors=people, collective=group, year=year_of(v.get("year")), title=v.get("title", ""),
        journal=v.get("source", ""),
        volume=v.get("volume", ""), issue=v.get("issue", ""), first_page=first, last_page=last,
        doi=v.get("doi", "").lower(),
        type="journal",
    )  # fmt: skip
    return Query(raw, fields, 1.0)


def measure_fields(folder: Path) -> dict[str, Any]:
    """Count false and right field differences on works cited by three or more articles."""
    counts: dict[str, Counter[str]] = {"tuned": Counter(), "unseen": Counter()}
    for group in read(folder / "variants.jsonl.gz"):
        variants = [v for v in group["records"] if v.get("type") == "journal"]
        usual = majority(variants) if len(variants) >= 3 else {}
        base = next((v for v in variants if all(KEYS[k](v) == form for k, form in usual.items())), None)
        if not usual or base is None:
            continue
        record = record_of(base, variants, group["pmid"])
        library, total = Library([record]), counts["unseen" if unseen(group["pmid"]) else "tuned"]
        for variant in variants:
            if variant is not base:
                found = {d.error_type for d in differences(query_of(variant), record, library)}
                _count(variant, usual, found, total)
    return {name: _rates(total) for name, total in counts.items()}


def _count(variant: Row, usual: dict[str, str], found: set[str], total: Counter[str]) -> None:
    for name, form in usual.items():
        if stated := KEYS[name](variant):
            kind = "equal" if stated == form else "differing"
            total[f"{name} {kind}"] += 1
            total[f"{name} {kind} flagged"] += name in found


def _rates(total: Counter[str]) -> dict[str, Any]:
    return {
        name: {
            "equal": total[f"{name} equal"],
            "false_alarm_share": round(total[f"{name} equal flagged"] / max(total[f"{name} equal"], 1), 4),
            "differing_forms": total[f"{name} differing"],
            "differing_flagged": total[f"{name} differing flagged"],
        }
        for name in KEYS
    }


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    library = load_library([folder / "library.csv.gz"], builtin=False)
    result = {"strings": measure_strings(folder, library), "fields": measure_fields(folder)}
    print(json.dumps(result, indent=1))
    if "--write" in arguments:
        floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
        floors["resolve"] = {"data": "reference-library", "library_digest": library.digest, **result}
        FLOORS.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
