"""Inference that withstands dependence within clusters, and permutation tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.cluster_robust import TYPES, Sandwich, blocks_of, sandwich
from trueeffect.stats.permutation import count_all, permutation_test
from trueeffect.stats.quantiles import t_p, t_quantile
from trueeffect.stats.regression import joint_test
from trueeffect.stats.rve import robust_regression
from trueeffect.synthesis import frames
from trueeffect.synthesis.effects import EffectTable
from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.moderators import Term, build_design, check_rank
from trueeffect.synthesis.pool import check_poolable
from trueeffect.synthesis.results import Results

if TYPE_CHECKING:
    from trueeffect.synthesis.multilevel.result import MultilevelFit

Array = NDArray[np.float64]
JOINT = ("wald", "htz")
SATTERTHWAITE = ("CR1S", "CR2", "CR3")


def robust(
    fit: Fit | MultilevelFit,
    cluster: str,
    *,
    kind: str = "CR2",
    joint: list[int] | None = None,
    joint_test_by: str = "htz",
) -> Results:
    """Return tests of the coefficients that allow effects of one cluster to be dependent.

    Parameters
    ----------
    cluster : str
        Column of the clusters.
    kind : {"CR2", "CR0", "CR1", "CR1S", "CR3"}
        CR1S, CR2 and CR3 use t with Satterthwaite degrees of freedom, the others n - p (n clusters).
    joint : list of int, optional
        Positions (from 0) of coefficients that are tested together, by HTZ; all moderators, by F with n - p,
        for the types without Satterthwaite degrees of freedom.
    joint_test_by : {"htz", "wald"}
        Rule of the joint test of CR1S, CR2 and CR3; the other types have the F test only.

    Returns
    -------
    Results
        One row per coefficient; ``extra``: cov, clusters, and the joint test.
    """
    if kind not in TYPES:
        raise UnknownOption.of("kind", kind, TYPES)
    if joint_test_by not in JOINT:
        raise UnknownOption.of("joint_test_by", joint_test_by, JOINT)
    if not isinstance(fit, Fit):
        from trueeffect.synthesis.multilevel.follow_up import robust_multilevel

        return robust_multilevel(fit, cluster, kind=kind, joint=joint, htz=joint_test_by == "htz")
    if fit.solution.weights is not None:
        raise InputError("The fit has its own weights.", hint="Robust tests need inverse-variance weights.")
    codes = _codes(fit.effects, cluster)
    design = np.ones((fit.k, 1)) if fit.design is None else fit.design.matrix
    n, p = int(codes.max()) + 1, design.shape[1]
    if n <= p:
        raise TooFewEffects(f"{n} clusters cannot carry {p} coefficients.", hint="Use fewer moderators.", k=n)
    found = sandwich(design, fit.effects.y - fit.fitted, blocks_of(codes, fit.effects.v + fit.tau2), kind)
    small = kind in SATTERTHWAITE
    df = np.full(p, float(n - p))
    if small:
        df = np.array([found.satterthwaite(np.eye(p)[j]) for j in range(p)])
    columns = _tests(fit.terms, fit.solution.coef, found.cov, df, fit.level)
    extra = {
        "cov": found.cov,
        "clusters": n,
        **_joint(fit, found, joint, small and joint_test_by == "htz", n),
    }
    return Results(f"Robust tests ({kind}, {n} clusters)", columns, fit.effects.backend, extra=extra)


def _codes(effects: EffectTable, cluster: str) -> NDArray[np.intp]:
    labels = frames.as_text(effects.column(cluster, "clusters"))
    for i, label in enumerate(labels):
        if not label:
            raise InputError(
                f"Column {cluster!r}, row {effects.rows[i]}: the cluster is missing.",
                hint="Name the cluster, or leave the row out.",
                column=cluster,
                row=int(effects.rows[i]),
            )
    order: dict[str, int] = {}
    return np.array([order.setdefault(label, len(order)) for label in labels])


def _tests(terms: tuple[str, ...], coef: Array, cov: Array, df: Array, level: float) -> dict[str, object]:
    std_error = np.sqrt(np.maximum(np.diag(cov), 0.0))
    crit = t_quantile(level, df)
    with np.errstate(all="ignore"):
        statistic = coef / std_error
    return {
        "term": list(terms),
        "estimate": coef,
        "std_error": std_error,
        "statistic": statistic,
        "df": df,
        "p_value": t_p(statistic, df),
        "conf_low": coef - crit * std_error,
        "conf_high": coef + crit * std_error,
    }


def _joint(fit: Fit, found: Sandwich, joint: list[int] | None, htz: bool, n: int) -> dict[str, object]:
    p, coef = len(fit.terms), fit.solution.coef
    start = 1 if fit.design is None or fit.design.intercept else 0
    tested = list(range(start, p)) if joint is None else joint
    if not tested:
        return {}
    if min(tested) < 0 or max(tested) >= p:
        raise InputError(
            f"joint={joint} names coefficients that do not exist.", hint=f"There are {p}, from 0."
        )
    if htz:
        test = found.htz(coef, np.eye(p)[tested])
        return {
            "joint_statistic": test.statistic,
            "joint_df1": test.df1,
            "joint_df2": test.df2,
            "joint_p": test.p_value,
        }
    plain = joint_test(coef[tested], found.cov[np.ix_(tested, tested)], float(n - p))
    return {
        "joint_statistic": float(plain.statistic),
        "joint_df1": plain.df1,
        "joint_df2": plain.df2,
        "joint_p": float(plain.p_value),
    }


def robust_pool(
    effects: EffectTable,
    cluster: str,
    moderators: list[Term | str] | None = None,
    *,
    intercept: bool = True,
    weights: str = "CORR",
    rho: float = 0.8,
    small: bool = True,
    level: float = 0.95,
) -> Results:
    """Combine dependent effects by robust variance estimation (doi:10.1002/jrsm.5).

    Parameters
    ----------
    weights : {"CORR", "HIER"}
        Correlated or hierarchical effects.
    rho : float
        Assumed correlation within clusters, in [0, 1); used by CORR only.
    small : bool
        Small-sample corrections.

    Returns
    -------
    Results
        One row per coefficient; ``extra``: tau2, omega2 (HIER), i2 (CORR, a share), cov, clusters.
    """
    if weights not in ("CORR", "HIER"):
        raise UnknownOption.of("weights", weights, ("CORR", "HIER"))
    if not 0 <= rho <= 1:
        raise InputError(f"rho={rho} is given; it must lie in [0, 1].", hint="Use 0.8.")
    check_poolable(effects)
    source = frames.Columns(effects.columns, effects.backend, effects.k)
    design = build_design(source, moderators or [], intercept=intercept, rows=effects.rows.tolist())
    if not design.usable.all():
        effects = effects.take(design.usable, design.reasons)
    check_rank(design.names, design.matrix)
    codes = _codes(effects, cluster)
    n = int(codes.max()) + 1
    if n <= design.matrix.shape[1]:
        raise TooFewEffects(
            f"{n} clusters cannot carry {design.matrix.shape[1]} coefficients.",
            hint="Use fewer moderators.",
            k=n,
        )
    found = robust_regression(
        effects.y, effects.v, design.matrix, codes, weights=weights, rho=rho, small=small
    )
    columns = _tests(design.names, found.coef, found.cov, found.df, level)
    extra = {"tau2": found.tau2, "omega2": found.omega2, "i2": found.i2, "cov": found.cov, "clusters": n}
    notes = tuple(str(entry) for entry in effects.left_out)
    return Results(
        f"Robust variance estimation ({weights}, {n} clusters)", columns, effects.backend, notes, extra
    )


def permutation(fit: Fit, *, permutations: int = 1000, exact: bool | None = None, seed: int = 0) -> Results:
    """Return permutation p-values of the coefficients and of their joint test.

    Parameters
    ----------
    permutations : int
        Number of random arrangements; also the most that are enumerated when ``exact`` is None.
    exact : bool, optional
        Enumerate every arrangement: all sign flips without moderators, all different orders of the
        moderator rows with them.
    seed : int
        Of the random arrangements.

    Examples
    --------
    >>> from trueeffect.synthesis.effects import effect_sizes
    >>> from trueeffect.synthesis.pool import pool
    >>> table = {"y": [0.5, 0.7, 0.6, 0.9], "v": [0.01, 0.02, 0.03, 0.02]}
    >>> fit = pool(effect_sizes(table, y="y", v="v"), method="DL", test="wald")
    >>> permutation(fit, exact=True)["p_value"].tolist()
    [0.125]
    """
    moderated = fit.design is not None and fit.solution.problem.basis is not None
    if permutations < 1:
        raise InputError(f"permutations={permutations} is given.", hint="Use at least 100.")
    every = count_all(fit.k, fit.design.matrix if moderated and fit.design is not None else None)
    if exact and every > 5e7:
        raise InputError(f"There are {every:.3g} arrangements.", hint="Use exact=False.")
    enumerate_all = every <= permutations if exact is None else exact
    tested = [] if fit.design is None else list(range(int(fit.design.intercept), len(fit.terms)))
    found = permutation_test(fit.solution, tested, permutations_=permutations, exact=enumerate_all, seed=seed)
    columns = {"term": list(fit.terms), "estimate": fit.solution.coef, "p_value": found.p_value}
    extra = {"p_omnibus": found.omnibus_p, "permutations": found.permutations, "exact": found.exact}
    kind = "all" if found.exact else "random"
    title = f"Permutation test ({found.permutations} {kind} arrangements)"
    return Results(title, columns, fit.effects.backend, extra=extra)
