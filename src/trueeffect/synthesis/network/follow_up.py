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
    method : {"back-calculation", "SIDDE"}
        ``back-calculation`` takes the pooled direct estimate out of the network estimate
        (doi:10.1002/sim.3767); ``SIDDE`` estimates the indirect effect from the studies that do not compare
        the two (separating indirect from direct design evidence). Both at the tau2 of the fit.
    """
    _check(fit)
    if method not in ("back-calculation", "SIDDE"):
        raise UnknownOption.of("method", method, ("back-calculation", "SIDDE"))
    direct, variance, count = by_design.direct_evidence(fit.data.blocks, len(fit.treatments), fit.tau2)
    pairs = _pairs(fit, comparisons)
    if comparisons is None:
        pairs = [pair for pair in pairs if count[pair]]
    at = tuple(np.array(pairs, dtype=int).reshape(-1, 2).T)
    network, se = fit.solution.differences[at], fit.solution.std_errors[at]
    if method == "SIDDE":
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


def network_contributions(
    fit: NetworkFit, comparisons: Sequence[Sequence[str]] | None = None, *, method: str = "random walk"
) -> Results:
    """Return what share of each network estimate comes from each direct comparison; shares sum to 1.

    Parameters
    ----------
    method : {"random walk", "shortest path"}
        How evidence flow is split into paths (doi:10.1002/sim.9346,
        doi:10.12688/f1000research.14770.3).
    """
    from trueeffect.stats.network.flows import contributions

    _check(fit)
    if method not in ("random walk", "shortest path"):
        raise UnknownOption.of("method", method, ("random walk", "shortest path"))
    pairs = _pairs(fit, comparisons)
    edges, shares = contributions(fit.data.blocks, len(fit.treatments), fit.tau2, pairs, method)
    names = _names(fit, pairs)
    labels = [f"{fit.treatments[i]} : {fit.treatments[j]}" for i, j in edges]
    return Results(
        "Contributions of direct comparisons",
        {
            "treatment": [name for name in names["treatment"] for _ in edges],
            "comparator": [name for name in names["comparator"] for _ in edges],
            "direct_comparison": labels * len(pairs),
            "contribution": shares.ravel(),
        },
        fit.data.backend,
        extra={"matrix": shares, "direct_comparisons": labels},
    )


def network_heat(fit: NetworkFit) -> Results:
    """Return net heat data: how Q of each design changes when another design is detached; long table.

    Large positive changes mark pairs of designs that disagree (doi:10.1186/1471-2288-13-35).
    """
    from trueeffect.stats.network.heat import net_heat

    _check(fit)
    arms, q, change = net_heat(fit.data.blocks, len(fit.treatments), fit.tau2)
    labels = [":".join(fit.treatments[i] for i in design) for design in arms]
    return Results(
        "Net heat",
        {
            "design": [a for a in labels for _ in labels],
            "detached": labels * len(labels),
            "change": change.ravel(),
        },
        fit.data.backend,
        extra={"designs": labels, "q": q, "matrix": change},
    )


def network_funnel(fit: NetworkFit, order: Sequence[str] | None = None) -> Results:
    """Return data of a comparison-adjusted funnel: each contrast minus the direct mean of its comparison.

    Parameters
    ----------
    order : sequence of str, optional
        Treatments from the oldest (or the control) to the newest; contrasts are the later minus the earlier.
        Without an order, asymmetry means nothing (doi:10.1371/journal.pone.0076654).
    """
    _check(fit)
    rank = {fit.data.index(name): n for n, name in enumerate(order or fit.treatments)}
    lacking = [name for i, name in enumerate(fit.treatments) if i not in rank]
    if lacking:
        raise InputError(f"order= lacks {lacking[0]!r}.", hint="Name every treatment once.")
    direct, _, _ = by_design.direct_evidence(fit.data.blocks, len(fit.treatments), fit.tau2)
    out: dict[str, list[Any]] = {
        name: [] for name in ("study", "treatment", "comparator", "deviation", "std_error")
    }
    for block in fit.data.blocks:
        for i in range(block.m):
            for j in range(i):
                y, v = block.pair(i, j)
                for n in range(len(y)):
                    a, b = int(block.arms[n, i]), int(block.arms[n, j])
                    sign = 1.0 if rank[a] > rank[b] else -1.0
                    new, old = (a, b) if sign > 0 else (b, a)
                    out["study"].append(fit.data.studies[block.study[n]])
                    out["treatment"].append(fit.treatments[new])
                    out["comparator"].append(fit.treatments[old])
                    out["deviation"].append(sign * float(y[n] - direct[a, b]))
                    out["std_error"].append(float(np.sqrt(v[n])))
    return Results("Comparison-adjusted funnel", out, fit.data.backend)
