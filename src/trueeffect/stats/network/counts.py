"""Networks from raw counts with common effects: Mantel-Haenszel, and the conditional likelihood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from trueeffect.errors import NonConvergence
from trueeffect.stats.network.blocks import Index
from trueeffect.stats.problem import Array

Moments = Callable[["Counted", Array], tuple[float, Array, Array]]
STEPS = 60
NEGLIGIBLE = 1e-18
"""Probabilities below this share of the largest one are not summed."""


class Counted(NamedTuple):
    """One study: its treatments, events and people."""

    arms: Index
    events: Array
    totals: Array


class CountSolution(NamedTuple):
    """Effects (t,) with the first 0, their covariance, and Q between designs with its degrees of freedom."""

    effects: Array
    cov: Array
    q: float
    df: int


def informative(studies: Sequence[Counted]) -> list[Counted]:
    """Drop studies without events (or only events), and arms without events throughout their design."""
    kept = [s for s in studies if 0 < s.events.sum() < s.totals.sum()]
    designs: dict[tuple[int, ...], list[Counted]] = {}
    for s in kept:
        designs.setdefault(tuple(int(a) for a in s.arms), []).append(s)
    out = []
    for members in designs.values():
        keep = np.sum([s.events for s in members], axis=0) > 0
        if keep.sum() >= 2:
            out += [Counted(s.arms[keep], s.events[keep], s.totals[keep]) for s in members]
    return out


def mantel_haenszel(studies: Sequence[Counted], treatments: int) -> CountSolution:
    """Return the Mantel-Haenszel network (doi:10.1002/sim.8158).

    Within a design the generalised estimator averages the pairwise ones (Greenland 1989, Biometrics 45, 183);
    designs are then combined by generalised least squares.
    """
    designs: dict[tuple[int, ...], list[Counted]] = {}
    for s in studies:
        designs.setdefault(tuple(int(a) for a in s.arms), []).append(s)
    gram, cross, square, rows = np.zeros((treatments, treatments)), np.zeros(treatments), 0.0, 0
    for arms, members in designs.items():
        y, cov = _design(np.array([s.events for s in members]), np.array([s.totals for s in members]))
        x = np.zeros((len(arms) - 1, treatments))
        x[np.arange(len(arms) - 1), list(arms[1:])] = 1.0
        x[:, arms[0]] = -1.0
        w = np.linalg.inv(cov)
        gram += x.T @ w @ x
        cross += x.T @ w @ y
        square += float(y @ w @ y)
        rows += len(y)
    cov, effects = np.zeros_like(gram), np.zeros(treatments)
    cov[1:, 1:] = np.linalg.inv(gram[1:, 1:])
    effects[1:] = cov[1:, 1:] @ cross[1:]
    df = rows - (treatments - 1)
    return CountSolution(effects, cov, max(square - float(effects @ cross), 0.0) if df else 0.0, df)


def _design(events: Array, totals: Array) -> tuple[Array, Array]:
    """Return contrasts against the first arm and their covariance; arrays are (studies, arms)."""
    a, b, n = events, totals - events, totals.sum(axis=1)
    m = a.shape[1]
    c = np.einsum("si,sj->ij", a / n[:, None], b)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(c / c.T)
    np.fill_diagonal(logs, 0.0)
    # the generalised log odds ratio of i and j is mean_h L_ih - mean_h L_jh
    mean = logs.sum(axis=1) / m
    big = np.zeros((m, m, m, m))
    for i in range(m):
        for j in range(m):
            for h in range(m):
                if j == i or h == i:
                    continue
                value = _variance(a, b, n, c, i, j) if j == h else _covariance(a, b, n, c, i, j, h)
                big[i, j, i, h] = value
                big[i, j, h, i] = big[j, i, i, h] = -value
                big[j, i, h, i] = value
    means = big.sum(axis=(1, 3)) / m**2
    return mean[1:] - mean[0], means[1:, 1:] - means[1:, :1] - means[:1, 1:] + means[0, 0]


def _variance(a: Array, b: Array, n: Array, c: Array, i: int, j: int) -> float:
    p, q = (a[:, i] + b[:, j]) / n, (a[:, j] + b[:, i]) / n
    r, s = a[:, i] * b[:, j] / n, a[:, j] * b[:, i] / n
    top, bottom = c[i, j], c[j, i]
    return float(
        ((p * r).sum() / top**2 + (p * s + q * r).sum() / (top * bottom) + (q * s).sum() / bottom**2) / 2
    )


def _covariance(a: Array, b: Array, n: Array, c: Array, i: int, j: int, h: int) -> float:
    """Return the covariance of the log odds ratios of i with j and of i with h, consistent in both limits."""
    t = a[:, i] + b[:, i]
    first = (a[:, i] * b[:, j] * b[:, h] / n**2).sum() / (c[i, j] * c[i, h])
    first += (b[:, i] * a[:, j] * a[:, h] / n**2).sum() / (c[j, i] * c[h, i])
    second = (t * a[:, j] * b[:, h] / n**2).sum() / (c[j, i] * c[i, h])
    third = (t * a[:, h] * b[:, j] / n**2).sum() / (c[i, j] * c[h, i])
    return float((first + second + third) / 3)


def conditional(studies: Sequence[Counted], treatments: int) -> CountSolution:
    """Return the maximum of the exact likelihood given each study's total of events.

    The counts of a study then follow a multivariate non-central hypergeometric distribution
    (doi:10.1002/sim.4040); its moments are summed exactly by convolution.
    """
    return _maximise(studies, treatments, _moments)


def multinomial(studies: Sequence[Counted], treatments: int) -> CountSolution:
    """Return the maximum of the multinomial approximation, which holds when events are rare in every arm.

    Given the total, events fall into arm j with probability proportional to n_j exp(theta_j)
    (doi:10.1002/sim.4040); with common events the effects are nearer to log risk ratios.
    """
    return _maximise(studies, treatments, _multinomial_moments)


def _maximise(studies: Sequence[Counted], treatments: int, moments: Moments) -> CountSolution:
    effects = np.zeros(treatments)
    value, score, information = _total(studies, effects, moments)
    for _ in range(STEPS):
        step = np.zeros(treatments)
        step[1:] = np.linalg.solve(information[1:, 1:], score[1:])
        for _ in range(30):
            trial = _total(studies, effects + step, moments)
            if trial[0] >= value - 1e-12 * abs(value):
                break
            step /= 2
        effects = effects + step
        value, score, information = trial
        if np.abs(step).max() < 1e-10:
            cov = np.zeros_like(information)
            cov[1:, 1:] = np.linalg.inv(information[1:, 1:])
            return CountSolution(effects, cov, np.nan, 0)
    raise NonConvergence(
        "The exact conditional likelihood of the network did not settle.",
        hint="A treatment may have no events, or only events, in all its studies; leave it out.",
    )


def _total(studies: Sequence[Counted], effects: Array, moments: Moments) -> tuple[float, Array, Array]:
    value, score = 0.0, np.zeros_like(effects)
    information = np.zeros((len(effects), len(effects)))
    for s in studies:
        log_p, mean, cov = moments(s, effects[s.arms])
        value += log_p
        score[s.arms] += s.events - mean
        information[np.ix_(s.arms, s.arms)] += cov
    return value, score, information


def _multinomial_moments(s: Counted, theta: Array) -> tuple[float, Array, Array]:
    """Return log-probability (up to a constant), mean and covariance under the approximation."""
    total = s.events.sum()
    logs = np.log(s.totals) + theta
    logs = logs - logs.max()
    log_p = logs - np.log(np.exp(logs).sum())
    p = np.exp(log_p)
    return float(s.events @ log_p), total * p, total * (np.diag(p) - np.outer(p, p))


def _moments(s: Counted, theta: Array) -> tuple[float, Array, Array]:
    """Return log-probability, mean and covariance of the events of a study, given their total."""
    total = int(s.events.sum())
    logit = _tilt(s.totals, theta, total)
    starts, masses = zip(*(_mass(int(n), float(x), total) for n, x in zip(s.totals, logit)))
    m = len(masses)
    sums = [start + np.arange(len(mass)) for start, mass in zip(starts, masses)]

    def at_total(parts: list[Array]) -> float:
        joint = parts[0]
        for part in parts[1:-1]:
            joint = np.convolve(joint, part)
        last, offset = parts[-1], total - sum(starts)
        k = offset - np.arange(len(last))
        good = (k >= 0) & (k < len(joint))
        return float(last[good] @ joint[k[good]])

    whole = at_total(list(masses))
    mean, second = np.zeros(m), np.zeros((m, m))
    for i in range(m):
        parts = list(masses)
        parts[i] = masses[i] * sums[i]
        mean[i] = at_total(parts) / whole
        for j in range(i, m):
            both = list(masses)
            both[i] = masses[i] * (sums[i] - mean[i])
            both[j] = both[j] * sums[j]
            second[i, j] = second[j, i] = at_total(both) / whole
    observed = sum(
        float(np.log(mass[int(a) - start])) if 0 <= int(a) - start < len(mass) else -np.inf
        for a, start, mass in zip(s.events, starts, masses)
    )
    return observed - float(np.log(whole)), mean, second


def _tilt(totals: Array, theta: Array, total: int) -> Array:
    """Return logits theta + alpha at which the expected total is the observed one."""
    from scipy.special import expit

    share = total / totals.sum()
    alpha = np.log(share / (1 - share)) - float(theta @ totals) / totals.sum()
    for _ in range(100):
        p = expit(alpha + theta)
        slope = float((totals * p * (1 - p)).sum())
        step = float(np.clip((total - float(totals @ p)) / slope, -2.0, 2.0))
        alpha += step
        if abs(step) < 1e-12:
            break
    return np.asarray(alpha + theta)


def _mass(n: int, logit: float, total: int) -> tuple[int, Array]:
    """Return the binomial probabilities that matter, from which count on."""
    from scipy.special import gammaln

    x = np.arange(min(n, total) + 1)
    log_p = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1) + x * logit - n * np.logaddexp(0.0, logit)
    keep = np.flatnonzero(log_p > log_p.max() + np.log(NEGLIGIBLE))
    return int(keep[0]), np.exp(log_p[keep[0] : keep[-1] + 1])
