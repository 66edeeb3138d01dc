"""Overlap statistics: published example, invariances, and ties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueeffect.stats.single_case import overlap as o

A = [20, 20, 26, 25, 22, 23]
B = [28, 25, 24, 27, 30, 30, 29]
"""Data of Parker, Vannest & Davis 2011 (doi:10.1177/0145445511399147), as used by the R package SingleCaseES."""

phases = st.lists(st.integers(0, 10), min_size=2, max_size=12)


def test_published_example() -> None:
    assert o.pnd(A, B) == pytest.approx(5 / 7)
    assert o.pem(A, B) == 1.0
    assert o.pand(A, B) == pytest.approx(11 / 13)
    assert o.ird(A, B) == pytest.approx(0.690476, abs=1e-6)
    assert o.nap(A, B).estimate == pytest.approx(0.9166667, abs=1e-7)
    assert o.tau(A, B) == pytest.approx(0.8333333, abs=1e-7)
    assert o.tau_u(A, B) == pytest.approx((35 - 4) / 42)


def test_standard_error_is_unbiased_for_small_phases() -> None:
    """Mean of the squared standard error equals the variance of NAP, over every sample of a small population."""
    import itertools

    x, y = [1, 2, 2, 4], [2, 3, 5]
    naps, squares = [], []
    for a in itertools.product(x, repeat=2):
        for b in itertools.product(y, repeat=2):
            found = o.nap(a, b)
            naps.append(found.estimate)
            grid = o._dominance(np.array(a, float), np.array(b, float))
            m = n = 2
            p = grid.mean()
            q1, q2, q3 = (
                np.sum(grid.sum(1) ** 2) / (m * n * n),
                np.sum(grid.sum(0) ** 2) / (m * m * n),
                np.mean(grid**2),
            )
            squares.append((n * q1 + m * q2 - q3 - (m + n - 1) * p**2) / ((m - 1) * (n - 1)))
            assert found.std_error == pytest.approx(max(np.sqrt(max(squares[-1], 0)), 0.5 / (m * n)))
    assert np.mean(squares) == pytest.approx(np.var(naps), abs=1e-12)


def test_newcombe_limits_solve_their_equation() -> None:
    found = o.nap(A, B)
    m, n, z = 6, 7, 1.959963984540054
    for theta in (found.conf_low, found.conf_high):
        right = (
            theta
            * (1 - theta)
            / (m * n)
            * (1 + ((m + n) / 2 - 1) * ((1 - theta) / (2 - theta) + theta / (1 + theta)))
        )
        assert (found.estimate - theta) ** 2 == pytest.approx(z**2 * right)


def test_perfect_separation_has_a_standard_error() -> None:
    found = o.nap([5, 5, 6], [1, 2], "lower")
    assert found.estimate == 1.0
    assert found.std_error == pytest.approx(0.5 / 6)
    assert found.conf_low < 1.0 == found.conf_high


@given(phases, phases)
def test_turning_the_scale_turns_the_direction(a: list[int], b: list[int]) -> None:
    flipped = [-x for x in a], [-x for x in b]
    for each in (o.pnd, o.pem, o.pand, o.ird, o.tau):
        assert each(a, b, "lower") == pytest.approx(each(*flipped, "higher"))
    assert o.nap(a, b, "lower").estimate == pytest.approx(1 - o.nap(a, b, "higher").estimate)


@given(phases, phases)
def test_ranges(a: list[int], b: list[int]) -> None:
    found = o.nap(a, b)
    assert 0 <= found.conf_low <= found.estimate <= found.conf_high <= 1
    assert 0 <= o.pnd(a, b) <= 1
    assert o.pand(a, b) + 1e-9 >= 0.5 or min(len(a), len(b)) < max(len(a), len(b))
    assert -1 <= o.tau(a, b) <= 1


def test_pand_by_brute_force() -> None:
    rng = np.random.default_rng(1)
    for _ in range(40):
        a, b = rng.integers(0, 6, 4).astype(float), rng.integers(0, 6, 5).astype(float)
        best = 0
        for mask in range(2**9):
            keep = [(mask >> i) & 1 for i in range(9)]
            x = [v for v, k in zip(a, keep) if k]
            y = [v for v, k in zip(b, keep[4:]) if k]
            if not x or not y or max(x) < min(y):
                best = max(best, sum(keep))
        assert o.pand(a, b) == pytest.approx(best / 9)


def test_corrected_tau_takes_off_a_plain_trend() -> None:
    time = list(range(12))
    y = [10 - 0.5 * t for t in time]
    value, slope = o.baseline_corrected_tau(time, y, 6, "lower")
    assert slope == pytest.approx(-0.5)
    assert value == pytest.approx(0.0)
    assert o.tau(y[:6], y[6:], "lower") == 1.0


def test_tau_u_can_pass_one() -> None:
    assert o.tau_u([3, 2, 1], [4, 5]) > 1


@pytest.mark.parametrize("phases", [([], [1.0]), ([1.0], []), ([1.0, float("nan")], [2.0])])
def test_empty_phase_or_gap(phases: tuple[list[float], list[float]]) -> None:
    with pytest.raises(ValueError, match=r"phase|missing"):
        o.pnd(*phases)
