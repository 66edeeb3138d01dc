"""Check minimal pairs: the same claim, once right and once wrong, each as a two-paragraph article.

    python validation/accuracy/run_pairs.py PAIRS.json LIBRARY OUT.json

Writes ``{"pairs": {"p01": {"right": {"flagged": false, "types": []}, "wrong": {...}}}}``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from answers import Answer, known_keys

import trueeffect


def half(text: str, reference: str, library: Path, keys: frozenset[str]) -> dict[str, Any]:
    """Return whether the claim was flagged, and why."""
    article = f"{text}\n\n{reference}\n"
    answer = Answer(trueeffect.check(article.encode("utf-8"), library=library, media_type="text/plain"), keys)
    rows = answer.asdict("")["claims"]
    types = sorted({kind for row in rows if row["flagged"] for kind in row["types"]})
    findings = [finding for row in rows for finding in row["findings"]]
    return {"flagged": any(row["flagged"] for row in rows), "types": types, "findings": findings}


def run(pairs: Path, library: Path) -> dict[str, Any]:
    """Return the answers for both halves of every pair."""
    keys = known_keys(library)
    return {
        "pairs": {
            pair["pair_id"]: {
                side: half(pair[side], pair["reference"], library, keys) for side in ("right", "wrong")
            }
            for pair in json.loads(pairs.read_text(encoding="utf-8"))["pairs"]
        }
    }


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    pairs, library, out = (Path(argument) for argument in arguments)
    out.write_text(json.dumps(run(pairs, library), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
