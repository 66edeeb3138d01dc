"""How long a check takes: warm in the same process, cold as a command, and the help page.

Usage: ``python benchmarks/check.py [ARTICLE]`` prints medians in milliseconds. The default article is made
here: 600 words with ten references to the built-in library.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from trueeffect.app.check_article import check
from trueeffect.library.load import load_library
from trueeffect.model.record import Record

RUNS = 15


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        article = Path(sys.argv[1]) if len(sys.argv) > 1 else made_article(Path(folder))
        print(f"{len(article.read_text(encoding='utf-8').split())} words")
        check(article)
        print(f"warm, one process     {median(lambda: check(article)):7.0f} ms")
        print(f"cold command          {median(lambda: run('check', str(article)), 5):7.0f} ms")
        print(f"trueeffect --help     {median(lambda: run('--help'), 5):7.0f} ms")


def made_article(folder: Path) -> Path:
    """Write an article of about 600 words that makes two statements on each of ten studies."""
    records = [r for r in load_library(builtin=True).records.values() if r.authors and r.abstract][:10]
    body = [f"{paragraph(record)}\n" for record in records]
    entries = [f"{entry(record)}\n" for record in records]
    path = folder / "article.md"
    path.write_text("\n".join(["# Ten studies\n", *body, "## References\n", *entries]), encoding="utf-8")
    return path


def paragraph(record: Record) -> str:
    cite = f"({record.authors[0].family} et al, {record.year})"
    return (
        f"One team looked at this closely, and we read what it did {cite}. Those who were treated felt 30% "
        f"better after six weeks than those who had a sham treatment {cite}. Whether that holds for you is "
        "another matter, and a talk with your doctor comes first."
    )


def entry(record: Record) -> str:
    names = ", ".join(f"{name.family} {name.initials}" for name in record.authors[:3])
    return (
        f"{names}, et al. ({record.year}). {record.title}. {record.journal}, "
        f"{record.volume}({record.issue}):{record.pages}."
    )


def run(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "trueeffect", *arguments], check=True, capture_output=True)


def median(work: object, runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()  # type: ignore[operator]
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


if __name__ == "__main__":
    main()
