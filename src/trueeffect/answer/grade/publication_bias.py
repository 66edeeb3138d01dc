"""Publication bias: do small trials show more, and could others be missing?"""

from __future__ import annotations

from trueeffect.answer.grade._base import Case, Domain

ENOUGH = 10
SMALL_TRIAL = 100


def _judge(case: Case) -> tuple[int, dict[str, str], str]:
    pooled = case.pooled
    inputs = {"studies": str(pooled.k)}
    if pooled.k >= ENOUGH:
        from trueeffect.answer.combine import fit_effects
        from trueeffect.synthesis.bias.asymmetry import regression_test

        p = float(regression_test(fit_effects(pooled.rows, pooled.measure)).p_value)
        inputs["test of small-study effects"] = f"p = {p:.3f}"
        if p < 0.1:
            return -1, inputs, "Small trials show other effects than large ones."
        return 0, inputs, "Small and large trials show alike effects."
    share = sum(row.weight for row in pooled.rows if (row.n_index or 0) + (row.n_control or 0) < SMALL_TRIAL)
    inputs["weight of trials below 100 people"] = f"{100 * share:.0f} %"
    if pooled.k >= 4 and share > 0.75:
        return (
            -1,
            inputs,
            "Nearly all weight comes from small trials; those that found nothing may be missing.",
        )
    return 0, inputs, f"Fewer than {ENOUGH} studies: tests would say little; nothing speaks for it strongly."


DOMAIN = Domain(
    order=5,
    name="publication bias",
    rule="With ten studies or more, one level down when a regression test of small-study effects has p below "
    "0.1; with four to nine, when three quarters of the weight come from trials of fewer than 100 people.",
    judge=_judge,
)
