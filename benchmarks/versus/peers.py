"""The tasks in other Python packages; run by an interpreter that has them.

    PYTHON peers.py FOLDER

Each task names the package that was fastest at it among those tried.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from timing import run_all

warnings.simplefilter("ignore")
Work = Callable[[], Any]


def pimeta_reml(k: int) -> Callable[[dict[str, Any]], Work]:
    """pimeta: one REML fit."""

    def prepare(data: dict[str, Any]) -> Work:
        import pimeta

        d = data[f"k{k}"]

        def work() -> list[float]:
            fit = pimeta.rma(d["y"], d["v"], method="REML", test="z")
            return [float(np.ravel(fit.b)[0]), float(fit.tau2)]

        return work

    return prepare


def meta_analyze_reml(k: int) -> Callable[[dict[str, Any]], Work]:
    """PyMetaAnalysis: one REML fit."""

    def prepare(data: dict[str, Any]) -> Work:
        import meta_analyze

        d = data[f"k{k}"]

        def work() -> list[float]:
            fit = meta_analyze.meta_analysis(effect=d["y"], variance=d["v"], tau2_method="REML")
            return [float(fit.estimate), float(fit.tau2)]

        return work

    return prepare


def pymare_reml(k: int) -> Callable[[dict[str, Any]], Work]:
    """PyMARE: one REML fit."""

    def prepare(data: dict[str, Any]) -> Work:
        from pymare import meta_regression

        d = data[f"k{k}"]

        def work() -> list[float]:
            fit = meta_regression(d["y"], d["v"], add_intercept=True, method="REML")
            return [float(np.ravel(fit.fe_params)[0]), float(np.ravel(fit.tau2)[0])]

        return work

    return prepare


def pimeta_many(data: dict[str, Any]) -> Work:
    """pimeta: 2,000 fits, one after the other."""
    import pimeta

    d = data["many"]
    parts = [np.flatnonzero(d["meta"] == m) for m in np.unique(d["meta"])]

    def work() -> list[float]:
        fits = [pimeta.rma(d["y"][i], d["v"][i], method="REML", test="knha") for i in parts]
        return [float(np.ravel(fits[0].b)[0]), float(fits[1].tau2)]

    return work


def meta_analyze_leave_one_out(data: dict[str, Any]) -> Work:
    """PyMetaAnalysis: leave one out."""
    import meta_analyze

    d = data["k200"]
    fit = meta_analyze.meta_analysis(effect=d["y"], variance=d["v"], tau2_method="REML")

    def work() -> list[float]:
        fit.leave_one_out()
        return []

    return work


def pimeta_leave_one_out(data: dict[str, Any]) -> Work:
    """pimeta: leave one out."""
    import pimeta

    d = data["k200"]

    def work() -> list[float]:
        pimeta.leave1out(d["y"], d["v"], method="REML")
        return []

    return work


def pimeta_influence(data: dict[str, Any]) -> Work:
    """pimeta: influence."""
    import pimeta

    d = data["k200"]

    def work() -> list[float]:
        pimeta.influence(d["y"], d["v"], method="REML")
        return []

    return work


def pymare_permutation(data: dict[str, Any]) -> Work:
    """PyMARE: permutation test."""
    from pymare import meta_regression

    d = data["k20"]
    x = np.column_stack([d["x1"], d["x2"]])
    fit = meta_regression(d["y"], d["v"], x, add_intercept=True, method="REML")

    def work() -> list[float]:
        fit.permutation_test(1000)
        return []

    return work


def pimeta_gosh(data: dict[str, Any]) -> Work:
    """pimeta: GOSH."""
    import pimeta

    d = data["k20"]

    def work() -> list[float]:
        pimeta.gosh(d["y"], d["v"], method="REML", subsets=5000, seed=1)
        return []

    return work


def pimeta_escalc(data: dict[str, Any]) -> Work:
    """pimeta: effect sizes."""
    import pimeta

    d = data["tables"]

    def work() -> list[float]:
        found = pimeta.escalc("OR", ai=d["a"], bi=d["b"], ci=d["c"], di=d["d"], drop00=False)
        return [float(y) for y in np.ravel(found.yi)[:3]]

    return work


def pimeta_selection(data: dict[str, Any]) -> Work:
    """pimeta: selection model."""
    import pimeta

    d = data["k200"]
    fit = pimeta.rma(d["y"], d["v"], method="ML", test="z")

    def work() -> list[float]:
        found = pimeta.selmodel(fit, type="stepfun", steps=[0.025], alternative="greater")
        return [float(np.ravel(found.beta)[0])]

    return work


def meta_analyze_trim_fill(data: dict[str, Any]) -> Work:
    """PyMetaAnalysis: trim and fill."""
    import meta_analyze

    d = data["k200"]
    fit = meta_analyze.meta_analysis(effect=d["y"], variance=d["v"], tau2_method="REML")

    def work() -> list[float]:
        fit.trim_and_fill()
        return []

    return work


TASKS = {
    "reml_20: pimeta": (pimeta_reml(20), 100),
    "reml_20: PyMetaAnalysis": (meta_analyze_reml(20), 50),
    "reml_20: PyMARE": (pymare_reml(20), 50),
    "reml_1000: pimeta": (pimeta_reml(1000), 5),
    "reml_1000: PyMetaAnalysis": (meta_analyze_reml(1000), 50),
    "reml_1000: PyMARE": (pymare_reml(1000), 50),
    "many_2000: pimeta": (pimeta_many, 5),
    "leave_one_out_200: PyMetaAnalysis": (meta_analyze_leave_one_out, 5),
    "leave_one_out_200: pimeta": (pimeta_leave_one_out, 5),
    "influence_200: pimeta": (pimeta_influence, 5),
    "permutation_1000: PyMARE": (pymare_permutation, 10),
    "gosh_5000: pimeta": (pimeta_gosh, 5),
    "effect_sizes_100000: pimeta": (pimeta_escalc, 10),
    "selection_200: pimeta": (pimeta_selection, 1),
    "trim_fill_200: PyMetaAnalysis": (meta_analyze_trim_fill, 20),
}

if __name__ == "__main__":
    run_all(TASKS)
