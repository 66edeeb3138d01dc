"""Checkers that know nothing, and one that knows everything: what a score has to be compared with."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from annotated import Row, truths


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


def _bayes(examples: Iterable[tuple[set[str], bool]]) -> Callable[[set[str]], float]:
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
