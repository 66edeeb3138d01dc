"""Networks of rare events, from counts and without continuity corrections."""

from __future__ import annotations

from typing import Any

import numpy as np

from trueeffect.errors import InputError, TooFewEffects, UnknownOption
from trueeffect.stats.network import counts
from trueeffect.stats.network.blocks import components
from trueeffect.stats.quantiles import chi2_p, normal_p, normal_quantile
from trueeffect.synthesis.network.read import Network, read_network
from trueeffect.synthesis.results import Results

METHODS = {"MH": counts.mantel_haenszel, "NCH": counts.conditional, "NCH-approximate": counts.multinomial}


def network_counts(
    data: Any, *, method: str = "MH", reference: str | None = None, level: float = 0.95, **options: Any
) -> Results:
    """Compare many treatments by odds ratios from raw counts; the choice for rare events.

    Parameters
    ----------
    method : {"MH", "NCH", "NCH-approximate"}
        Mantel-Haenszel (doi:10.1002/sim.8158); the exact likelihood given each study's total of events
        (non-central hypergeometric; doi:10.1002/sim.4040); or its multinomial approximation, which other
        programs use and which is only right when events are rare. All assume a common effect.
    **options
        ``study``, ``treatment``, ``events``, ``total`` as in :func:`trueeffect.network`.

    Nothing is added to empty cells. Studies without events, and treatments without events in every study of
    their design, say nothing and are left out; ``notes`` names them.
    """
    if method not in METHODS:
        raise UnknownOption.of("method", method, METHODS)
    zero = {"add": 0.5, "to": "only0", "drop_both_zero": False}
    options.setdefault("measure", "OR")
    if not isinstance(data, Network) and options["measure"] != "OR":
        raise InputError("Count networks are for odds ratios.", hint='Use measure="OR".')
    found = read_network(data, zero=zero, **options) if not isinstance(data, Network) else data
    if found.arms is None:
        raise InputError(
            "Counts are needed, but contrasts were given.", hint="Give treatment=, events=, total=."
        )
    studies = _studies(found)
    kept = counts.informative(studies)
    if not kept:
        raise TooFewEffects(
            "Without arms that have no events throughout their design, no study compares two treatments.",
            hint="Report the counts; odds ratios have no finite estimate here.",
            k=0,
            needed=1,
        )
    used = sorted({int(a) for s in kept for a in s.arms})
    names = [found.treatments[i] for i in used]
    lost = [name for name in found.treatments if name not in names]
    position = {old: new for new, old in enumerate(used)}
    kept = [counts.Counted(np.array([position[int(a)] for a in s.arms]), s.events, s.totals) for s in kept]
    edges = np.array([[s.arms[0], other] for s in kept for other in s.arms[1:]])
    _connected(components(edges, len(names)), names)
    base = names[0] if reference is None else reference
    found.index(base)
    if base not in names:
        raise InputError(f"{base!r} has no events in any study.", hint="Choose another reference.")
    solved = METHODS[method](kept, len(names))
    b = names.index(base)
    others = [i for i in range(len(names)) if i != b]
    estimate = (solved.effects - solved.effects[b])[others]
    d = np.diag(solved.cov)
    se = np.sqrt(d + d[b] - 2 * solved.cov[:, b])[others]
    crit, z = normal_quantile(level), estimate / se
    notes = [f"{name!r} has no events in any study and is left out" for name in lost]
    if len(kept) < len(studies):
        notes.append(f"{len(studies) - len(kept)} studies without events (or with only events) say nothing")
    return Results(
        "Network of odds ratios from counts (log scale)",
        {
            "treatment": [names[i] for i in others],
            "comparator": [base] * len(others),
            "estimate": estimate,
            "std_error": se,
            "statistic": z,
            "p_value": normal_p(z),
            "conf_low": estimate - crit * se,
            "conf_high": estimate + crit * se,
        },
        found.backend,
        tuple(notes),
        {
            "n_studies": len(kept),
            "q_between": solved.q,
            "df_between": solved.df,
            "p_between": float(chi2_p(solved.q, solved.df)) if solved.df else float("nan"),
            "vcov": solved.cov,
        },
    )


def _studies(found: Network) -> list[counts.Counted]:
    table = found.arms
    assert table is not None
    out = []
    known = set(found.studies)
    for name, arms in table.by_study().items():
        if name in known:
            order = sorted(arms, key=lambda i: table.treatment[i])
            index = np.array([found.treatments.index(table.treatment[i]) for i in order])
            out.append(counts.Counted(index, table.values["events"][order], table.values["total"][order]))
    return out


def _connected(parts: list[list[int]], names: list[str]) -> None:
    from trueeffect.errors import DisconnectedNetwork

    if len(parts) > 1:
        named = [[names[i] for i in part] for part in parts]
        listed = "; ".join(", ".join(part) for part in named)
        raise DisconnectedNetwork(
            f"Without the studies that have no events, the network falls into {len(named)} parts: {listed}.",
            hint="Analyse one part at a time.",
            components=named,
        )
