"""Compare our numbers with those of published analyses, digit by digit.

python validation/published/run.py [NAME ...] [--verbose]
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def read_table(folder: Path) -> dict[str, list[str]]:
    """Return the columns of data.csv as text."""
    with (folder / "data.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {name: [row[name] for row in rows] for name in rows[0]}


def analysed(folder: Path) -> dict[str, float]:
    """Return our numbers by name."""
    spec = importlib.util.spec_from_file_location(f"published_{folder.name}", folder / "analysis.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: float(value) for name, value in module.numbers(read_table(folder)).items()}


def agrees(ours: float, printed: str) -> bool:
    """Tell whether ours rounds to what is printed; half a unit of the last digit is the limit."""
    unit = 10.0 ** int(Decimal(printed).as_tuple().exponent)
    return abs(ours - float(printed)) <= 0.5 * unit * (1 + 1e-9) + 1e-12


def compare(folder: Path) -> tuple[dict[str, Any], list[tuple[str, str, float, str]]]:
    """Return the publication, and rows of name, printed value, our value and verdict."""
    with (folder / "published.toml").open("rb") as stream:
        publication = tomllib.load(stream)
    ours = analysed(folder)
    rows = []
    for place, claims in publication["pages"].items():
        for name, printed in claims.items():
            rows.append(
                (f"{name} ({place})", printed, ours[name], "ok" if agrees(ours[name], printed) else "OFF")
            )
    for name, why in publication.get("differs", {}).items():
        rows.append((f"{name}: {why}", "", ours[name], "differs"))
    return publication, rows


def folders() -> list[Path]:
    """Return every publication."""
    return sorted(path.parent for path in HERE.glob("*/published.toml"))


def main() -> int:
    """Print one line per publication; return 1 when a number is off."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    off = total = 0
    for folder in folders():
        if options.names and folder.name not in options.names:
            continue
        publication, rows = compare(folder)
        counts = {verdict: sum(row[3] == verdict for row in rows) for verdict in ("ok", "OFF", "differs")}
        off, total = off + counts["OFF"], total + counts["ok"] + counts["OFF"]
        print(
            f"{folder.name:22} {counts['ok']:3} of {counts['ok'] + counts['OFF']:3}  {publication['title']}"
        )
        for name, printed, ours, verdict in rows:
            if verdict == "OFF" or options.verbose:
                print(f"    {verdict:7} {name}: printed {printed or '-'}, ours {ours:.6g}")
    print(f"{total - off} of {total} printed numbers reproduced")
    return 1 if off or not total else 0


if __name__ == "__main__":
    raise SystemExit(main())
