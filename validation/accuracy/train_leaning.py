"""Train the small model of ``trueeffect.check.compare.leaning`` on our own claim pairs.

    python validation/accuracy/train_leaning.py CLAIMS.jsonl ... ABSTRACTS.jsonl.gz ... [--write] [--errors]

Logistic regression with a ridge on single claims, and on the differences within pairs, which carry the
same sign whatever the claim is about. Scores are printed from five-fold runs that leave whole studies
out. ``--write`` stores the weights with the package; features are named, so a change of features that is
not followed by a new run shows.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from trueeffect.check.compare.leaning import claim_features, lean
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.claim import claim_assertions
from trueeffect.check.facts.study import study_facts
from trueeffect.model.record import AbstractSection, Record

RIDGE = 2.0
PAIR_WEIGHT = 2.0
WEIGHTS = Path(__file__).parents[2] / "src/trueeffect/data/models/leaning.json"


def read_lines(path: Path) -> list[dict]:
    """Return the objects of a JSON-lines file, compressed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def as_record(row: dict) -> Record:
    """Return an abstract of the corpora as a record."""
    parts = row.get("sections") or row.get("abstract") or []
    sections = tuple(AbstractSection(text=p["text"], label=p.get("label") or "") for p in parts)
    return Record(id=row["pmcid"], title=row["title"], abstract=sections)


def views(claims: list[dict], abstracts: dict[str, dict]) -> list[tuple[dict, ClaimView, StudyView]]:
    """Return each claim with what the facets see."""
    studies: dict[str, StudyView] = {}
    found = []
    for claim in claims:
        key = claim["cited"]
        if key not in abstracts:
            continue
        if key not in studies:
            record = as_record(abstracts[key])
            studies[key] = StudyView(record=record, facts=study_facts(record))
        view = ClaimView(id=claim["id"], text=claim["claim"], assertions=claim_assertions(claim["claim"]))
        found.append((claim, view, studies[key]))
    return found


def fit(X: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return ridge logistic weights by Newton steps; the first column is the constant, not shrunk."""
    w = np.zeros(X.shape[1])
    penalty = np.full(X.shape[1], RIDGE)
    penalty[0] = 1e-3
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(X @ w, -30, 30)))
        gradient = X.T @ (weight * (y - p)) - penalty * w
        hessian = (X * (weight * p * (1 - p))[:, None]).T @ X + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w = w + step
        if np.abs(step).max() < 1e-8:
            break
    return w


def with_pairs(X: np.ndarray, y: np.ndarray, pairs: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Add a row of differences for each pair: right minus wrong is right."""
    rows, labels = [X], [y]
    weights = [np.ones(len(y))]
    index: dict[str, list[int]] = {}
    for i, pair in enumerate(pairs):
        index.setdefault(pair, []).append(i)
    differences = []
    for members in index.values():
        right = [i for i in members if y[i] == 1]
        wrong = [i for i in members if y[i] == 0]
        differences += [X[a] - X[b] for a in right for b in wrong]
    if differences:
        rows += [np.array(differences)]
        labels += [np.ones(len(differences))]
        weights += [np.full(len(differences), PAIR_WEIGHT)]
    return np.vstack(rows), np.concatenate(labels), np.concatenate(weights)


def fold_of(name: str) -> int:
    """Return the fold of a study, from its name alone."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5


def main(argv: list[str]) -> None:
    """Print the scores by folds; store the weights when asked."""
    paths = [Path(a) for a in argv if not a.startswith("--")]
    claims = [row for path in paths if path.suffix == ".jsonl" for row in read_lines(path)]
    abstracts = {row["pmcid"]: row for path in paths if path.suffix == ".gz" for row in read_lines(path)}
    seen = views(claims, abstracts)
    rows = [claim_features(v, s, lean(v, s).findings)[0] for _, v, s in seen]
    names = sorted(rows[0])
    X = np.array([[1.0, *(row[n] for n in names)] for row in rows])
    y = np.array([claim["verdict"] == "SUPPORTED" for claim, _, _ in seen], dtype=float)
    pairs = [claim["pair"] for claim, _, _ in seen]
    folds = np.array([fold_of(claim["cited"]) for claim, _, _ in seen])
    score = np.zeros(len(y))
    for k in range(5):
        train = folds != k
        w = fit(*with_pairs(X[train], y[train], [p for p, t in zip(pairs, train) if t]))
        score[~train] = X[~train] @ w
    right = (score > 0) == (y == 1)
    both: dict[str, bool] = {}
    rank: dict[str, dict[float, float]] = {}
    for p, r, s, label in zip(pairs, right, score, y):
        both[p] = both.get(p, True) and bool(r)
        rank.setdefault(p, {})[label] = s
    ranked = np.mean([v[1.0] > v[0.0] for v in rank.values() if len(v) == 2])
    print(
        f"claims {len(y)}  accuracy {right.mean():.3f}  both of a pair {np.mean(list(both.values())):.3f}  "
        f"ranked {ranked:.3f}"
    )
    if "--errors" in argv:
        for (claim, _, _), s, row in sorted(zip(seen, score, rows), key=lambda z: z[0][0]["pair"]):
            if (s > 0) != (claim["verdict"] == "SUPPORTED"):
                active = {k: round(v, 2) for k, v in row.items() if v and k not in ("covered",)}
                print(
                    f"{claim['verdict'][:3]} {s:+.2f} {claim['cited']} {claim['mismatch']} {claim['claim']} "
                    f"{active}"
                )
    w = fit(*with_pairs(X, y, pairs))
    weights = {"bias": round(float(w[0]), 4), **{n: round(float(v), 4) for n, v in zip(names, w[1:])}}
    print(json.dumps(weights, indent=1))
    if "--write" in argv:
        WEIGHTS.parent.mkdir(exist_ok=True)
        note = "validation/accuracy/train_leaning.py on validation/accuracy/claims"
        WEIGHTS.write_text(
            json.dumps({"recipe": note, "claims": len(y), "weights": weights}, indent=1) + "\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
