"""Two controls on real trial reports: a report's own sentences, and the same sentences beside another report.

    python validation/accuracy/run_self.py ABSTRACTS.jsonl.gz [--limit N] [--list FILE]

*Own*: each sentence of results and conclusions is put into an article that cites the very report. Nothing may
be flagged; whatever is, is a false alarm. *Swapped*: the same sentence cites the report that comes next in
the file. It should be called unsupported or contradicted, and may be called not checkable; "supported" is
an error. Reads folders like ``rct-abstracts`` (``sections`` with ``role`` and ``text``).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from answers import FAULTS, explain

import trueeffect
from trueeffect.model.verdict import CheckReport

ROLES = ("RESULTS", "CONCLUSIONS")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")

Row = dict[str, Any]


def reports(path: Path, limit: int) -> Iterator[Row]:
    """Yield structured reports with results, in the order of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        wanted = (
            row for row in rows if row["structured"] and any(s["role"] == "RESULTS" for s in row["sections"])
        )
        for _, row in zip(range(limit), wanted, strict=False):
            yield row


def item(row: Row, number: int) -> Row:
    """Return the report as a CSL-JSON item under a made-up author, so that it can be cited."""
    text = " ".join(f"{s['label']}: {s['text']}" for s in row["sections"])
    people = ((name(number), "A."), ("Other", "B."), ("Third", "C."))
    return {
        "id": row["pmcid"],
        "type": "article-journal",
        "title": row["title"],
        "container-title": row["journal"],
        "author": [{"family": family, "given": given} for family, given in people],
        "issued": {"date-parts": [[int(row["year"])]]},
        "volume": str(number + 1),
        "page": f"{number + 1}-{number + 9}",
        "DOI": row["doi"],
        "abstract": text,
    }


def name(number: int) -> str:
    """Return a surname that no other number has."""
    syllables = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu")
    return "".join(syllables[int(digit)] for digit in f"{number:03d}").capitalize() + "son"


def sentences(row: Row) -> list[str]:
    """Return the sentences of results and conclusions."""
    parts = (s["text"] for s in row["sections"] if s["role"] in ROLES)
    return [one.strip() for part in parts for one in SENTENCE.split(part) if len(one.split()) > 5]


def article(row: Row, cited: Row) -> bytes:
    """Return an article that tells the sentences of ``row`` and cites the report ``cited``."""
    return entry_of(sentences(row), cited)


def entry_of(told: list[str], cited: Row) -> bytes:
    """Return an article of sentences that all cite one report."""
    family, year = cited["author"][0]["family"], cited["issued"]["date-parts"][0][0]
    body = "\n\n".join(f"{one.rstrip('.')} ({family} et al., {year})." for one in told)
    names = ", ".join(f"{a['family']} {a['given'][0]}" for a in cited["author"])
    place = f"{cited['container-title']} {year};{cited['volume']}:{cited['page']}."
    entry = f"{names}. {cited['title'].rstrip('.')}. {place}"
    return f"What a trial found\n\n{body}\n\nReferences\n\n{entry}\n".encode()


def judged(report: CheckReport) -> Iterator[tuple[str, str, list[Row]]]:
    """Yield the text, the verdict and the findings of each claim that was compared."""
    texts = {claim.id: claim.text for claim in report.claims}
    for result in report.results:
        yield texts[result.claim_id], result.verdict, [explain(finding) for finding in result.findings]


def run(path: Path, limit: int) -> tuple[dict[str, Counter[str]], Counter[str], list[Row]]:
    """Return verdicts of both controls, what raised false alarms, and the wrong answers themselves."""
    rows = list(reports(path, limit))
    items = [item(row, number) for number, row in enumerate(rows)]
    verdicts = {"own": Counter[str](), "swapped": Counter[str]()}
    causes, wrong = Counter[str](), []
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.json"
        library.write_text(json.dumps(items), encoding="utf-8")
        for number, row in enumerate(rows):
            for kind, cited in (("own", items[number]), ("swapped", items[(number + 1) % len(items)])):
                report = trueeffect.check(
                    article(row, cited), library=library, builtin=False, media_type="text/plain"
                )
                for text, verdict, findings in judged(report):
                    faults = [finding for finding in findings if finding["verdict"] in FAULTS]
                    verdicts[kind][verdict] += 1
                    if kind == "own" and faults:
                        causes.update({f"{fault['facet']}: {fault['type']}" for fault in faults})
                    if (kind == "own" and faults) or (kind == "swapped" and verdict == "supported"):
                        wrong.append(
                            {"kind": kind, "study": row["pmcid"], "claim": text, "findings": findings}
                        )
    return verdicts, causes, wrong


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--list", type=Path, help="write every wrong answer as JSON lines")
    args = parser.parse_args()
    verdicts, causes, wrong = run(args.abstracts, args.limit)
    for kind, counts in verdicts.items():
        total = sum(counts.values())
        shares = ", ".join(
            f"{verdict} {count} ({count / total:.1%})" for verdict, count in counts.most_common()
        )
        print(f"{kind}: {total} claims; {shares}")
    print("false alarms on own sentences, by cause:")
    for cause, count in causes.most_common():
        print(f"  {count:4d}  {cause}")
    if args.list:
        args.list.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in wrong), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
