"""Do the group sizes that are read from an abstract add up to the total that is read from it?

    python validation/accuracy/run_sizes.py CORPUS.jsonl.gz... [--part dev|unseen|all] [--show N]

No one has marked the sizes of these abstracts, so the check is internal: where an abstract states the size
of each group as "(n = 42)" and the number randomised, the parts must add up to the whole. A wrong reading of
either makes them differ.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from run_perturb import records

from trueeffect.check.facts.abstract import abstract_sentences
from trueeffect.check.facts.numbers import number_assertions


def sizes(record) -> tuple[set[float], list[float]]:  # type: ignore[no-untyped-def]
    """Return the totals and the sizes of the groups that are told together in one sentence."""
    totals: set[float] = set()
    groups: list[float] = []
    for sentence in abstract_sentences(record):
        facts = [f for f in number_assertions(sentence.text) if f.facet == "sample_size" and f.quantity]
        totals |= {f.quantity.value for f in facts if f.role == "total"}
        parts = [f.quantity.value for f in facts if f.role in ("arm", "group") and f.quantity.of == "n"]
        if len(parts) > 1 and not groups:
            groups = parts
    return totals, groups


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--part", choices=("dev", "unseen", "all"), default="dev")
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    seen = with_total = checked = agree = shown = 0
    for record in records(args.corpus, args.part):
        seen += 1
        totals, groups = sizes(record)
        with_total += bool(totals)
        if not totals or not groups:
            continue
        checked += 1
        right = sum(groups) in totals or any(total == max(groups) for total in totals)
        agree += right
        if not right and shown < args.show:
            shown += 1
            print(record.id, "totals", sorted(totals), "groups", groups)
    print(json.dumps({
        "part": args.part, "abstracts": seen, "with_total": with_total, "total_and_groups": checked,
        "add_up": agree, "share": round(agree / checked, 3) if checked else None,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
