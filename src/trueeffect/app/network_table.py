"""Use case: a table of arms or contrasts in, every treatment against every other out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from trueeffect.synthesis.model_report import ModelReport


def network_table(
    source: str | Path | bytes,
    *,
    columns: Mapping[str, str],
    measure: str = "GEN",
    reference: str | None = None,
    model: str = "random",
    method: str | None = None,
    level: float = 0.95,
    better: str | None = None,
    split: bool = False,
    league: bool = False,
    contributions: bool = False,
) -> ModelReport:
    """Read a table and fit a network.

    Parameters
    ----------
    columns : mapping
        Roles to columns: ``study``, ``treatment`` with the figures of the measure, or ``study``, ``treat1``,
        ``treat2``, ``y``, ``se``.
    better : {"small", "large"}, optional
        Which effects are good; adds the ranks of treatments.
    split, league, contributions : bool
        Whether to add direct against indirect evidence, all comparisons, and contributions.
    """
    from trueeffect.errors import MissingField, UnknownOption
    from trueeffect.synthesis.model_report import ModelReport
    from trueeffect.synthesis.network import follow_up
    from trueeffect.synthesis.network.fit import network
    from trueeffect.synthesis.results import Results
    from trueeffect.synthesis.tables import read_table

    if better not in (None, "small", "large"):
        raise UnknownOption.of("better", better, ("small", "large"))
    roles: dict[str, Any] = dict(columns)
    if "study" not in roles:
        raise MissingField("The column of studies is not named.", hint="Add study=COLUMN.", wanted="study")
    fit = network(
        read_table(source),
        measure=measure,
        reference=reference,
        model=model,
        method=method,
        level=level,
        **roles,
    )
    tables = [Results(f"Against {fit.reference}", fit.columns())]
    if better is not None:
        tables.append(follow_up.network_ranks(fit, small_is_good=better == "small"))
    tables.append(follow_up.network_decompose(fit))
    if split:
        tables.append(follow_up.network_split(fit))
    if league:
        tables.append(Results("Every treatment against every other", fit.league_columns()))
    if contributions:
        tables.append(follow_up.network_contributions(fit))
    return ModelReport(
        source="table" if isinstance(source, bytes) else str(source),
        fit=fit,
        tables=tuple(tables),
        left_out=tuple(str(entry) for entry in fit.data.left_out),
    )
