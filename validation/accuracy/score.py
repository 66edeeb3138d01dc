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
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FAMILIES = {
    "number": "wrong_number wrong_quantity relative_as_absolute dispersion_confusion wrong_sample_size "
    "baseline_followup_confusion wrong_dose_duration",
    "comparison": "arms_swapped wrong_comparator wrong_intervention",
    "significance": "pvalue_misread nonsignificance_as_equivalence noninferiority_as_superiority",
    "spin": "certainty_overstated design_overstated causal_overclaim subgroup_as_main secondary_as_primary "
    "species_extrapolation",
    "population": "wrong_condition",
    "conclusion": "direction_reversed",
    "source": "retracted_source citation_mismatch unsupported_by_reference fabricated_reference missing_reference",
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

Row = dict[str, Any]


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


def read(path: Path) -> Any:
    """Return a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def truths(folder: Path) -> Iterator[Row]:
    """Yield the truth of each article of a folder."""
    for entry in read(folder / "manifest.json")["articles"]:
        yield read(folder / entry["truth"])


class Names:
    """Turns a DOI or PMID into the key of the folder's library."""

    def __init__(self, folder: Path) -> None:
        self.keys: dict[str, str] = {}
        for study in read(folder / "study_facts.json")["studies"]:
            bib = study["bibliography"]
            for name in (study["id"], (bib["doi"] or "").lower(), bib["pmid"] and str(bib["pmid"])):
                if name:
                    self.keys[name] = study["id"]

    def of(self, row: Row) -> str | None:
        """Return the key; ``""`` for a study outside the library, None when no study is named."""
        named = row.get("library_id") or (row.get("doi") or "").lower() or row.get("pmid")
        return self.keys.get(str(named), "") if named else None


def overlap(one: list[int], two: list[int]) -> float:
    """Return the shared characters, as a share of the shorter span."""
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return shared / max(1, min(one[1] - one[0], two[1] - two[0])) if shared > 0 else 0.0


def assign(rows: list[Row], wanted: list[Row]) -> tuple[dict[int, list[Row]], list[Row]]:
    """Give each row to the annotated item it overlaps most (at least by half), or to none."""
    groups: dict[int, list[Row]] = defaultdict(list)
    loose = []
    for row in rows:
        shares = [
            (overlap(row["span"], item["span"]), -abs(row["span"][0] - item["span"][0])) for item in wanted
        ]
        best = max(range(len(wanted)), key=shares.__getitem__, default=None)
        if best is None or shares[best][0] < 0.5:
            loose.append(row)
        else:
            groups[best].append(row)
    return groups, loose


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
                    "claim": f"{row['type']}: {row.get('snippet') or row.get('citation_text')} - {row.get('detail', '')}",
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


def control(folder: Path, kind: str) -> Row:
    """Return the answers of a checker that flags everything, or nothing, but knows every study."""
    counts = Counter(t for truth in truths(folder) for c in truth["claims"] for t in c["error_types"])
    common = [counts.most_common(1)[0][0]] if counts else []
    flag = kind == "everything"
    articles = []
    for truth in truths(folder):
        claims = [{**claim, "flagged": flag, "types": common if flag else []} for claim in truth["claims"]]
        articles.append(
            {
                "article_id": truth["article_id"],
                "claims": claims,
                "references": truth["references"],
                "reference_issues": [],
            }
        )
    return {"articles": articles}


def perfect(folder: Path) -> Row:
    """Return the answers that are right in everything."""
    articles = []
    for truth in truths(folder):
        claims = [
            {**claim, "flagged": claim["expected_flag"], "types": claim["error_types"]}
            for claim in truth["claims"]
        ]
        articles.append(
            {
                "article_id": truth["article_id"],
                "claims": claims,
                "references": truth["references"],
                "reference_issues": truth["reference_issues"],
            }
        )
    return {"articles": articles}


def claim_only(folder: Path) -> tuple[float, float]:
    """Return AUC and best F1 of naive Bayes on the words of claims, learnt from the other articles."""
    claims = [
        (t["article_id"], _words(c["snippet"]), bool(c["expected_flag"]))
        for t in truths(folder)
        for c in t["claims"]
    ]
    scored = []
    for article in {a for a, _, _ in claims}:
        model = _bayes((words, label) for a, words, label in claims if a != article)
        scored += [(model(words), label) for a, words, label in claims if a == article]
    right = [s for s, label in scored if label]
    wrong = [s for s, label in scored if not label]
    wins = sum((r > w) + 0.5 * (r == w) for r in right for w in wrong)
    best = max(
        2 * sum(r >= cut for r in right) / (len(right) + sum(s >= cut for s, _ in scored)) for cut in right
    )
    return wins / max(1, len(right) * len(wrong)), best


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+|\d+%?", text.lower()))


def _bayes(examples: Iterable[tuple[set[str], bool]]) -> Any:
    counts = {True: Counter[str](), False: Counter[str]()}
    totals = Counter[bool]()
    for words, label in examples:
        counts[label].update(words)
        totals[label] += 1

    def model(words: set[str]) -> float:
        return math.log((totals[True] + 1) / (totals[False] + 1)) + sum(
            math.log((counts[True][w] + 1) / (totals[True] + 2))
            - math.log((counts[False][w] + 1) / (totals[False] + 2))
            for w in words
        )

    return model


def score_pairs(pairs: Path, output: Row) -> dict[str, float]:
    """Return the shares of pairs: both halves right, right half left alone, wrong half flagged, type named."""
    counts = Counter[str]()
    rows = read(pairs)["pairs"]
    for pair in rows:
        got = output["pairs"].get(pair["pair_id"], {})
        left, caught = not got["right"]["flagged"], got["wrong"]["flagged"]
        counts.update({"both": left and caught, "right left alone": left, "wrong flagged": caught,
                       "type named": caught and bool(set(got["wrong"]["types"]) & set(pair["error_types"]))})  # fmt: skip
    return {
        f"pairs {name}": counts[name] / max(1, len(rows))
        for name in ("both", "right left alone", "wrong flagged", "type named")
    }


def show(score: Score, folder: Path) -> None:
    """Print the tables."""
    print(f"{'area':24s}     P     R    F1   right false missed")
    for name, tally in score.areas.items():
        print(
            f"{name:24s} {tally.precision:5.3f} {tally.recall:5.3f} {tally.f1:5.3f}   {tally.right:5d} {tally.false:5d} {tally.missed:6d}"
        )
    figures = score.figures()
    print(
        f"claims found {score.found}/{score.claims}; false alarms an article {figures['false alarms an article']:.2f}"
    )
    print("\nerror type                       claims flagged named")
    for kind, count in sorted(score.by_type.items(), key=lambda item: -item[1]["claims"]):
        print(f"{kind:32s} {count['claims']:6d} {count['flagged']:7d} {count['named']:5d}")
    print("\nhard but right                   claims false alarms")
    for tag, count in sorted(score.by_tag.items()):
        print(f"{tag:32s} {count['claims']:6d} {count['alarms']:12d}")
    print("\nlist fault                       right false missed")
    for kind, tally in sorted(score.by_issue.items()):
        print(f"{kind:32s} {tally.right:5d} {tally.false:5d} {tally.missed:6d}")
    everything = score_folder(folder, control(folder, "everything")).areas["flagged or not"]
    auc, best = claim_only(folder)
    print(
        f"\ncontrols: flag everything P {everything.precision:.3f} F1 {everything.f1:.3f}; flag nothing R 0; claim only AUC {auc:.3f}, best F1 {best:.3f}"
    )


def show_misses(score: Score) -> None:
    """Print what went wrong, claim by claim."""
    for miss in score.misses:
        truth = miss.get("truth", {})
        print(f"\n[{miss['article']}] {miss['what'].upper()}: {miss['claim']}")
        if truth:
            print(
                f"   truth: {truth['verdict']} {truth['error_types']} {truth['library_ids_accepted']} {truth['correcting_fact'] or ''}"
            )
        for row in miss.get("rows", []):
            print(
                f"   got: {row.get('library_id') or row.get('doi')} flagged={row.get('flagged')} {row.get('types')}"
            )
            for finding in row.get("findings", []):
                print(
                    f"      {finding['facet']}: {finding['verdict']} {finding['type']} | {finding['claimed'][:90]} | {finding['found'][:120]} | {finding['why'][:160]}"
                )


def main() -> int:
    """Run from the command line."""
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
