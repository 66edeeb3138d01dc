"""What a forest plot lists, before any layout: studies, subtotals, the pooled estimate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from trueeffect.errors import InputError, UnknownOption
from trueeffect.plot.measure_axis import Axis
from trueeffect.plot.words import figures

if TYPE_CHECKING:
    from trueeffect.synthesis.fits import Fit
    from trueeffect.synthesis.results import Results

Kind = Literal["study", "group", "subtotal", "total", "prediction", "note"]
JUDGEMENTS = {
    "low": "good",
    "some concerns": "some",
    "unclear": "some",
    "moderate": "some",
    "high": "bad",
    "serious": "bad",
    "critical": "bad",
}
SIGNS = {"good": "+", "some": "?", "bad": "−", "muted": " "}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line: values on the shown scale, NaN where there is none; ``weight`` is a share."""

    kind: Kind
    label: str
    estimate: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    weight: float = float("nan")
    judgements: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Estimate with its interval, in words."""
        if self.kind in ("group", "note"):
            return ""
        between = f"{figures(self.low)} to {figures(self.high)}"
        return between if self.kind == "prediction" else f"{figures(self.estimate)} ({between})"


def build_rows(
    fit: Fit,
    axis: Axis,
    *,
    subgroup: str | None,
    sort: str | None,
    prediction: bool,
    risk_of_bias: Sequence[str],
) -> tuple[Row, ...]:
    """Return the rows of a forest plot in their order."""
    if fit.design is not None:
        raise InputError(
            "A forest plot shows one pooled estimate.", hint="Use plot.bubble() for a regression."
        )
    studies = _studies(fit, axis, risk_of_bias)
    order = _order(fit, sort)
    rows: list[Row] = []
    if subgroup is None:
        rows += [studies[i] for i in order]
    else:
        rows += _grouped(fit, axis, subgroup, studies, order)
    rows.append(_total(fit, axis))
    if prediction and fit.tau2 > 0 and fit.k > 2:
        low, high = (axis.change(bound) for bound in fit.pred_int())
        if np.isfinite(low) and np.isfinite(high):
            rows.append(Row(kind="prediction", label="Prediction interval", low=low, high=high))
    return tuple(rows)


def _studies(fit: Fit, axis: Axis, risk_of_bias: Sequence[str]) -> list[Row]:
    from trueeffect.synthesis.study_intervals import study_intervals

    found = study_intervals(fit.effects, fit.level)
    marks = [_judged(fit, column) for column in risk_of_bias]
    return [
        Row(
            kind="study",
            label=label,
            estimate=axis.change(y),
            low=axis.change(low),
            high=axis.change(high),
            weight=float(weight),
            judgements=tuple(column[i] for column in marks),
        )
        for i, (label, y, low, high, weight) in enumerate(
            zip(found["study"], found["estimate"], found["conf_low"], found["conf_high"], fit.weights)
        )
    ]


def _judged(fit: Fit, column: str) -> list[str]:
    from trueeffect.synthesis.frames import as_text

    values = [text.strip().lower() for text in as_text(fit.effects.column(column, "risk of bias"))]
    for i, value in enumerate(values):
        if value and value not in JUDGEMENTS:
            raise InputError(
                f"Column {column!r}, row {fit.effects.rows[i]}: {value!r} is no judgement of risk of bias.",
                hint=f"Use {', '.join(JUDGEMENTS)}, or leave the cell empty.",
                column=column,
            )
    return [JUDGEMENTS.get(value, "muted") for value in values]


def _order(fit: Fit, sort: str | None) -> list[int]:
    keys: dict[str, Any] = {
        "estimate": fit.effects.y,
        "weight": -fit.weights,
        "label": np.array([label.lower() for label in fit.effects.labels]),
    }
    if sort is None:
        return list(range(fit.k))
    if sort not in keys:
        raise UnknownOption.of("sort", sort, keys)
    return [int(i) for i in np.argsort(keys[sort], kind="stable")]


def _grouped(fit: Fit, axis: Axis, by: str, studies: list[Row], order: list[int]) -> list[Row]:
    from trueeffect.synthesis.frames import as_text
    from trueeffect.synthesis.subgroups import subgroups

    found = subgroups(fit.effects, by, level=fit.level, **_settings(fit))
    names = as_text(fit.effects.column(by, "subgroups"))
    rows: list[Row] = []
    for j, name in enumerate(found["subgroup"]):
        members = [i for i in order if names[i] == name]
        rows.append(Row(kind="group", label=name))
        rows += [studies[i] for i in members]
        rows.append(_subtotal(found, j, axis, fit, sum(studies[i].weight for i in members)))
    rest = [i for i in order if not names[i]]
    if rest:
        rows.append(Row(kind="group", label="No subgroup given"))
        rows += [studies[i] for i in rest]
    model = "common" if fit.spec["model"] == "common" else "random"
    q, df, p = (found[f"q_between_{model}"], found["df_between"], found[f"p_between_{model}"])
    rows.append(Row(kind="note", label=f"Difference between subgroups: Q = {q:.2f}, df = {df}, {_p(p)}"))
    return rows


def _p(p: float) -> str:
    from trueeffect.plot.words import p_text

    return p_text(p)


def _settings(fit: Fit) -> dict[str, Any]:
    knapp = fit.spec["test"].startswith("knapp-hartung")
    return {"method": fit.spec["method"] or "REML", "interval": "knapp-hartung" if knapp else "wald"}


def _subtotal(found: Results, j: int, axis: Axis, fit: Fit, weight: float) -> Row:
    model = "common" if fit.spec["model"] == "common" else "random"
    estimate, low, high = (found[name][j] for name in (model, f"{model}_conf_low", f"{model}_conf_high"))
    change = axis.change
    k = int(found["k"][j])
    label = f"Subtotal ({k} {'study' if k == 1 else 'studies'})"
    return Row(
        kind="subtotal",
        label=label,
        estimate=change(estimate),
        low=change(low),
        high=change(high),
        weight=weight,
    )


def _total(fit: Fit, axis: Axis) -> Row:
    model = "Common effect" if fit.spec["model"] == "common" else "Random effects"
    return Row(
        kind="total",
        label=f"{model} ({fit.k} {'study' if fit.k == 1 else 'studies'})",
        estimate=axis.change(fit.estimate),
        low=axis.change(fit.conf_low),
        high=axis.change(fit.conf_high),
        weight=1.0,
    )
