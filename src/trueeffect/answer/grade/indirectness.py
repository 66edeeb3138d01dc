"""Indirectness: are the people, treatments, comparisons, outcomes and times those asked about?"""

from __future__ import annotations

from trueeffect.answer.grade._base import Case, Domain


def _judge(case: Case) -> tuple[int, dict[str, str], str]:
    found: dict[str, float] = {}
    for row in case.pooled.rows:
        for reason in _reasons(row.steps, row.imputed):
            found[reason] = found.get(reason, 0.0) + row.weight
    inputs = {reason: f"{100 * share:.0f} % of the weight" for reason, share in found.items()}
    heavy = [reason for reason, share in found.items() if share > 0.5]
    if heavy:
        return -1, inputs, f"More than half of the weight: {'; '.join(heavy)}."
    return 0, inputs, "People, treatments, outcome and time are those asked about."


def _reasons(steps: tuple[str, ...], imputed: bool) -> list[str]:
    found = [step for step in steps if step.startswith("another scale")]
    return [*(["another scale than the one shown"] if found else [])]


DOMAIN = Domain(
    order=3,
    name="indirectness",
    rule="One level down when more than half of the weight comes from another scale than the one shown. Trials "
    "of other conditions, treatments, comparisons, outcomes or times are left out, not rated down.",
    judge=_judge,
)
