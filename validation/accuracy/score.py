"""Score the answers for an annotated folder, beside controls that know nothing.

    python validation/accuracy/score.py DIR OUT.json [--misses] [--json FILE]

Counted for each area: right, false and missed, with precision, recall and F1. Areas are the study of each
claim, the record of each reference, flagged or not, the error type (exact, and by family), and the faults of
the list. An answer belongs to the annotated claim with which its span shares the most characters.

Controls: *everything* flags each claim with the most frequent type, *nothing* flags none, and *claim only*
learns from the words of claims of other articles and never sees a study. What a checker gains over the last
one is what it owes to reading sources. Standard library only.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from annotated import Names, Row, assign, overlap, read, truths

FAMILIES = {
    "number": "wrong_number wrong_quantity relative_as_absolute dispersion_confusion wrong_sample_size "
    "baseline_followup_confusion wrong_dose_duration",
    "comparison": "arms_swapped wrong_comparator wrong_intervention",
    "significance": "pvalue_misread nonsignificance_as_equivalence noninferiority_as_superiority",
    "spin": "certainty_overstated design_overstated causal_overclaim subgroup_as_main secondary_as_primary "
    "species_extrapolation",
    "population": "wrong_condition",
    "conclusion": "direction_reversed",
    "source": "retracted_source citation_mismatch unsupported_by_reference fabricated_reference "
    "missing_reference",
}
FAMILY_OF = {kind: family for family, kinds in FAMILIES.items() for kind in kinds.split()}
AREAS = (
    "study of a claim",
    "record of a reference",
    "flagged or not",
    "error type",
    "error family",
    "list faults",
)


@dataclass
class Tally:
    """Right, false and missed answers."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def add(self, wanted: set[str], given: set[str]) -> None:
        """Count a set of answers."""
        self.right += len(wanted & given)
        self.false += len(given - wanted)
        self.missed += len(wanted - given)

    @property
    def precision(self) -> float:
        """Share of the given answers that are right; 1 when none was given."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of the wanted answers that were given; 1 when none was wanted."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.false + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass
class Score:
    """Everything counted for a folder."""

    areas: dict[str, Tally] = field(default_factory=lambda: {area: Tally() for area in AREAS})
    by_type: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_tag: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_issue: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    alarms: dict[str, int] = field(default_factory=dict)
    misses: list[Row] = field(default_factory=list)
    claims: int = 0
    found: int = 0

    def figures(self) -> dict[str, float]:
        """Return the figures that floors are set on."""
        flagged, areas = self.areas["flagged or not"], self.areas
        return {
            "flagged precision": flagged.precision,
            "flagged recall": flagged.recall,
            "study of a claim F1": areas["study of a claim"].f1,
            "record of a reference F1": areas["record of a reference"].f1,
            "list faults F1": areas["list faults"].f1,
            "error family F1": areas["error family"].f1,
            "error type F1": areas["error type"].f1,
            "false alarms an article": sum(self.alarms.values()) / max(1, len(self.alarms)),
            "claims found": self.found / max(1, self.claims),
        }


def score_folder(folder: Path, output: Row, score: Score | None = None) -> Score:
    """Compare the answers with the truth of a folder."""
    score = score or Score()
    names = Names(folder)
    answers = {row["article_id"]: row for row in output["articles"]}
    for truth in truths(folder):
        answer = answers.get(truth["article_id"], {"claims": [], "references": [], "reference_issues": []})
        alarms = _claims(truth, answer, names, score) + _faults(truth, answer, score)
        _references(truth, answer, names, score)
        score.alarms[truth["article_id"]] = alarms
    return score


def _claims(truth: Row, answer: Row, names: Names, score: Score) -> int:
    groups, loose = assign(answer["claims"], truth["claims"])
    alarms = sum(bool(row["flagged"]) for row in loose)
    for row in (row for row in loose if row["flagged"]):
        score.misses.append(
            {
                "article": truth["article_id"],
                "what": "flagged outside",
                "claim": row["snippet"],
                "rows": [row],
            }
        )
    for index, claim in enumerate(truth["claims"]):
        rows = groups.get(index, [])
        flagged = any(row["flagged"] for row in rows)
        given = {kind for row in rows if row["flagged"] for kind in row["types"]}
        wanted = set(claim["error_types"])
        score.claims += 1
        score.found += bool(rows)
        _study(claim, rows, names, score)
        score.areas["flagged or not"].add(
            {"x"} if claim["expected_flag"] else set(), {"x"} if flagged else set()
        )
        score.areas["error type"].add(wanted, given)
        score.areas["error family"].add(
            {FAMILY_OF[kind] for kind in wanted}, {FAMILY_OF.get(kind, "?") for kind in given}
        )
        for kind in wanted:
            score.by_type[kind].update(claims=1, flagged=flagged, named=kind in given)
        for tag in claim["difficulty"]:
            score.by_tag[tag].update(claims=1, alarms=flagged)
        alarms += flagged and not claim["expected_flag"]
        if flagged != claim["expected_flag"] or (flagged and wanted and not wanted & given):
            what = (
                "wrong type" if flagged and claim["expected_flag"] else "false alarm" if flagged else "missed"
            )
            score.misses.append(
                {
                    "article": truth["article_id"],
                    "what": what,
                    "claim": claim["snippet"],
                    "truth": claim,
                    "rows": rows,
                }
            )
    return alarms


def _study(claim: Row, rows: list[Row], names: Names, score: Score) -> None:
    given = {name for name in map(names.of, rows) if name is not None}
    accepted = set(claim["library_ids_accepted"])
    tally = score.areas["study of a claim"]
    if accepted & given:
        tally.right += 1
        return
    tally.missed += bool(accepted)
    tally.false += bool(given - {""} if not accepted else given)
    if accepted or given - {""}:
        score.misses.append(
            {
                "what": "study",
                "claim": claim["snippet"],
                "truth": claim,
                "rows": rows,
                "article": claim["claim_id"].split("-")[0],
            }
        )


def _references(truth: Row, answer: Row, names: Names, score: Score) -> None:
    groups, loose = assign(answer["references"], truth["references"])
    tally = score.areas["record of a reference"]
    for index, reference in enumerate(truth["references"]):
        given = {name for row in groups.get(index, []) if (name := names.of(row))}
        tally.add({reference["library_id"]} if reference["library_id"] else set(), given)
        if given != ({reference["library_id"]} - {None}):
            score.misses.append(
                {
                    "article": truth["article_id"],
                    "what": "reference",
                    "claim": reference["snippet"],
                    "rows": groups.get(index, []),
                }
            )
    tally.false += sum(bool(names.of(row)) for row in loose)


def _faults(truth: Row, answer: Row, score: Score) -> int:
    """Compare the faults of the list; return how many were false."""
    wanted = list(truth["reference_issues"])
    false = 0
    for row in answer["reference_issues"]:
        hit = next(
            (issue for issue in wanted if issue["type"] == row["type"] and _same_place(row, issue)), None
        )
        if hit is None:
            false += 1
            score.misses.append(
                {
                    "article": truth["article_id"],
                    "what": "false list fault",
                    "claim": f"{row['type']}: {row.get('snippet') or row.get('citation_text')} - "
                    f"{row.get('detail', '')}",
                }
            )
        else:
            wanted.remove(hit)
        score.by_issue[row["type"]].add({"x"} if hit else set(), {"x"})
        score.areas["list faults"].add({"x"} if hit else set(), {"x"})
    for issue in wanted:
        score.by_issue[issue["type"]].missed += 1
        score.areas["list faults"].missed += 1
        score.misses.append(
            {
                "article": truth["article_id"],
                "what": "missed list fault",
                "claim": f"{issue['type']}: {issue['snippet']} - {issue['detail']}",
            }
        )
    return false


def _same_place(row: Row, issue: Row) -> bool:
    if row.get("span") and issue.get("span"):
        return overlap(row["span"], issue["span"]) >= 0.5
    words = [re.findall(r"\w+", str(one.get("citation_text") or "").lower()) for one in (row, issue)]
    return bool(words[0]) and words[0] == words[1]


def score_pairs(pairs: Path, output: Row) -> dict[str, float]:
    """Return the shares of pairs: both halves right, right left alone, wrong flagged, type named."""
    counts = Counter[str]()
    rows = read(pairs)["pairs"]
    for pair in rows:
        got = output["pairs"].get(pair["pair_id"], {})
        left, caught = not got["right"]["flagged"], got["wrong"]["flagged"]
        named = caught and bool(set(got["wrong"]["types"]) & set(pair["error_types"]))
        counts.update(
            {"both": left and caught, "right left alone": left, "wrong flagged": caught, "type named": named}
        )
    return {
        f"pairs {name}": counts[name] / max(1, len(rows))
        for name in ("both", "right left alone", "wrong flagged", "type named")
    }


def main() -> int:
    """Run from the command line."""
    from tables import show, show_misses

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--misses", action="store_true", help="list every wrong answer")
    parser.add_argument("--json", type=Path, help="write the figures")
    args = parser.parse_args()
    score = score_folder(args.folder, read(args.output))
    show(score, args.folder)
    if args.misses:
        show_misses(score)
    if args.json:
        args.json.write_text(json.dumps(score.figures(), indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
