"""Log hazard ratio from the log-rank figures of a trial."""

from __future__ import annotations

from trueeffect.synthesis.measures._base import Inputs, Measure, Options, Pair


def hazard_ratio(x: Inputs, options: Options) -> Pair:
    """Return (O-E)/V and 1/V.

    Examples
    --------
    >>> import numpy as np
    >>> x = {"observed_minus_expected": np.array([-1.8]), "information": np.array([14.5])}
    >>> y, v = hazard_ratio(x, Options())
    >>> y.round(4), v.round(4)
    (array([-0.1241]), array([0.069]))
    """
    return x["observed_minus_expected"] / x["information"], 1 / x["information"]


MEASURES = (
    Measure(
        code="HR",
        name="log hazard ratio",
        inputs=("observed_minus_expected", "information"),
        compute=hazard_ratio,
        scale="log",
        formula="y = (O-E)/V; v = 1/V",
        doi="10.1016/S0033-0620(85)80003-7",
        reads="events come sooner in group 1",
    ),
)
