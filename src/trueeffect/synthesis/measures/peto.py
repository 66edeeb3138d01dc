"""Peto's one-step log odds ratio."""

from __future__ import annotations

from trueeffect.synthesis.measures._base import TWO_BY_TWO, Inputs, Measure, Options, Pair


def peto(x: Inputs, options: Options) -> Pair:
    """Return (a - E)/V and 1/V, with E and V of the hypergeometric distribution."""
    a, b, c, d = (x[role] for role in TWO_BY_TWO)
    n1, n2 = a + b, c + d
    n = n1 + n2
    variance = n1 * n2 * (a + c) * (b + d) / (n**2 * (n - 1))
    return (a - n1 * (a + c) / n) / variance, 1 / variance


MEASURES = (
    Measure(
        code="PETO",
        name="log odds ratio by Peto's method",
        inputs=TWO_BY_TWO,
        compute=peto,
        scale="log",
        cells=TWO_BY_TWO,
        formula="y = (a - E)/V; v = 1/V; E = n1(a+c)/N, V = n1 n2 (a+c)(b+d)/(N^2 (N-1))",
        doi="10.1016/S0033-0620(85)80003-7",
        reads="more events in group 1",
    ),
)
