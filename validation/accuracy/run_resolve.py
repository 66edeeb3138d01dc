"""Match printed references with a library: one JSON line out per line in, in the same order.

    python run_resolve.py LIBRARY.csv.gz STRINGS.jsonl.gz OUT.jsonl

Each line in has a ``string``; each line out has ``pmid`` (null when there is no match), ``decision``,
``score``.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from trueeffect.check.resolve import resolve_strings
from trueeffect.library import Library, load_library


def read_strings(path: Path) -> Iterator[str]:
    """Yield the strings of a JSON-lines file, gzipped or not."""
    opener = gzip.open if path.read_bytes()[:2] == b"\x1f\x8b" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["string"] for line in lines if line.strip())


def run(library: Library, strings: Path, out: Path) -> int:
    """Write one line for each string and return their number."""
    count = 0
    with out.open("w", encoding="utf-8") as file:
        for match in resolve_strings(read_strings(strings), library):
            record = library.get(match.record_id)
            line = {
                "pmid": record.pmid or None if record else None,
                "decision": match.decision,
                "score": match.score,
            }
            file.write(json.dumps(line) + "\n")
            count += 1
    return count


def main(arguments: list[str]) -> int:
    """Run from the command line; timings go to standard error."""
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    start = time.process_time()
    library = load_library([arguments[0]], builtin=False)
    loaded = time.process_time()
    _ = library.index
    indexed = time.process_time()
    count = run(library, Path(arguments[1]), Path(arguments[2]))
    spent = time.process_time() - indexed
    print(
        f"{len(library)} records loaded in {loaded - start:.1f} s, indexed in {indexed - loaded:.1f} s; "
        f"{count} strings in {spent:.1f} s ({count / max(spent, 1e-9):.0f} a second of processor time)",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
