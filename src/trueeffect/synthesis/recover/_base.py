"""What a recovery is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Inputs = dict[str, Array]


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """A way to work out missing figures.

    Parameters
    ----------
    code : str
        Name of the recovery.
    words : str
        The step as a sentence fragment, for records and reports.
    gives : tuple of str
        Names of the figures that come out.
    needs : tuple of str
        Names of the figures that go in.
    compute : callable
        ``compute(inputs) -> {name: array}``; NaN where it cannot be done.
    optional : dict
        Inputs with a default.
    exact : bool
        Whether the figure is exact up to rounding; else it is an estimate.
    doi : str
        Source.
    why_not : str
        Reason given for a row where the figures do not allow it.
    """

    code: str
    words: str
    gives: tuple[str, ...]
    needs: tuple[str, ...]
    compute: Callable[[Inputs], dict[str, Array]]
    optional: tuple[tuple[str, float], ...] = ()
    exact: bool = True
    doi: str = "10.1002/9781119536604.ch6"
    why_not: str = "the figures do not allow it"
