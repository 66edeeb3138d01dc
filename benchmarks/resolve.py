"""Time of loading, indexing and resolving against a library file.

    python benchmarks/resolve.py LIBRARY STRINGS.jsonl.gz

Prints one JSON line: seconds to load and index, strings a second (processor time of one core), peak memory.
"""

from __future__ import annotations

import gzip
import json
import resource
import sys
import time

from trueeffect.check.resolve import resolve_strings
from trueeffect.library import load_library


def main(arguments: list[str]) -> int:
    """Run once and print the figures."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with gzip.open(arguments[1], "rt", encoding="utf-8") as file:
        strings = [json.loads(line)["string"] for line in file]
    start = time.process_time()
    library = load_library([arguments[0]], builtin=False)
    loaded = time.process_time()
    _ = library.index
    indexed = time.process_time()
    matched = sum(m.decision == "matched" for m in resolve_strings(strings, library))
    spent = time.process_time() - indexed
    figures = {
        "records": len(library),
        "load_s": round(loaded - start, 2),
        "index_s": round(indexed - loaded, 2),
        "strings": len(strings),
        "matched": matched,
        "strings_per_s": round(len(strings) / spent),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
