"""Pool the effects of the selected studies: points of one scale, standardised differences, or risk ratios."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, gamma, log, sqrt
from typing import Any, Literal, NamedTuple

from trueeffect.answer.bias import assess
from trueeffect.answer.derive import Z95, Counts, Difference, counts_of, difference_of, factor_of, family_of
from trueeffect.evidence.instruments import PERCENT_SCALE, Instrument, find_instrument, instruments
from trueeffect.evidence.select import Selected
from trueeffect.model.answer import EffectRow, LeftOut, Pooled

Measure = Literal["MD", "SMD", "RR"]


class Combined(NamedTuple):
    """A pooled effect (None when nothing is left), and what was left out on the way."""

    pooled: Pooled | None
    left_out: tuple[LeftOut, ...]


class _Effect(NamedTuple):
    item: Selected
    y: float
    se: float
    base: Difference | Counts
    steps: tuple[str, ...]


def combine_means(
    items: Sequence[Selected], better: Literal["lower", "higher"], *, model: str = "random", measure: str = ""
) -> Combined:
    """Pool differences of means.

    Points are used when all scales are of one family, or when half or more are pain ratings; else
    differences are standardised by the standard deviation of scores. Changes and end scores are not mixed:
    a change is divided by the spread of scores at the start, or the usual one of its scale; without
    either it is left out, unless all are of that kind.
    """
    found: list[tuple[Selected, Difference]] = []
    left: list[LeftOut] = []
    for item in items:
        difference = difference_of(item, better)
        if isinstance(difference, str):
            left.append(left_out(item, difference))
        else:
            found.append((item, difference))
    if not found:
        return Combined(None, tuple(left))
    family = "" if measure == "SMD" else _family(found)
    if family:
        effects, more = _in_points(found, family)
    else:
        effects, more = _standardised(found)
    left += more
    if not effects:
        return Combined(None, tuple(left))
    kind: Measure = "MD" if family else "SMD"
    return Combined(_pool(effects, kind, family, better, model), tuple(left))


def left_out(item: Selected, reason: str) -> LeftOut:
    """Return the note that an item was left out."""
    study = item.study
    return LeftOut(study=study.id, label=study.label, reason=reason, versus=item.versus, url=study.url)


def _family(found: Sequence[tuple[Selected, Difference]]) -> str:
    families = Counter(family_of(item) for item, _ in found)
    name, number = max(families.items(), key=lambda pair: (pair[1], pair[0] == PERCENT_SCALE))
    if name and number == len(found):
        return name
    if name == PERCENT_SCALE and 2 * number >= len(found):
        return name
    return ""


def reference_scale(family: str) -> Instrument:
    """Return the scale that a family is shown on."""
    return next(scale for scale in instruments().values() if scale.family == family)


def scale_sd_of(pooled: Pooled) -> float:
    """Return the usual standard deviation of scores on the scale that an effect is shown in."""
    for scale in instruments().values():
        if pooled.unit == f"points ({scale.label})" and scale.typical_sd:
            return scale.typical_sd
    return 1.0


def _in_points(
    found: Sequence[tuple[Selected, Difference]], family: str
) -> tuple[list[_Effect], list[LeftOut]]:
    effects, left = [], []
    sd = reference_scale(family).typical_sd or float("nan")
    for item, difference in found:
        if family_of(item) == family:
            factor = factor_of(item)
            step = (f"times {factor:g}: 0 to 100 points",) if factor != 1 else ()
            effects.append(_effect(item, difference, factor, step))
            continue
        if not difference.sd > 0:
            left.append(
                left_out(item, f"another scale ({item.outcome.instrument}) without a spread of scores")
            )
            continue
        factor = sd / difference.sd
        step = (f"another scale: standardised, times {sd:g} points (usual SD of the scale shown)",)
        effects.append(_effect(item, difference, factor, step))
    return effects, left


def _effect(item: Selected, difference: Difference, factor: float, step: tuple[str, ...]) -> _Effect:
    return _Effect(
        item, difference.value * factor, difference.std_error * factor, difference, (*difference.steps, *step)
    )


def _standardised(found: Sequence[tuple[Selected, Difference]]) -> tuple[list[_Effect], list[LeftOut]]:
    mixed = any(not difference.of_changes for _, difference in found)
    effects, left = [], []
    for item, difference in found:
        sd = difference.sd
        if difference.of_changes and usual_sd(item):
            effects.append(_standard_effect(item, difference, usual_sd(item) or 1.0))
            continue
        if difference.of_changes:
            if mixed:
                left.append(left_out(item, "changes without a spread of scores are not mixed with scores"))
                continue
            sd = difference.std_error / sqrt(1 / difference.n1 + 1 / difference.n2)
        if not sd > 0:
            left.append(left_out(item, "no spread of scores to standardise with"))
            continue
        effects.append(_standard_effect(item, difference, sd))
    return effects, left


def usual_sd(item: Selected) -> float | None:
    """Return the usual standard deviation of scores on the scale of an item, in its own points."""
    scale = find_instrument(item.outcome)
    if scale is None or not scale.typical_sd:
        return None
    low, high = item.outcome.low, item.outcome.high
    if None in (low, high, scale.low, scale.high):
        return scale.typical_sd
    return scale.typical_sd * (high - low) / (scale.high - scale.low)  # type: ignore[operator]


def _standard_effect(item: Selected, difference: Difference, sd: float) -> _Effect:
    """Hedges' g with the large-sample variance; the error of the difference may be an adjusted one."""
    n = difference.n1 + difference.n2
    g = correction(n - 2) * difference.value / sd
    variance = (difference.std_error / sd) ** 2 + g * g / (2 * n)
    step = f"divided by the standard deviation {sd:.3g}, corrected for small samples"
    return _Effect(item, g, sqrt(variance), difference, (*difference.steps, step))


def correction(df: float) -> float:
    """Return Hedges' small-sample factor (doi:10.3102/10769986006002107).

    Examples
    --------
    >>> round(correction(20), 4)
    0.9619
    """
    if df > 300:
        return 1 - 3 / (4 * df - 1)
    return gamma(df / 2) / (sqrt(df / 2) * gamma((df - 1) / 2))


def combine_counts(
    items: Sequence[Selected], better: Literal["lower", "higher"], *, model: str = "random"
) -> Combined:
    """Pool numbers of people with an event as risk ratios."""
    effects, left = [], []
    for item in items:
        counts = counts_of(item) if item.contrast is None else "only a ratio is printed"
        if isinstance(counts, str):
            left.append(left_out(item, counts))
            continue
        effect = _ratio(item, counts)
        if effect is None:
            left.append(left_out(item, "no events in any group"))
        else:
            effects.append(effect)
    if not effects:
        return Combined(None, tuple(left))
    return Combined(_pool(effects, "RR", "", better, model), tuple(left))


def _ratio(item: Selected, counts: Counts) -> _Effect | None:
    a, n1, c, n2, steps, _ = counts
    if a + c == 0:
        return None
    if 0 in (a, c):
        a, c, n1, n2 = a + 0.5, c + 0.5, n1 + 1, n2 + 1
        steps = (*steps, "half an event added to empty cells")
    return _Effect(item, log(a / n1) - log(c / n2), sqrt(1 / a - 1 / n1 + 1 / c - 1 / n2), counts, steps)


def fit_effects(rows: Sequence[EffectRow], measure: Measure, model: str = "random") -> Any:
    """Return the fit of study effects, the one that an answer reports and a forest plot draws."""
    from trueeffect.synthesis.effects import effect_sizes
    from trueeffect.synthesis.pool import pool

    ratio = measure == "RR"
    table = {
        "study": [row.label for row in rows],
        "y": [log(row.estimate) if ratio else row.estimate for row in rows],
        "se": [row.std_error for row in rows],
    }
    effects = effect_sizes(table, measure, study="study", y="y", se="se")
    if len(rows) == 1:
        return pool(effects, model="common", test="wald")
    test = "knapp-hartung-conservative" if len(rows) > 2 and model == "random" else "wald"
    return pool(effects, model=model, test=test)


def _pool(
    effects: Sequence[_Effect],
    measure: Measure,
    family: str,
    better: Literal["lower", "higher"],
    model: str,
) -> Pooled:
    rows = [_row(effect, measure) for effect in effects]
    fit = fit_effects(rows, measure, model)
    change = exp if measure == "RR" else float
    weights = 1 / (fit.effects.v + fit.tau2)
    shares = weights / weights.sum()
    prediction = fit.pred_int() if len(rows) > 2 and model == "random" else None
    return Pooled(
        measure=measure,
        unit=_unit(measure, family),
        k=len(rows),
        n=sum((row.n_index or 0) + (row.n_control or 0) for row in rows),
        estimate=change(fit.estimate),
        conf_low=change(fit.conf_low),
        conf_high=change(fit.conf_high),
        pred_low=None if prediction is None else change(prediction[0]),
        pred_high=None if prediction is None else change(prediction[1]),
        tau2=fit.tau2,
        i2=fit.i2,
        p_value=fit.p_value,
        method=_method(len(rows), model),
        better=better,
        rows=tuple(_weighted(row, float(share)) for row, share in zip(rows, shares)),
    )


FAMILIAR = {"disability": "rmdq", "pain": PERCENT_SCALE, "leg_pain": PERCENT_SCALE}
"""Scale on which a standardised difference of an outcome is shown as well."""


def with_points(pooled: Pooled, outcome: str) -> Pooled:
    """Return a standardised difference with its size in points of a familiar scale."""
    import msgspec

    if pooled.measure != "SMD" or outcome not in FAMILIAR:
        return pooled
    scale = reference_scale(FAMILIAR[outcome])
    sd = scale.typical_sd or float("nan")
    points = (pooled.estimate * sd, pooled.conf_low * sd, pooled.conf_high * sd)
    label = f"{scale.label}, with its usual standard deviation of {sd:g}"
    return msgspec.structs.replace(pooled, in_points=points, points_scale=label)


def _weighted(row: EffectRow, weight: float) -> EffectRow:
    import msgspec

    return msgspec.structs.replace(row, weight=weight)


def _unit(measure: Measure, family: str) -> str:
    if measure == "MD":
        return f"points ({reference_scale(family).label})"
    return "risk ratio" if measure == "RR" else "standard deviations"


def _method(k: int, model: str) -> str:
    if k == 1:
        return "a single study: its own normal interval"
    if model == "common":
        return "common effect, inverse variances, normal intervals"
    if k == 2:
        return "random effects, REML; normal intervals, as two studies are too few for anything better"
    return (
        "random effects, REML; Knapp-Hartung intervals, never narrower than normal ones "
        "(doi:10.1186/1471-2288-14-25)"
    )


def _row(effect: _Effect, measure: Measure) -> EffectRow:
    item, base, risk = effect.item, effect.base, assess(effect.item)
    change = exp if measure == "RR" else float
    used = (*item.index, *item.control, *((item.contrast,) if item.contrast else ()))
    sources = dict.fromkeys(f"{row.source.url} ({row.source.place})" for row in used)
    events = (base.events1, base.events2) if isinstance(base, Counts) else (None, None)
    return EffectRow(
        study=item.study.id,
        label=item.study.label + _suffix(item),
        url=item.study.url,
        estimate=change(effect.y),
        std_error=effect.se,
        conf_low=change(effect.y - Z95 * effect.se),
        conf_high=change(effect.y + Z95 * effect.se),
        weeks=item.weeks,
        instrument=item.outcome.instrument,
        index=_names(item, item.comparison.index),
        control=_names(item, item.comparison.control),
        n_index=base.n1,
        n_control=base.n2,
        events_index=events[0],
        events_control=events[1],
        figures=base.figures,
        row_ids=item.row_ids,
        sources=tuple(sources),
        steps=(*item.notes, *effect.steps),
        imputed=isinstance(base, Difference) and base.imputed,
        bias=risk.overall,
        bias_domains=risk.domains,
        bias_reasons=tuple(f"{answer.question} {answer.answer}: {answer.reason}" for answer in risk.answers),
    )


def _names(item: Selected, arms: tuple[str, ...]) -> str:
    return " and ".join(item.study.arm(arm).label for arm in arms)


def _suffix(item: Selected) -> str:
    """Tell apart two comparisons of one study by what both groups also got."""
    shared = [note for note in item.notes if note.startswith("both groups also got")]
    return f" (with {shared[0].removeprefix('both groups also got ')})" if shared else ""


def describe(pooled: Pooled) -> str:
    """Return a pooled effect as figures: estimate, interval, studies, people."""
    studies = "1 study" if pooled.k == 1 else f"{pooled.k} studies"
    return (
        f"{pooled.estimate:.2f} (95% CI {pooled.conf_low:.2f} to {pooled.conf_high:.2f}; "
        f"{studies}, {pooled.n:.0f} people)"
    )
