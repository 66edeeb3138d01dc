"""Use case: a table of study results in, a pooled estimate with everything around it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from trueeffect.synthesis.summary import PoolReport


def pool_table(
    source: str | Path | bytes,
    *,
    measure: str,
    columns: Mapping[str, str | float],
    study: str | None = None,
    model: str = "random",
    method: str | None = None,
    test: str = "knapp-hartung",
    level: float = 0.95,
    moderators: Sequence[str] = (),
    subgroup: str | None = None,
    leave_one_out: bool = False,
    influence: bool = False,
) -> PoolReport:
    """Read a table, compute effect sizes, and pool them.

    Parameters
    ----------
    source : path or bytes
        A delimited text file with a header row.
    measure, columns, study
        As in :func:`trueeffect.effect_sizes`.
    model, method, test, level
        As in :func:`trueeffect.pool`.
    moderators : sequence of str
        Columns that explain differences; then a regression is fitted.
    subgroup : str, optional
        Column of subgroups that are pooled separately as well.
    leave_one_out, influence : bool
        Whether to add these tables.
    """
    from trueeffect.synthesis.diagnose import diagnose
    from trueeffect.synthesis.diagnose import leave_one_out as without_each
    from trueeffect.synthesis.effects import effect_sizes
    from trueeffect.synthesis.pool import pool, regress
    from trueeffect.synthesis.study_intervals import study_intervals
    from trueeffect.synthesis.subgroups import subgroups
    from trueeffect.synthesis.summary import PoolReport
    from trueeffect.synthesis.tables import read_table

    roles: dict[str, Any] = dict(columns)
    effects = effect_sizes(read_table(source), measure, study=study, **roles)
    if moderators:
        fit = regress(effects, list(moderators), model=model, method=method, test=test, level=level)
    else:
        fit = pool(effects, model=model, method=method, test=test, level=level)
    interval = "wald" if test in ("wald", "t") else "knapp-hartung"
    grouped = None
    if subgroup is not None:
        grouped = subgroups(effects, subgroup, method=method or "REML", interval=interval, level=level)
    scale = _scale(effects.measure)
    return PoolReport(
        source="table" if isinstance(source, bytes) else str(source),
        fit=fit,
        studies=study_intervals(fit.effects, level),
        transform="exp" if scale == "log" else "tanh" if scale == "atanh" else "identity",
        prediction=fit.pred_int() if not moderators and model == "random" and fit.k > 2 else None,
        subgroups=grouped,
        leave_one_out=without_each(fit) if leave_one_out else None,
        influence=diagnose(fit) if influence else None,
    )


def _scale(measure: str) -> str:
    from trueeffect.synthesis.measures import catalogue

    return catalogue()[measure].scale if measure in catalogue() else "identity"
