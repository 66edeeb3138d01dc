"""Put one fault into printed references, then parse, resolve and compare.

    python measure_reference_faults.py CORPUS_FOLDER [--write]

Printed: the share of faults that are named, and the false alarms on untouched strings. A fault is a changed
year, volume, first page, first author, title word, journal or DOI. The strings come from the half of the
citing articles that was not looked at. An untouched string agrees with its
record: any difference is a false alarm.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from measure_resolve import FLOORS, Row, read, unseen

from trueeffect.check.references import parse_reference
from trueeffect.check.resolve import resolve_references
from trueeffect.library import Library, load_library
from trueeffect.model.article import Reference
from trueeffect.model.provenance import Span
from trueeffect.model.record import Match, Record

SIZE = 2500
STRANGERS = ("Brockhausen", "Tremblay", "Okonkwo", "Yamashita", "Lindqvist")
EXCHANGES = (
    ("acute", "chronic"), ("chronic", "acute"), ("women", "children"), ("children", "adults"), ("adults",
    "children"),
    ("knee", "hip"), ("randomized", "open"), ("diabetes", "asthma"), ("depression", "anxiety"), ("effect",
    "safety"),
    ("effects", "costs"), ("cancer", "stroke"), ("exercise", "diet"), ("training", "surgery"), ("pain",
    "fatigue"),
    ("risk", "burden"),
)  # fmt: skip
Fault = Callable[[str, Record, random.Random, Sequence[Record]], str]


def once(text: str, old: str, new: str) -> str:
    """Replace ``old`` when it stands in the text exactly once."""
    return text.replace(old, new) if old and text.count(old) == 1 else text


def year(text: str, record: Record, rng: random.Random, others: Sequence[Record]) -> str:
    """Another year, one to three away."""
    return (
        once(text, str(record.year), str(record.year + rng.choice((-2, -1, 1, 2, 3))))
        if record.year
        else text
    )


def volume(text: str, record: Record, rng: random.Random, others: Sequence[Record]) -> str:
    """Digits of the volume turned round."""
    old = record.volume
    if not old.isdigit() or len(old) < 2 or old == str(record.year):
        return text
    new = old[::-1] if old[::-1] != old and not old.endswith("0") else str(int(old) + 7)
    pattern = rf"(?<![\d/.]){old}(?=\s?[(:,])"
    return re.sub(pattern, new, text) if len(re.findall(pattern, text)) == 1 else text


def pages(text: str, record: Record, rng: random.Random, others: Sequence[Record]) -> str:
    """Last two digits of the first page exchanged."""
    first = re.match(r"\d{3,}", record.pages)
    if not first:
        return text
    old = first.group()
    return re.sub(rf"(?<![\d/.]){old}(?=[-–—])", old[:-2] + old[-1] + old[-2], text, count=1)


def author(text: str, record: Record, rng: random.Random, others: Sequence[Record]) -> str:
    """A stranger as first author."""
    name = record.authors[0].family if record.authors else ""
    return once(text, name, rng.choice(STRANGERS)) if name and text.startswith(name) else text


def title(text: str, record: Record, rng: random.Random, others: Sequence[Record]) -> str:
    """One telling word of the title exchanged."""
    for old, new in EXCHANGES:
        pattern = rf"\b{old}\b"
        if re.search(pattern, record.title) and len(re.findall(pattern, text)) == 1:
            return re.sub(pattern, new, text)
    return text


def journal(text: str, record: Record, rng: random.Random, others: Sequence[Record]) -> str:
    """The journal of another record."""
    new = rng.choice(others).journal
    return once(text, record.journal, new) if len(record.journal) > 5 and len(new) > 5 else text


def doi(text: str, record: Record, rng: random.Random, others: Sequence[Record]) -> str:
    """The DOI of another record."""
    new, start = rng.choice(others).doi, text.lower().find(record.doi)
    return text[:start] + new + text[start + len(record.doi) :] if record.doi and new and start >= 0 else text


FAULTS: dict[str, Fault] = {
    "wrong_year": year,
    "wrong_volume_issue": volume,
    "wrong_pages": pages,
    "wrong_author": author,
    "wrong_title": title,
    "wrong_journal": journal,
    "wrong_identifier": doi,
}


def resolve(texts: Sequence[str], library: Library) -> tuple[Match, ...]:
    """Parse and resolve printed strings."""
    references = []
    for number, text in enumerate(texts):
        fields, confidence = parse_reference(text)
        span = Span(start=0, end=len(text))
        references.append(
            Reference(id=str(number), raw=text, span=span, fields=fields, confidence=confidence)
        )
    return resolve_references(references, library)


def measure(rows: Sequence[Row], library: Library) -> dict[str, Any]:
    """Count named faults, and false alarms on the untouched strings."""
    records = list(library)
    plain = [m for m in resolve([r["string"] for r in rows], library) if m.record_id]
    alarms = Counter(d.error_type for m in plain for d in m.differences)
    result: dict[str, Any] = {
        "untouched": {
            "strings": len(plain),
            "with_false_alarm": sum(bool(m.differences) for m in plain),
            **alarms,
        }
    }
    for name, fault in FAULTS.items():
        rng = random.Random(7)
        pairs = ((r["string"], library.by_pmid(r["pmid"])) for r in rows)
        changed = [new for old, rec in pairs if rec and (new := fault(old, rec, rng, records)) != old]
        matches = resolve(changed, library)
        named = sum(any(d.error_type == name for d in m.differences) for m in matches)
        found = {"strings": len(changed), "resolved": sum(bool(m.record_id) for m in matches)}
        result[name] = {**found, "named_share": round(named / max(len(changed), 1), 4)}
    return result


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    library = load_library([folder / "library.csv.gz"], builtin=False)
    rows = [r for r in read(folder / "strings.jsonl.gz") if unseen(r["citing"]) and not r["independent"]][
        :SIZE
    ]
    result = measure(rows, library)
    print(json.dumps(result, indent=1))
    if "--write" in arguments:
        floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
        floors["reference_faults"] = {"data": "reference-library, unseen half", **result}
        FLOORS.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
