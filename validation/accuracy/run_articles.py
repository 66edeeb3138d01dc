"""Check every article of an annotated folder and write what the program said.

    python validation/accuracy/run_articles.py DIR LIBRARY OUT.json

DIR holds ``manifest.json`` and the articles that it lists; the output has the form that the scorer of such a
folder reads (``answers.py`` says how a report is turned into it).
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from answers import Answer, known_keys

import trueeffect


def run(folder: Path, library: Path) -> dict[str, Any]:
    """Return the answers for the articles of a folder."""
    keys = known_keys(library)
    articles = []
    for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["articles"]:
        report = trueeffect.check(folder / entry["file"], library=library)
        articles.append(Answer(report, keys).asdict(entry["article_id"]))
    return {"articles": articles}


def main(arguments: list[str]) -> int:
    """Run from the command line; timings go to standard error."""
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    folder, library, out = (Path(argument) for argument in arguments)
    start = time.perf_counter()
    output = run(folder, library)
    out.write_text(json.dumps(output, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{len(output['articles'])} articles in {time.perf_counter() - start:.1f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
