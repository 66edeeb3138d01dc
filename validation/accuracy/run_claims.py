"""Decide each plain-language claim of a folder against the abstract that it is about.

    python validation/accuracy/run_claims.py DIR OUT.jsonl [--part tuned|unseen] [--score]

``DIR`` holds ``claims.jsonl`` (id, claim, cited) and ``studies.jsonl`` (pmcid, title, abstract). One line
is written per claim: ``{id, verdict, mismatch, quote}``; the verdict is SUPPORTED, CONTRADICTED or
NOT_STATED. ``--score`` prints figures when the claims carry verdicts, with a control that sees the claim
but not the study. ``--part`` takes one half of the pairs: ``tuned``, the half whose names come first by
digest and which rules were developed on, or ``unseen``.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from train_leaning import fit, fold_of, read_lines, views

from trueeffect.check.compare.leaning import Leaning, lean
from trueeffect.check.compare.views import ClaimView, StudyView

MISMATCH = {
    "wrong_number": "number",
    "wrong_quantity": "count_of",
    "relative_as_absolute": "count_of",
    "dispersion_confusion": "count_of",
    "baseline_followup_confusion": "time",
    "wrong_sample_size": "sample_size",
    "wrong_dose_duration": "time",
    "arms_swapped": "comparator",
    "wrong_comparator": "comparator",
    "wrong_intervention": "intervention",
    "pvalue_misread": "significance",
    "nonsignificance_as_equivalence": "significance",
    "noninferiority_as_superiority": "significance",
    "certainty_overstated": "certainty",
    "design_overstated": "design",
    "causal_overclaim": "certainty",
    "subgroup_as_main": "population",
    "secondary_as_primary": "outcome",
    "species_extrapolation": "population",
    "wrong_condition": "condition",
    "direction_reversed": "direction",
    "unsupported_by_reference": "status",
    "citation_mismatch": "outcome",
}
_NOTHING_SHARED = 0.12
"""Overlap under which the abstract says nothing on the claim."""


def decide(claim: ClaimView, study: StudyView) -> tuple[Leaning, str, list[str]]:
    """Return the leaning, the verdict, and the kinds of mismatch of a claim."""
    leaning = lean(claim, study)
    faults = [f.error_type for f in leaning.findings if f.error_type]
    if not faults and leaning.features["overlap"] < _NOTHING_SHARED:
        return leaning, "NOT_STATED", []
    if leaning.score > 0:
        return leaning, "SUPPORTED", []
    kinds = list(dict.fromkeys(MISMATCH.get(f, "outcome") for f in faults)) or [_guess(leaning)]
    return leaning, "CONTRADICTED", kinds


def _guess(leaning: Leaning) -> str:
    """Name the likeliest kind of mismatch from the features when no facet found a fault."""
    row = leaning.features
    for name, kind in (
        ("result_of_protocol", "status"),
        ("time_missing", "time"),
        ("number_missing", "number"),
        ("strange_terms", "outcome"),
        ("proof_word", "certainty"),
        ("frame_claims_difference", "significance"),
        ("number_elsewhere", "number"),
    ):
        if row.get(name, 0.0) >= 0.5:
            return kind
    return "direction"


def answer(claim: dict[str, Any], leaning: Leaning, verdict: str, kinds: list[str]) -> dict[str, Any]:
    """Return the line that is written for one claim."""
    return {
        "id": claim["id"],
        "verdict": verdict,
        "mismatch": kinds,
        "quote": leaning.quote,
        "score": round(leaning.score, 3),
    }


def overlap_of(quote: str, evidence: Iterable[str]) -> bool:
    """Tell whether a quote shares half of its evidence, or the evidence half of it, in words."""
    mine = set(quote.lower().split())
    return any(len(mine & set(e.lower().split())) >= 0.5 * len(set(e.lower().split())) for e in evidence)


def print_scores(claims: list[dict[str, Any]], answers: list[dict[str, Any]]) -> dict[str, float]:
    """Print and return accuracy, pairs, recall by kind of mismatch, quotes, and the claim-only control."""
    right = {a["id"]: a["verdict"] == c["verdict"] for c, a in zip(claims, answers)}
    pairs: dict[str, list[bool]] = {}
    for c in claims:
        pairs.setdefault(c["pair"], []).append(right[c["id"]])
    quoted = [
        overlap_of(a["quote"], c.get("evidence") or []) for c, a in zip(claims, answers) if c.get("evidence")
    ]
    scores = {
        "claims": len(claims),
        "accuracy": sum(right.values()) / len(right),
        "pairs_both_right": sum(all(v) for v in pairs.values()) / len(pairs),
        "claim_only_accuracy": claim_only(claims),
    }
    if quoted:
        scores["quote_overlaps"] = sum(quoted) / len(quoted)
    for name, value in scores.items():
        print(f"{name:22} {value:.3f}" if isinstance(value, float) else f"{name:22} {value}")
    kinds: dict[str, list[bool]] = {}
    for c in claims:
        for kind in c.get("mismatch", []):
            kinds.setdefault(kind, []).append(right[c["id"]])
    print("recall by kind:", ", ".join(f"{k} {sum(v)}/{len(v)}" for k, v in sorted(kinds.items())))
    return scores


def claim_only(claims: list[dict[str, Any]]) -> float:
    """Return the accuracy of a word model that sees the claim and not the study, over folds of studies."""
    vocabulary = sorted({w for c in claims for w in c["claim"].lower().split()})
    index = {w: i + 1 for i, w in enumerate(vocabulary)}
    X = np.zeros((len(claims), len(vocabulary) + 1))
    X[:, 0] = 1.0
    for row, c in zip(X, claims):
        row[[index[w] for w in set(c["claim"].lower().split())]] = 1.0
    y = np.array([c["verdict"] == "SUPPORTED" for c in claims], dtype=float)
    folds = np.array([fold_of(c["cited"]) for c in claims])
    right = 0
    for k in sorted(set(folds)):
        train = folds != k
        if train.sum() and len(set(y[train])) == 2:
            score = X[~train] @ fit(X[train], y[train], np.ones(int(train.sum())))
            right += int(((score > 0) == (y[~train] == 1)).sum())
    return right / len(claims)


def part_of(pairs: set[str], part: str) -> set[str]:
    """Return the half of the pairs that rules were developed on, or the other half."""
    ordered = sorted(pairs, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    half = len(ordered) // 2
    return set(ordered[:half] if part == "tuned" else ordered[half:])


def main(argv: list[str]) -> None:
    """Write the answers for a folder; print the scores when asked."""
    paths = [a for a in argv if not a.startswith("--") and a not in ("tuned", "unseen")]
    folder, out = Path(paths[0]), Path(paths[1])
    claims = read_lines(folder / "claims.jsonl")
    if "--part" in argv:
        names = part_of({c["pair"] for c in claims}, argv[argv.index("--part") + 1])
        claims = [c for c in claims if c["pair"] in names]
    studies = {row["pmcid"]: row for row in read_lines(folder / "studies.jsonl")}
    seen = {c["id"]: (v, s) for c, v, s in views(claims, studies)}
    answers = []
    for claim in claims:
        if claim["id"] not in seen:
            answers.append({"id": claim["id"], "verdict": "NOT_STATED", "mismatch": [], "quote": ""})
            continue
        answers.append(answer(claim, *decide(*seen[claim["id"]])))
    out.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in answers), encoding="utf-8")
    if "--score" in argv and claims and "verdict" in claims[0]:
        print_scores(claims, answers)


if __name__ == "__main__":
    main(sys.argv[1:])
