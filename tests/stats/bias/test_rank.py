"""Kendall's score against brute force."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueeffect.stats.bias.rank import EXACT_LIMIT, _edgeworth_p, exact_p, kendall


def brute_score(x, y):
    pairs = itertools.combinations(range(len(x)), 2)
    return sum(np.sign(x[i] - x[j]) * np.sign(y[i] - y[j]) for i, j in pairs)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=25))
def test_score_with_ties(pairs):
    x, y = (np.array(column, dtype=float) for column in zip(*pairs))
    assert kendall(x, y).score == brute_score(x, y)


@pytest.mark.parametrize("n", [2, 3, 5, 6])
def test_exact_p_counts_orders(n):
    scores = [brute_score(range(n), order) for order in itertools.permutations(range(n))]
    for score in set(scores):
        share = sum(abs(s) >= abs(score) for s in scores) / math.factorial(n)
        assert exact_p(float(score), n) == pytest.approx(min(1.0, share), rel=1e-12)


def test_series_meets_the_exact_sum():
    n = 400
    assert n < EXACT_LIMIT
    score = 8000.0 + (n * (n - 1) // 2) % 2
    assert _edgeworth_p(score, n) == pytest.approx(exact_p(score, n), rel=1e-4)
