"""Robust covariances against the plain formulas with k by k matrices."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import sqrtm

from trueeffect.stats.cluster_robust import Block, blocks_of, sandwich

RNG = np.random.default_rng(12)
K, CODES = 14, np.array([0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 4, 4, 5, 5])
X = np.column_stack([np.ones(K), RNG.normal(size=K)])
Y = X @ [0.2, 0.5] + RNG.normal(size=K)


def full(phi):
    w = np.linalg.inv(phi)
    bread = np.linalg.inv(X.T @ w @ X)
    return w, bread, Y - X @ bread @ X.T @ w @ Y, np.eye(K) - X @ bread @ X.T @ w


def adjustment(kind, phi, keep, rest):
    if kind == "CR3":
        hat = np.eye(K) - rest
        return np.linalg.inv(np.eye(keep.sum()) - hat[np.ix_(keep, keep)])
    if kind != "CR2":
        return np.eye(keep.sum())
    upper = np.linalg.cholesky(phi[np.ix_(keep, keep)]).T
    inner = upper @ (rest @ phi @ rest.T)[np.ix_(keep, keep)] @ upper.T
    return upper.T @ np.linalg.inv(np.real(sqrtm(inner))) @ upper


@pytest.mark.parametrize("kind", ["CR0", "CR1", "CR1S", "CR2", "CR3"])
@pytest.mark.parametrize("dependent", [False, True])
def test_against_full_matrices(kind, dependent):
    phi = np.diag(RNG.uniform(0.2, 2, K))
    if dependent:
        phi = phi + 0.4 * (CODES[:, None] == CODES)
        blocks = [
            Block(rows, phi[np.ix_(rows, rows)]) for rows in (np.flatnonzero(c == CODES) for c in range(6))
        ]
    else:
        blocks = blocks_of(CODES, np.diag(phi))
    w, bread, resid, rest = full(phi)
    meat, pulls = np.zeros((2, 2)), []
    for c in range(6):
        keep = c == CODES
        a = adjustment(kind, phi, keep, rest).T @ w[np.ix_(keep, keep)] @ X[keep] @ bread
        meat += np.outer(a.T @ resid[keep], a.T @ resid[keep])
        pulls.append(rest[keep].T @ a[:, 1])
    scale = {"CR1": 6 / 4, "CR1S": 6 * 13 / (5 * 12)}.get(kind, 1.0)
    found = sandwich(X, resid, blocks, kind)
    np.testing.assert_allclose(found.cov, scale * meat, rtol=1e-9)
    g = np.array([[p @ phi @ q for q in pulls] for p in pulls])
    df = np.trace(g) ** 2 / (g**2).sum()
    assert found.satterthwaite(np.array([0.0, 1.0])) == pytest.approx(df, rel=1e-9)
    one = found.htz(bread @ X.T @ w @ Y, np.array([[0.0, 1.0]]))
    assert one.df2 == pytest.approx(df, rel=1e-9)


def test_singletons_need_no_working_model():
    phi = RNG.uniform(0.2, 2, K)
    _, bread, resid, _ = full(np.diag(phi))
    found = sandwich(X, resid, blocks_of(np.arange(K), phi), "CR0")
    expected = bread @ (X.T * (resid / phi) ** 2) @ X @ bread
    np.testing.assert_allclose(found.cov, expected)
