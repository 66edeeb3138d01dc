"""Print a score, and every answer that was wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from annotated import Row
from controls import claim_only, control
from score import Score, Tally, score_folder


def show(score: Score, folder: Path) -> None:
    """Print the tables."""
    print(f"{'area':24s}     P     R    F1   right false missed")
    for name, tally in score.areas.items():
        rates = f"{tally.precision:5.3f} {tally.recall:5.3f} {tally.f1:5.3f}"
        print(f"{name:24s} {rates}   {_counts(tally)}")
    alarms = score.figures()["false alarms an article"]
    print(f"claims found {score.found}/{score.claims}; false alarms an article {alarms:.2f}")
    _rows("error type", score.by_type, ("claims", "flagged", "named"))
    _rows("hard but right", score.by_tag, ("claims", "alarms"))
    print(f"\n{'list fault':32s} right false missed")
    for kind, tally in sorted(score.by_issue.items()):
        print(f"{kind:32s} {_counts(tally)}")
    everything = score_folder(folder, control(folder, "everything")).areas["flagged or not"]
    auc, best = claim_only(folder)
    print(
        f"\ncontrols: flag everything P {everything.precision:.3f} F1 {everything.f1:.3f}; flag nothing R 0"
    )
    print(f"controls: claim only AUC {auc:.3f}, best F1 {best:.3f}")


def _counts(tally: Tally) -> str:
    return f"{tally.right:5d} {tally.false:5d} {tally.missed:6d}"


def _rows(title: str, counts: dict[str, Counter[str]], columns: tuple[str, ...]) -> None:
    print(f"\n{title:32s}" + "".join(f"{column:>8s}" for column in columns))
    for kind, count in sorted(counts.items(), key=lambda item: -item[1]["claims"]):
        print(f"{kind:32s}" + "".join(f"{count[column]:8d}" for column in columns))


def show_misses(score: Score) -> None:
    """Print what went wrong, claim by claim."""
    for miss in score.misses:
        print(f"\n[{miss['article']}] {miss['what'].upper()}: {miss['claim']}")
        if truth := miss.get("truth"):
            fact = truth["correcting_fact"] or ""
            print(
                f"   truth: {truth['verdict']} {truth['error_types']} {truth['library_ids_accepted']} {fact}"
            )
        for row in miss.get("rows", []):
            _show_answer(row)


def _show_answer(row: Row) -> None:
    study = row.get("library_id") or row.get("doi") or row.get("pmid")
    print(f"   got: {study} flagged={row.get('flagged')} {row.get('types')}")
    for finding in row.get("findings", []):
        quotes = f"{finding['claimed'][:90]} | {finding['found'][:120]} | {finding['why'][:160]}"
        print(f"      {finding['facet']}: {finding['verdict']} {finding['type']} | {quotes}")
