"""Component networks: a treatment is the sum of its components; they can join what trials leave apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trueeffect.errors import InputError
from trueeffect.stats.network.blocks import rotate
from trueeffect.stats.network.solve import solve
from trueeffect.stats.problem import Problem
from trueeffect.stats.quantiles import chi2_p, normal_p, normal_quantile
from trueeffect.synthesis import frames
from trueeffect.synthesis.network.fit import choose
from trueeffect.synthesis.network.read import Network, read_network

Array = NDArray[np.float64]
ESTIMABLE = 1e-8


@dataclass(frozen=True, eq=False, kw_only=True)
class ComponentFit:
    """An additive component network; NaN marks what the trials cannot tell apart."""

    data: Network
    components: tuple[str, ...]
    reference: str
    level: float
    component_estimates: Array
    component_std_errors: Array
    treatment_estimates: Array
    treatment_std_errors: Array
    tau2: float
    q_additive: float
    df_additive: int
    q_difference: float | None
    df_difference: int | None

    def _columns(self, names: list[str], estimate: Array, se: Array) -> Any:
        crit = normal_quantile(self.level)
        with np.errstate(all="ignore"):
            p = normal_p(estimate / se)
        return {
            "term": names,
            "estimate": estimate,
            "std_error": se,
            "p_value": p,
            "conf_low": estimate - crit * se,
            "conf_high": estimate + crit * se,
        }

    def tidy(self) -> Any:
        """Return one row per component."""
        found = self._columns(list(self.components), self.component_estimates, self.component_std_errors)
        return frames.build(found, self.data.backend)

    def treatments(self) -> Any:
        """Return one row per treatment against the reference."""
        names = [t for t in self.data.treatments if t != self.reference]
        found = self._columns(names, self.treatment_estimates, self.treatment_std_errors)
        return frames.build(found, self.data.backend)

    def glance(self) -> Any:
        """Return one row: tau2, Q of the additive model, and what additivity costs."""
        p = None
        if self.q_difference is not None and self.df_difference:
            p = float(chi2_p(self.q_difference, self.df_difference))
        row = {
            "n_studies": len(self.data.studies),
            "n_components": len(self.components),
            "tau2": self.tau2,
            "q_additive": self.q_additive,
            "df_additive": self.df_additive,
            "q_difference": self.q_difference,
            "df_difference": self.df_difference,
            "p_difference": p,
        }
        return frames.build({k: [v] for k, v in row.items()}, self.data.backend)

    def __repr__(self) -> str:
        lines = [f"{len(self.components)} components, {len(self.data.studies)} studies: {self.data.measure}"]
        rows = list(zip(self.components, self.component_estimates, self.component_std_errors))
        lines += [f"  {name[:28]:28} {b:9.4f}  (SE {se:.4f})" for name, b, se in rows[:10]]
        lines.append(f"tau2 {self.tau2:.4f}, Q {self.q_additive:.2f} on {self.df_additive} df")
        return "\n".join(lines)


def network_components(
    data: Any,
    *,
    separator: str = "+",
    inactive: str | None = None,
    reference: str | None = None,
    model: str = "random",
    method: str | None = None,
    tau2: float | None = None,
    level: float = 0.95,
    **options: Any,
) -> ComponentFit:
    """Estimate the effects of components of complex treatments (doi:10.1002/bimj.201800167).

    Parameters
    ----------
    separator : str
        What stands between components in a treatment's name.
    inactive : str, optional
        A component without effect, e.g. placebo.
    reference : str, optional
        Treatment that the others are compared with; ``inactive`` or the first when absent.
    **options
        Data options of :func:`trueeffect.network`. The network may fall into parts, if components join them.
    """
    found = read_network(data, **options)
    estimator = choose(model, method, tau2, level)
    parts = [[p.strip() for p in name.split(separator)] for name in found.treatments]
    names = tuple(sorted({p for part in parts for p in part if p != inactive}))
    if inactive is not None and not any(inactive in part for part in parts):
        raise InputError(f"There is no component {inactive!r}.", hint=f"Components: {', '.join(names[:15])}.")
    build = np.array([[float(name in part) for name in names] for part in parts])
    rows = rotate(found.blocks, len(found.treatments))
    design = rows.design @ build
    u, s, vt = np.linalg.svd(design, full_matrices=False)
    rank = int((s > 1e-10 * s[0]).sum())
    problem = Problem(rows.y, rows.v, np.ascontiguousarray(u[:, :rank]))
    if tau2 is not None:
        chosen = tau2
    else:
        chosen = 0.0 if estimator is None else float(estimator.estimate(problem, None).tau2)
    w = 1 / (rows.v + chosen)
    basis = u[:, :rank]
    inverse = np.linalg.inv((basis * w[:, None]).T @ basis)
    back = vt[:rank].T / s[:rank]
    cov = back @ inverse @ back.T
    coef = back @ inverse @ (basis * w[:, None]).T @ rows.y
    base = reference or (inactive if inactive in found.treatments else found.treatments[0])
    b = found.index(base)
    contrasts = np.delete(build - build[b], b, axis=0)
    null = np.eye(len(names)) - vt[:rank].T @ vt[:rank]

    def told(rows_: Array) -> tuple[Array, Array]:
        lost = np.abs(rows_ @ null).max(axis=1) > ESTIMABLE
        est, se = rows_ @ coef, np.sqrt(np.einsum("ij,jk,ik->i", rows_, cov, rows_))
        return np.where(lost, np.nan, est), np.where(lost, np.nan, se)

    component, treatment = told(np.eye(len(names))), told(contrasts)
    q, df = float(problem.at(0.0).form()), int(len(rows.y) - rank)
    q_difference = df_difference = None
    if len(found.parts) == 1:
        full = solve(found.blocks, len(found.treatments), None)
        q_difference, df_difference = max(q - full.q, 0.0), df - full.df
    return ComponentFit(
        data=found,
        components=names,
        reference=base,
        level=level,
        component_estimates=component[0],
        component_std_errors=component[1],
        treatment_estimates=treatment[0],
        treatment_std_errors=treatment[1],
        tau2=chosen,
        q_additive=q,
        df_additive=df,
        q_difference=q_difference,
        df_difference=df_difference,
    )
