"""Questions to a fitted network: ranks, direct against indirect evidence, inconsistency, evidence flow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from trueeffect.errors import InputError, UnknownOption
from trueeffect.stats.network import designs as by_design
from trueeffect.stats.network.ranks import p_scores, rank_probabilities
from trueeffect.stats.quantiles import chi2_p
from trueeffect.synthesis.network.fit import NetworkFit
from trueeffect.synthesis.network.read import Network, read_network
from trueeffect.synthesis.results import Results


def _check(fit: Any) -> None:
    if not isinstance(fit, NetworkFit):
        raise InputError(
            f"A fitted network was expected, but {type(fit).__name__} was given.",
            hint="Make it with network(...).",
        )


def _pairs(fit: NetworkFit, comparisons: Sequence[Sequence[str]] | None) -> list[tuple[int, int]]:
    if comparisons is not None:
        return [(fit.data.index(a), fit.data.index(b)) for a, b in comparisons]
    t = len(fit.treatments)
    return [(i, j) for i in range(t) for j in range(i + 1, t)]


def _names(fit: NetworkFit, pairs: list[tuple[int, int]]) -> dict[str, list[str]]:
    return {
        "treatment": [fit.treatments[i] for i, _ in pairs],
        "comparator": [fit.treatments[j] for _, j in pairs],
    }


def network_ranks(
    fit: NetworkFit, *, small_is_good: bool = True, draws: int = 10_000, seed: int = 1
) -> Results:
    """Rank treatments: P-scores, SUCRA and the probability of every rank.

    Parameters
    ----------
    small_is_good : bool
        Whether a small effect (fewer events, less pain) is the better one. There is no safe default: look.
    draws, seed : int
        Monte Carlo draws behind SUCRA and the rank probabilities.

    Returns
    -------
    Results
        ``treatment``, ``p_score`` (exact; doi:10.1186/s12874-015-0060-8), ``sucra``, ``mean_rank``,
        ``best`` (probability of rank 1); ``.extra["rankogram"]`` (treatments x ranks).
    """
    _check(fit)
    scores = p_scores(fit.solution.differences, fit.solution.std_errors, small_is_good)
    table = rank_probabilities(fit.solution.effects, fit.solution.cov, small_is_good, draws, seed)
    t = len(fit.treatments)
    mean = table @ np.arange(1, t + 1)
    return Results(
        "Ranks of treatments",
        {
            "treatment": list(fit.treatments),
            "p_score": scores,
            "sucra": (t - mean) / (t - 1),
            "mean_rank": mean,
            "best": table[:, 0],
        },
        fit.data.backend,
        extra={"rankogram": table, "draws": draws, "seed": seed},
    )


def network_split(
    fit: NetworkFit, comparisons: Sequence[Sequence[str]] | None = None, *, method: str = "back-calculation"
) -> Results:
    """Set direct against indirect evidence, comparison by comparison.

    Parameters
    ----------
    comparisons : sequence of (treatment, comparator), optional
        All pairs with direct evidence when absent.
    method : {"back-calculation", "side"}
        ``back-calculation`` takes the pooled direct estimate out of the network estimate
        (doi:10.1002/sim.3767); ``side`` estimates the indirect effect from the studies that do not compare
        the two (Dias' separation of indirect from direct design evidence). Both at the tau2 of the fit.
    """
    _check(fit)
    if method not in ("back-calculation", "side"):
        raise UnknownOption.of("method", method, ("back-calculation", "side"))
    direct, variance, count = by_design.direct_evidence(fit.data.blocks, len(fit.treatments), fit.tau2)
    pairs = _pairs(fit, comparisons)
    if comparisons is None:
        pairs = [pair for pair in pairs if count[pair]]
    at = tuple(np.array(pairs, dtype=int).reshape(-1, 2).T)
    network, se = fit.solution.differences[at], fit.solution.std_errors[at]
    if method == "side":
        from trueeffect.stats.network.side import separate

        found = separate(
            fit.data.blocks, len(fit.treatments), fit.tau2, pairs, direct[at], variance[at], count[at]
        )
    else:
        found = by_design.back_calculate(direct[at], variance[at], network, se**2, count[at])
    return Results(
        "Direct and indirect evidence",
        {
            **_names(fit, pairs),
            "n_studies": found.studies,
            "share_direct": found.share,
            "network": network,
            "direct": found.direct,
            "direct_std_error": found.direct_se,
            "indirect": found.indirect,
            "indirect_std_error": found.indirect_se,
            "difference": found.difference,
            "difference_std_error": found.difference_se,
            "p_value": found.p_value,
        },
        fit.data.backend,
    )


def network_decompose(fit: NetworkFit) -> Results:
    """Split Q into heterogeneity within designs and inconsistency between designs.

    One row for the total, within, between, and between under the full design-by-treatment random-effects
    model; ``.extra["designs"]`` has Q of every design (doi:10.1186/1471-2288-13-35, doi:10.1002/jrsm.1044).
    """
    _check(fit)
    d = by_design.decompose(fit.data.blocks, len(fit.treatments))
    q = [d.q_total, d.q_within, d.q_between, d.q_between_random]
    df = [d.df_total, d.df_within, d.df_between, d.df_between]
    parts = {
        "design": [":".join(fit.treatments[i] for i in arms) for arms, _, _ in d.parts],
        "q": [q_d for _, q_d, _ in d.parts],
        "df": [df_d for _, _, df_d in d.parts],
    }
    return Results(
        "Heterogeneity and inconsistency",
        {
            "source": ["total", "within designs", "between designs", "between designs (random effects)"],
            "q": q,
            "df": df,
            "p_value": [float(chi2_p(a, b)) if b else 1.0 for a, b in zip(q, df)],
        },
        fit.data.backend,
        extra={"tau2_within": d.tau2_within, "designs": parts},
    )


def network_evidence(fit: NetworkFit, comparisons: Sequence[Sequence[str]] | None = None) -> Results:
    """Measure how each network estimate rests on direct evidence (doi:10.1002/sim.6001).

    ``share_direct``; ``mean_path_length`` (1 when all evidence is direct); ``min_parallelism`` (number of
    independent paths that the evidence takes at least).
    """
    _check(fit)
    pairs = _pairs(fit, comparisons)
    t = len(fit.treatments)
    index = np.array(pairs, dtype=int).reshape(-1, 2)
    flow = by_design.hat(fit.data.blocks, t, fit.tau2, index).flow
    _, variance, _ = by_design.direct_evidence(fit.data.blocks, t, fit.tau2)
    at = tuple(index.T)
    with np.errstate(all="ignore"):
        share = np.where(np.isfinite(variance[at]), fit.solution.std_errors[at] ** 2 / variance[at], 0.0)
    return Results(
        "Flow of evidence",
        {
            **_names(fit, pairs),
            "share_direct": share,
            "mean_path_length": flow.sum(axis=1),
            "min_parallelism": 1 / flow.max(axis=1),
        },
        fit.data.backend,
    )


def network_contrasts(data: Any, **options: Any) -> Results:
    """Return all contrasts of a network as they enter the model, before any fit.

    Takes the data options of :func:`trueeffect.network`. Rows are sorted by study and the two treatments;
    the estimate is the first minus the second.
    """
    found = data if isinstance(data, Network) else read_network(data, **options)
    rows = []
    for block in found.blocks:
        for i in range(block.m):
            for j in range(i + 1, block.m):
                y, v = block.pair(i, j)
                for n in range(len(y)):
                    a, b = found.treatments[block.arms[n, i]], found.treatments[block.arms[n, j]]
                    rows.append((found.studies[block.study[n]], a, b, float(y[n]), float(v[n]) ** 0.5))
    rows.sort(key=lambda r: (r[0].encode(), r[1].encode(), r[2].encode()))
    names = ("study", "treat1", "treat2", "estimate", "std_error")
    columns: dict[str, Any] = {name: [row[c] for row in rows] for c, name in enumerate(names)}
    return Results("Contrasts", columns, found.backend)
