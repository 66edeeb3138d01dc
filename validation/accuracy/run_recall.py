"""Judge our own short claims on studies: how many of the wrong ones are flagged, how many of the right ones.

    python validation/accuracy/run_recall.py CLAIMS.jsonl [--part tuned|unseen] [--list]

A line of ``CLAIMS`` is ``{id, cited, claim, right, types, part}``; ``cited`` is a study of the development
library or a trial report of ``rct-abstracts``. ``--list`` prints every claim that was judged wrongly, never
of the part ``unseen``.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from answers import FAULTS

from trueeffect.check.compare import compare_claim
from trueeffect.library import load_library
from trueeffect.model.article import Claim
from trueeffect.model.provenance import Span
from trueeffect.model.record import AbstractSection, Record

HERE = Path(__file__).resolve().parent
REPORTS = HERE.parents[2] / "shared" / "corpora" / "rct-abstracts" / "train.jsonl.gz"


def records(names: set[str]) -> dict[str, Record]:
    """Return the studies that are there under the given names."""
    library = load_library([HERE / "articles" / "dev" / "library.csl.json"], builtin=False)
    found = {name: record for name in names if (record := library.get(name)) is not None}
    if REPORTS.exists():
        with gzip.open(REPORTS, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row["pmcid"] in names:
                    found[row["pmcid"]] = _record(row)
    return found


def _record(row: dict[str, Any]) -> Record:
    sections = tuple(AbstractSection(label=s["label"] or "", text=s["text"]) for s in row["sections"])
    return Record(id=row["pmcid"], title=row["title"], abstract=sections)


def main(argv: list[str]) -> None:
    """Print precision and recall by type, and the mistakes when asked."""
    rows = [json.loads(line) for line in Path(argv[0]).read_text(encoding="utf-8").splitlines()]
    part = argv[argv.index("--part") + 1] if "--part" in argv else ""
    rows = [row for row in rows if not part or row["part"] == part]
    studies = records({row["cited"] for row in rows})
    tally: Counter[str] = Counter()
    kinds: dict[str, list[int]] = {}
    for row in rows:
        if row["cited"] not in studies:
            continue
        text = row["claim"]
        claim = Claim(id=row["id"], span=Span(start=0, end=len(text)), text=text)
        result = compare_claim(claim, studies[row["cited"]])
        flagged = result.verdict in FAULTS
        tally[f"{'right' if row['right'] else 'wrong'} {result.verdict}"] += 1
        tally["hit" if flagged and not row["right"] else "alarm" if flagged else "other"] += 1
        types = {f.error_type for f in result.findings if f.error_type}
        for kind in row["types"]:
            seen = kinds.setdefault(kind, [0, 0, 0])
            seen[0], seen[1], seen[2] = seen[0] + 1, seen[1] + flagged, seen[2] + (kind in types)
        if (
            "--list" in argv
            and row["part"] != "unseen"
            and (
                flagged == row["right"]
                or (flagged and not types & set(row["types"]))
                or (not row["right"] and result.verdict == "supported")
            )
        ):
            mistake = "ALARM" if row["right"] else "WRONG TYPE" if flagged else "MISSED"
            print(f"{mistake} {row['cited']} {row['types']}: {text}")
            for f in result.findings:
                print(f"      {f.facet}: {f.error_type} | {f.claimed.quote[:60]} | {f.found.quote[:160]}")
    wrong = sum(not row["right"] for row in rows)
    print(dict(sorted(tally.items())))
    for kind, (all_, flagged_, named) in sorted(kinds.items()):
        print(f"{kind:34s} {all_:4d} {flagged_:4d} {named:4d}")
    flags = max(1, tally["hit"] + tally["alarm"])
    print(f"precision {tally['hit'] / flags:.3f} recall {tally['hit'] / max(1, wrong):.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
