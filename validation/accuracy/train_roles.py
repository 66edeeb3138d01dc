"""Train the sentence-role model of ``trueeffect.check.facts.roles`` on abstracts with headings.

    python validation/accuracy/train_roles.py TRAIN.jsonl.gz VALIDATION.jsonl.gz [--write]

Softmax regression on the commonest stems, the place in the abstract, and a few kinds of marks (numbers,
p-values); the best path over the roles is taken with the rates at which roles follow one another. Only
the weights are stored, rounded; no text is.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy import optimize, sparse
from train_leaning import read_lines

from trueeffect.check.facts.abstract import Sentence, split_sentences
from trueeffect.check.facts.roles import ROLES, role_features, sentence_roles

STEMS = 900
RIDGE = 1.0
WEIGHTS = Path(__file__).parents[2] / "src/trueeffect/data/models/roles.json"


def abstracts(path: Path) -> list[tuple[list[Sentence], list[str]]]:
    """Return the sentences of each structured abstract with their roles; headings are hidden."""
    found = []
    for row in read_lines(path):
        if not row["structured"]:
            continue
        sentences, roles = [], []
        for section in row["sections"]:
            if section["role"] is None:
                continue
            for span in split_sentences(section["text"]):
                sentences.append(Sentence(span, span.of(section["text"]), ""))
                roles.append(section["role"])
        if sentences:
            found.append((sentences, roles))
    return found


def matrix(rows: list[list[str]], names: dict[str, int]) -> sparse.csr_matrix:
    """Return a sparse matrix of the features that are in ``names``."""
    pairs = [(i, names[f]) for i, row in enumerate(rows) for f in set(row) if f in names]
    data = np.ones(len(pairs))
    return sparse.csr_matrix((data, tuple(zip(*pairs))), shape=(len(rows), len(names)))


def fit(X: sparse.csr_matrix, y: np.ndarray) -> np.ndarray:
    """Return softmax weights (features, roles) with a ridge."""
    k = len(ROLES)
    target = np.eye(k)[y]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(X.shape[1], k)
        z = X @ w
        z -= z.max(axis=1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(axis=1, keepdims=True)
        value = -np.log(p[target == 1]).sum() + 0.5 * RIDGE * (w**2).sum()
        return value, (X.T @ (p - target) + RIDGE * w).ravel()

    result = optimize.minimize(
        loss, np.zeros(X.shape[1] * k), jac=True, method="L-BFGS-B", options={"maxiter": 120}
    )
    return result.x.reshape(X.shape[1], k)


def follow(sequences: list[list[str]]) -> list[list[float]]:
    """Return the log rates at which one role follows another."""
    counts = np.full((len(ROLES), len(ROLES)), 0.5)
    for roles in sequences:
        for a, b in itertools.pairwise(roles):
            counts[ROLES.index(a), ROLES.index(b)] += 1
    return [[round(float(v), 2) for v in row] for row in np.log(counts / counts.sum(axis=1, keepdims=True))]


def main(argv: list[str]) -> None:
    """Train, print the accuracy on the validation abstracts, store the weights when asked."""
    paths = [Path(a) for a in argv if not a.startswith("--")]
    train, unseen = abstracts(paths[0]), abstracts(paths[1])
    rows = [role_features(s, i, len(ss)) for ss, _ in train for i, s in enumerate(ss)]
    y = np.array([ROLES.index(r) for _, roles in train for r in roles])
    commonest = Counter(f for row in rows for f in set(row)).most_common(STEMS)
    names = {f: i for i, (f, _) in enumerate(commonest)}
    w = fit(matrix(rows, names), y)
    model = {
        "recipe": "validation/accuracy/train_roles.py on rct-abstracts/train",
        "follow": follow([roles for _, roles in train]),
        "weights": {f: [round(float(v), 2) for v in w[i]] for f, i in names.items()},
    }
    if "--write" in argv:
        WEIGHTS.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf-8")
    right = [g == p for ss, roles in unseen for g, p in zip(roles, sentence_roles(ss))]
    print(f"sentences {len(right)}  accuracy {np.mean(right):.3f} (with the weights that are stored)")


if __name__ == "__main__":
    main(sys.argv[1:])
