"""Repeat published meta-analyses from the studies' own figures, and compare with what the papers print.

    python validation/published/shared_tables.py DATA

DATA is a folder with the tables (`hackshaw1998.csv`, ...) of the shared conformance set. A printed number
agrees when ours rounds to it. The program prints one line per analysis and exits with 0 only when all agree.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import trueeffect as te
from trueeffect.synthesis.tables import read_table

TABLE = {"events1": "ai", "total1": "n1i", "events2": "ci", "total2": "n2i"}


@dataclass(frozen=True)
class Published:
    """What a paper prints: estimate and interval (or what ``numbers`` says), and how to get there."""

    paper: str
    doi: str
    table: str
    numbers: str
    printed: tuple[float, ...]
    decimals: int
    compute: Callable[[Any], tuple[float, ...]]


def interval(fit: Any, scale: str = "exp") -> tuple[float, ...]:
    """Return estimate and bounds on the scale of the paper."""
    return tuple(te.transform([fit.estimate, fit.conf_low, fit.conf_high], scale))


def moments(effects: Any) -> Any:
    """Return the DerSimonian-Laird analysis of most papers."""
    return te.pool(effects, method="DL", test="wald")


def bcg(table: Any) -> tuple[float, ...]:
    cells = {"events1": "tpos", "nonevents1": "tneg", "events2": "cpos", "nonevents2": "cneg"}
    return interval(moments(te.effect_sizes(table, "RR", **cells)))


def hackshaw(table: Any) -> tuple[float, ...]:
    return interval(moments(te.effect_sizes(table, y="yi", v="vi")))


def pignon(table: Any) -> tuple[float, ...]:
    excess, information = table.numbers("OmE"), table.numbers("V")
    effects = te.effect_sizes({"y": excess / information, "v": 1 / information}, y="y", v="v")
    return interval(te.pool(effects, model="common", test="wald"))


def cannon(outcome: int) -> Callable[[Any], tuple[float, ...]]:
    def compute(table: Any) -> tuple[float, ...]:
        columns = {"events1": f"ep{outcome}t", "total1": "nt", "events2": f"ep{outcome}c", "total2": "nc"}
        return interval(te.pool(te.effect_sizes(table, "OR", **columns), model="common", test="wald"))

    return compute


def molloy(table: Any) -> tuple[float, ...]:
    return interval(moments(te.effect_sizes(table, "ZCOR", corr="ri", n="ni")), "tanh")


def li_common(table: Any) -> tuple[float, ...]:
    return interval(te.pool_counts(table, "OR", **TABLE))


def li_random(table: Any) -> tuple[float, ...]:
    return interval(moments(te.effect_sizes(table, "OR", **TABLE)))


def landenberger(table: Any) -> tuple[float, ...]:
    cells = {
        "events1": "n.cbt.non",
        "nonevents1": "n.cbt.rec",
        "events2": "n.ctrl.non",
        "nonevents2": "n.ctrl.rec",
    }
    return interval(moments(te.effect_sizes(table, "OR", **cells)))[:1]


def baskerville(table: Any) -> tuple[float, ...]:
    return interval(moments(te.effect_sizes(table, y="smd", se="se")), "identity")


def raudenbush_mean(table: Any) -> tuple[float, ...]:
    fit = te.pool(te.effect_sizes(table, y="yi", v="vi"), method="REML", test="wald")
    return fit.estimate, fit.std_error, fit.tau2


def raudenbush_weeks(table: Any) -> tuple[float, ...]:
    weeks = np.minimum(table.numbers("weeks"), 3)
    effects = te.effect_sizes({**table.arrays, "weeks": weeks}, y="yi", v="vi")
    fit = te.regress(effects, ["weeks"], method="REML", test="wald")
    return (*fit.estimates, *fit.solution.std_error, fit.tau2)


def lau_after_eight(table: Any) -> tuple[float, ...]:
    found = te.cumulative(te.pool_counts(table, "OR", **TABLE), "year")
    return tuple(float(np.exp(found[name][7])) for name in ("estimate", "conf_low", "conf_high"))


RATIO = "ratio and 95% interval"
ANALYSES = (
    Published(
        "Colditz 1994, BCG", "10.1001/jama.1994.03510330076038", "bcg", RATIO, (0.49, 0.34, 0.70), 2, bcg
    ),
    Published(
        "Hackshaw 1997, passive smoking",
        "10.1136/bmj.315.7114.980",
        "hackshaw1998",
        RATIO,
        (1.24, 1.13, 1.36),
        2,
        hackshaw,
    ),
    Published(
        "Pignon 2000, chemotherapy",
        "10.1016/S0140-6736(00)90011-4",
        "pignon2000",
        RATIO,
        (0.90, 0.85, 0.94),
        2,
        pignon,
    ),
    Published(
        "Cannon 2006, coronary death or infarction",
        "10.1016/j.jacc.2006.03.070",
        "cannon2006",
        RATIO,
        (0.84, 0.77, 0.91),
        2,
        cannon(1),
    ),
    Published(
        "Cannon 2006, cardiovascular death",
        "10.1016/j.jacc.2006.03.070",
        "cannon2006",
        RATIO,
        (0.88, 0.78, 1.00),
        2,
        cannon(3),
    ),
    Published(
        "Molloy 2014, conscientiousness",
        "10.1007/s12160-013-9524-4",
        "molloy2014",
        "correlation and interval",
        (0.15, 0.09, 0.21),
        2,
        molloy,
    ),
    Published(
        "Li 2007, magnesium, common effect",
        "10.1002/14651858.CD002755.pub2",
        "li2007",
        RATIO,
        (0.99, 0.94, 1.04),
        2,
        li_common,
    ),
    Published(
        "Li 2007, magnesium, random effects",
        "10.1002/14651858.CD002755.pub2",
        "li2007",
        RATIO,
        (0.66, 0.53, 0.82),
        2,
        li_random,
    ),
    Published(
        "Landenberger 2005, behavioural programmes",
        "10.1007/s11292-005-3541-7",
        "landenberger2005",
        "odds ratio",
        (1.53,),
        2,
        landenberger,
    ),
    Published(
        "Baskerville 2012, practice facilitation",
        "10.1370/afm.1312",
        "baskerville2012",
        "difference and interval",
        (0.56, 0.43, 0.68),
        2,
        baskerville,
    ),
    Published(
        "Raudenbush 2009, teacher expectancy",
        "",
        "raudenbush1985",
        "mean, its SE, tau2",
        (0.084, 0.052, 0.019),
        3,
        raudenbush_mean,
    ),
    Published(
        "Raudenbush 2009, by weeks of contact",
        "",
        "raudenbush1985",
        "coefficients, SEs, tau2",
        (0.407, -0.157, 0.087, 0.036, 0.000),
        3,
        raudenbush_weeks,
    ),
    Published(
        "Lau 1992, streptokinase after eight trials",
        "10.1056/NEJM199207233270406",
        "lau1992",
        RATIO,
        (0.74, 0.59, 0.92),
        2,
        lau_after_eight,
    ),
)


def main(folder: Path) -> int:
    """Repeat every analysis; return the exit code."""
    wrong = 0
    for entry in ANALYSES:
        found = entry.compute(read_table(folder / f"{entry.table}.csv"))
        agrees = all(
            abs(a - b) <= 0.5001 * 10**-entry.decimals for a, b in zip(found, entry.printed, strict=True)
        )
        wrong += not agrees
        ours = ", ".join(f"{value:.{entry.decimals + 2}f}" for value in found)
        theirs = ", ".join(f"{value:.{entry.decimals}f}" for value in entry.printed)
        print(f"{'agrees ' if agrees else 'DIFFERS'} {entry.paper}: {entry.numbers} {theirs}; here {ours}")
    print(f"{len(ANALYSES) - wrong} of {len(ANALYSES)} agree")
    return 0 if wrong == 0 else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    raise SystemExit(main(Path(sys.argv[1])))
