"""Kill a program that writes to a diary 500 times, and count what was lost.

Run: ``python validation/person/kill.py``.

What counts as saved is what the writer had reported before it was killed. Passes when no such entry is
missing, every diary opens, and no entry is half there.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from trueeffect.person.diary.store import Diary

WRITER = """
import sys
from trueeffect.model.person import Entry
from trueeffect.person.diary.store import Diary
with Diary.open(sys.argv[1], passphrase=sys.argv[2]) as diary:
    at = int(sys.argv[3])
    while True:
        at += 1
        day = "2026-01-05"
        diary.add(Entry(day=day, kind="pain", value=at % 11), Entry(day=day, kind="note", text=f"mark {at}"))
        sys.stdout.write(f"{at}\\n"); sys.stdout.flush()
"""


def run(kills: int, passphrase: str, seed: int) -> dict[str, float]:
    """Return counts of kills, saved pairs, losses and diaries that did not open."""
    chance = random.Random(seed)
    lost = broken = halves = reported = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.diary"
        Diary.create(path, passphrase=passphrase).close()
        for _ in range(kills):
            process = subprocess.Popen(
                [sys.executable, "-c", WRITER, str(path), passphrase, str(reported)],
                stdout=subprocess.PIPE,
                text=True,
            )
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(chance.expovariate(1 / 0.012))
            process.send_signal(signal.SIGKILL)
            words = [first, *process.stdout.read().splitlines()]
            process.wait()
            reported = max([reported, *(int(word) for word in words if word.strip().isdigit())])
            try:
                with Diary.open(path, passphrase=passphrase) as diary:
                    entries = diary.entries()
            except Exception:
                broken += 1
                continue
            marks = {int(entry.text.split()[1]) for entry in entries if entry.kind == "note"}
            lost += len(set(range(1, reported + 1)) - marks)
            halves += sum(entry.kind == "pain" for entry in entries) != len(marks)
            reported = max(marks, default=reported)  # saved, and killed before it could say so
    return {"kills": kills, "saved": reported, "lost": lost, "not opened": broken, "half entries": halves}


def main() -> None:
    """Run plain and encrypted diaries and write the counts."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    began = time.time()
    found = {"plain": run(kills, "", 1), "encrypted": run(max(20, kills // 5), "a long passphrase", 2)}
    print(json.dumps({**found, "seconds": round(time.time() - began)}, indent=1))
    failed = any(each[key] for each in found.values() for key in ("lost", "not opened", "half entries"))
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
