"""Networks."""

from __future__ import annotations

from typing import Any

import numpy as np

import trueeffect as te

from ._base import Call, Result

FIGURES = ("events", "total", "mean", "sd", "n", "count", "time", "y", "se")


def data_options(call: Call) -> dict[str, Any]:
    """Return the data options of te.network."""
    net = call["network"]
    out: dict[str, Any] = {"study": net["study"], "measure": net["measure"]}
    if net["format"] == "contrasts":
        return {**out, **{name: net[name] for name in ("treat1", "treat2", "y", "se")}}
    if "zero" in net:
        zero = net["zero"]
        keep = zero.get("keep_double_zero", net.get("keep_double_zero", False))
        out["zero"] = {
            "add": zero.get("incr", 0.5),
            "to": zero.get("to", "only0"),
            "drop_both_zero": not keep,
        }
    if net["format"] == "arms_long":
        return {**out, "treatment": net["treatment"], **{r: net[r] for r in FIGURES if r in net}}
    arms = net["arms"]
    out["treatment"] = [arm["treatment"] for arm in arms]
    return {**out, **{r: [arm[r] for arm in arms] for r in FIGURES if r in arms[0]}}


def network_of(call: Call, table: Any) -> Any:
    """Return the fit of a call."""
    random = call.get("model", "random") == "random"
    options = {"method": call.get("tau2_method"), "tau2": call.get("tau2_fixed")} if random else {}
    return te.network(
        table.as_dict(),
        reference=call["reference"],
        model=call.get("model", "random"),
        level=call.get("level", 0.95),
        **data_options(call),
        **options,
    )


def _order(call: Call, names: list[str], keep_reference: bool = False) -> list[int]:
    wanted = [t for t in call["treatments"] if keep_reference or t != call["reference"]]
    return [names.index(t) for t in wanted]


def nma(call: Call, table: Any) -> Result:
    """Return effects against the reference."""
    fit = network_of(call, table)
    columns, split = fit.columns(), te.network_decompose(fit)
    at = _order(call, columns["treatment"])
    out = {
        "n_studies": fit.n_studies,
        "n_treatments": len(fit.treatments),
        "n_pairs": fit.data.n_pairs,
        "Q": fit.q,
        "Q_df": fit.df_q,
        "Q_p": fit.p_q,
        "I2": 100 * fit.i2,
        "tau2": fit.tau2,
        "Q_within": split["q"][1],
        "Q_between": split["q"][2],
        "df_between": split["df"][2],
    }
    names = {
        "estimate": "estimate",
        "se": "std_error",
        "stat": "statistic",
        "p": "p_value",
        "ci_lb": "conf_low",
        "ci_ub": "conf_high",
        "pi_lb": "pred_low",
        "pi_ub": "pred_high",
    }
    out.update({name: columns[ours][at] for name, ours in names.items() if ours in columns})
    return out


def nma_league(call: Call, table: Any) -> Result:
    """Return the lower triangle, column by column."""
    fit = network_of(call, table)
    at = _order(call, list(fit.treatments), keep_reference=True)
    lower = [(at[i], at[j]) for j in range(len(at)) for i in range(j + 1, len(at))]
    return {
        "estimate": [fit.solution.differences[p] for p in lower],
        "se": [fit.solution.std_errors[p] for p in lower],
    }


def nma_rank(call: Call, table: Any) -> Result:
    """Return P-scores."""
    found = te.network_ranks(network_of(call, table), small_is_good=call["small_is_good"], draws=10)
    at = _order(call, found["treatment"], keep_reference=True)
    return {"p_score": np.array(found["p_score"])[at]}


def nma_split(call: Call, table: Any) -> Result:
    """Return direct and indirect evidence."""
    found = te.network_split(network_of(call, table), call["comparisons"])
    return {
        "direct": found["direct"],
        "direct_se": found["direct_std_error"],
        "indirect": found["indirect"],
        "indirect_se": found["indirect_std_error"],
        "difference": found["difference"],
        "difference_se": found["difference_std_error"],
        "p": found["p_value"],
        "prop_direct": found["share_direct"],
    }


def nma_decomp(call: Call, table: Any) -> Result:
    """Return the decomposition of Q."""
    found = te.network_decompose(network_of(call, table))
    q, df = found["q"], found["df"]
    parts = found["designs"]
    return {
        "Q_total": q[0],
        "Q_within": q[1],
        "Q_between": q[2],
        "df_total": df[0],
        "df_within": df[1],
        "df_between": df[2],
        "Q_between_random": q[3],
        "df_between_random": df[3],
        "p_between_random": found["p_value"][3],
        "tau2_within": found["tau2_within"],
        "Q_design": sorted(value for value, d in zip(parts["q"], parts["df"]) if d > 0),
    }


def nma_evidence(call: Call, table: Any) -> Result:
    """Return the measures of evidence flow."""
    found = te.network_evidence(network_of(call, table), call["comparisons"])
    return {
        "prop_direct": found["share_direct"],
        "mean_path_length": found["mean_path_length"],
        "min_parallelism": found["min_parallelism"],
    }


def net_contrasts(call: Call, table: Any) -> Result:
    """Return all contrasts."""
    found = te.network_contrasts(table.as_dict(), **data_options(call))
    return {"n": len(found), "y": found["estimate"], "se": found["std_error"]}


OPERATIONS = {
    "nma": nma,
    "nma_league": nma_league,
    "nma_rank": nma_rank,
    "nma_split": nma_split,
    "nma_decomp": nma_decomp,
    "nma_evidence": nma_evidence,
    "net_contrasts": net_contrasts,
}


def nma_mh(call: Call, table: Any) -> Result:
    """Return the network from raw counts."""
    options = data_options(call)
    # the reference numbers of NCH are those of the multinomial approximation, not of the exact likelihood
    method = {"NCH": "NCH-approximate"}.get(call["method"], call["method"])
    found = te.network_counts(table.as_dict(), method=method, reference=call["reference"], **options)
    at = _order(call, found["treatment"])
    names = {"estimate": "estimate", "se": "std_error", "ci_lb": "conf_low", "ci_ub": "conf_high"}
    out: Result = {name: np.array(found[ours])[at] for name, ours in names.items()}
    return {
        **out,
        "n_studies": found["n_studies"],
        "Q_between": found["q_between"],
        "df_between": found["df_between"],
    }


def cnma(call: Call, table: Any) -> Result:
    """Return component effects."""
    found = te.network_components(
        table.as_dict(),
        separator=call["separator"],
        inactive=call.get("inactive"),
        reference=call["reference"],
        model=call.get("model", "random"),
        **data_options(call),
    )
    names = [t for t in found.data.treatments if t != found.reference]
    at, parts = _order(call, names), [found.components.index(c) for c in call["components"]]
    return {
        "component_estimate": found.component_estimates[parts],
        "component_se": found.component_std_errors[parts],
        "treatment_estimate": found.treatment_estimates[at],
        "treatment_se": found.treatment_std_errors[at],
        "tau2": found.tau2,
        "Q_additive": found.q_additive,
        "df_additive": found.df_additive,
        "Q_difference": found.q_difference,
        "df_difference": found.df_difference,
    }


OPERATIONS.update(nma_mh=nma_mh, cnma=cnma)
