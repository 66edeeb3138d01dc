"""Use case: a table of dependent effects in, a multilevel model out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from trueeffect.synthesis.model_report import ModelReport


def multilevel_table(
    source: str | Path | bytes,
    *,
    measure: str,
    columns: Mapping[str, str | float],
    random: Sequence[str],
    study: str | None = None,
    cluster: str | None = None,
    rho: float | None = None,
    moderators: Sequence[str] = (),
    method: str = "REML",
    test: str = "t",
    level: float = 0.95,
    robust: str | None = None,
) -> ModelReport:
    """Read a table and fit a multilevel model.

    Parameters
    ----------
    random : sequence of str
        Random terms, e.g. ``study/effect``.
    cluster, rho : optional
        Column of studies whose sampling errors correlate by ``rho``.
    robust : str, optional
        Column of clusters for robust tests (CR2), added as a table.
    """
    from trueeffect.errors import InputError
    from trueeffect.synthesis.effects import effect_sizes
    from trueeffect.synthesis.model_report import ModelReport
    from trueeffect.synthesis.multilevel.fit import multilevel
    from trueeffect.synthesis.multilevel.follow_up import robust_multilevel
    from trueeffect.synthesis.multilevel.vcov import vcov
    from trueeffect.synthesis.results import Results
    from trueeffect.synthesis.tables import read_table

    if (cluster is None) != (rho is None):
        raise InputError("cluster and rho belong together.", hint="Give both, or neither.")
    roles: dict[str, Any] = dict(columns)
    effects = effect_sizes(read_table(source), measure, study=study, **roles)
    sampling = None if cluster is None else vcov(effects, cluster, rho=rho)
    fit = multilevel(
        effects,
        list(moderators),
        random=list(random),
        sampling=sampling,
        method=method,
        test=test,
        level=level,
    )
    tables = [Results("Coefficients", fit.columns())]
    components = {"component": list(fit.component_names), "value": fit.components}
    tables.append(Results("Variance components", components))
    if robust is not None:
        tables.append(robust_multilevel(fit, robust))
    return ModelReport(
        source="table" if isinstance(source, bytes) else str(source),
        fit=fit,
        tables=tuple(tables),
        left_out=tuple(str(entry) for entry in fit.effects.left_out),
    )
