"""Write the R script that repeats a fit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trueeffect.synthesis.fits import Fit


def _vector(values: Iterable[float]) -> str:
    return "c(" + ", ".join(repr(float(value)) for value in values) + ")"


def script(fit: Fit) -> str:
    """Return an R script with the effects written out; it needs the package metafor.

    The tightened stopping rule is set because metafor's own stops at about five digits.
    """
    s = fit.solution
    lines = ["library(metafor)", f"yi <- {_vector(fit.effects.y)}", f"vi <- {_vector(fit.effects.v)}"]
    arguments = ["yi", "vi"]
    if fit.design is not None:
        columns = [f"  {_vector(column)}" for column in fit.design.matrix.T]
        lines.append("X <- cbind(\n" + ",\n".join(columns) + "\n)")
        arguments += ["mods = X", "intercept = FALSE"]
    arguments.append(f'method = "{s.method.r_code if s.method else "EE"}"')
    if s.weights is not None:
        lines.append(f"wi <- {_vector(s.weights)}")
        arguments.append("weights = wi")
    if not s.estimated and fit.tau2:
        arguments.append(f"tau2 = {fit.tau2!r}")
    arguments += [f'test = "{s.inference.r_code}"', f"level = {100 * fit.level:g}"]
    if s.method is not None and s.method.iterative:
        arguments.append(
            "control = list(tol = 1e-14, maxiter = 10000, threshold = 1e-14)"
            if s.method.code not in ("REML", "ML", "EB")
            else "control = list(threshold = 1e-14, maxiter = 10000)"
        )
    lines.append(f"fit <- rma({', '.join(arguments)})")
    lines.append("print(fit, digits = 8)")
    if fit.design is not None and fit.design.intercept and len(fit.terms) > 1:
        lines.append(f"anova(fit, btt = 2:{len(fit.terms)})")
    return "\n".join(lines) + "\n"
