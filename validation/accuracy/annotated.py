"""Annotated folders: their truth, the names of their studies, and which answer belongs to which claim."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def read(path: Path) -> Any:
    """Return a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def truths(folder: Path) -> Iterator[Row]:
    """Yield the truth of each article of a folder."""
    for entry in read(folder / "manifest.json")["articles"]:
        yield read(folder / entry["truth"])


class Names:
    """Turns a DOI or PMID into the key of the folder's library."""

    def __init__(self, folder: Path) -> None:
        self.keys: dict[str, str] = {}
        for study in read(folder / "study_facts.json")["studies"]:
            bib = study["bibliography"]
            for name in (study["id"], (bib["doi"] or "").lower(), bib["pmid"] and str(bib["pmid"])):
                if name:
                    self.keys[name] = study["id"]

    def of(self, row: Row) -> str | None:
        """Return the key; ``""`` for a study outside the library, None when no study is named."""
        named = row.get("library_id") or (row.get("doi") or "").lower() or row.get("pmid")
        return self.keys.get(str(named), "") if named else None


def overlap(one: list[int], two: list[int]) -> float:
    """Return the shared characters, as a share of the shorter span."""
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return shared / max(1, min(one[1] - one[0], two[1] - two[0])) if shared > 0 else 0.0


def assign(rows: list[Row], wanted: list[Row]) -> tuple[dict[int, list[Row]], list[Row]]:
    """Give each row to the annotated item it overlaps most (at least by half), or to none."""
    groups: dict[int, list[Row]] = defaultdict(list)
    loose = []
    for row in rows:
        shares = [
            (overlap(row["span"], item["span"]), -abs(row["span"][0] - item["span"][0])) for item in wanted
        ]
        best = max(range(len(wanted)), key=shares.__getitem__, default=None)
        if best is None or shares[best][0] < 0.5:
            loose.append(row)
        else:
            groups[best].append(row)
    return groups, loose
