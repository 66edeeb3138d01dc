"""Learn which words stand in journal names and which in titles.

Reads ``library.csv.gz`` of a reference library (columns ``pmid``, ``title``, ``source``), leaves out the
held-out fifth of the identifiers, and writes one line per word: the log-odds of the word in a journal name
against in a title. Only these statistics are shipped, no title and no record.

    python train_journal_words.py LIBRARY.csv.gz OUT.tsv
"""

from __future__ import annotations

import csv
import gzip
import math
import re
import sys
from collections import Counter
from pathlib import Path

from split import held_out

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LEAST = 4
_SMOOTHING = 0.5


def main(library: str, out: str) -> None:
    """Count, and write the table."""
    journals: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    names: Counter[str] = Counter()
    with gzip.open(library, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if held_out(row["pmid"]):
                continue
            titles.update(_words(row["title"]))
            names[row["source"]] += 1
    for name, count in names.items():
        for word in _words(name):  # a common journal must not drown the rare ones
            journals[word] += 1 + math.log(count)  # type: ignore[assignment]
    Path(out).write_text(_table(journals, titles), encoding="utf-8")


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _table(journals: Counter[str], titles: Counter[str]) -> str:
    in_journals, in_titles = sum(journals.values()), sum(titles.values())
    lines = ["# log-odds of a word in a journal name against in a title; made by train_journal_words.py"]
    for word in sorted(set(journals) | set(titles)):
        j, t = journals[word], titles[word]
        if j + t < _LEAST or word.isdigit():
            continue
        odds = math.log((j + _SMOOTHING) / in_journals) - math.log((t + _SMOOTHING) / in_titles)
        if abs(odds) >= 0.3:
            lines.append(f"{word}\t{max(-5.0, min(5.0, odds)):.1f}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(*sys.argv[1:3])
