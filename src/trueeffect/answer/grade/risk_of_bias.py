"""Risk of bias: how much of the weight comes from trials at high or unknown risk."""

from __future__ import annotations

from trueeffect.answer.grade._base import Case, Domain

MOST, SOME = 0.5, 0.25


def _judge(case: Case) -> tuple[int, dict[str, str], str]:
    shares = dict.fromkeys(("low", "some concerns", "high", "not assessed"), 0.0)
    for row in case.pooled.rows:
        shares[row.bias] += row.weight
    inputs = {kind: f"{100 * share:.0f} % of the weight" for kind, share in shares.items() if share > 0}
    high, unclear = shares["high"], shares["not assessed"] + shares["some concerns"]
    if high > MOST:
        return (
            -2 if high > 0.9 and case.versus != "sham" else -1,
            inputs,
            (
                f"{100 * high:.0f} % of the weight comes from trials at high risk of bias"
                + ("; people knew what they got and rated themselves." if case.versus != "sham" else ".")
            ),
        )
    if high > SOME or unclear + high > MOST:
        return (
            -1,
            inputs,
            (
                f"{100 * (high + unclear):.0f} % of the weight comes from trials with high risk, with concerns, or "
                "of which too little was read to judge."
            ),
        )
    return 0, inputs, "Most of the weight comes from trials at low risk of bias."


DOMAIN = Domain(
    order=1,
    name="risk of bias",
    rule="One level down when more than half of the weight is at high or unclear risk, or a quarter at high "
    "risk; two when nearly all is at high risk and people knew their treatment.",
    judge=_judge,
)
