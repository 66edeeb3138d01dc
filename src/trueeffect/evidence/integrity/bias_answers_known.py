"""Are the answers on risk of bias questions of RoB 2?"""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.evidence.integrity._base import Fault, each_study
from trueeffect.model.study import Study

QUESTIONS = (
    "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "3.1", "3.2", "3.3", "3.4",
    "4.1", "4.2", "4.3", "4.4", "4.5", "5.1", "5.2", "5.3",
)  # fmt: skip


def _find(study: Study) -> Iterator[Fault]:
    arms = {arm.id for arm in study.arms}
    for answer in study.bias:
        message = ""
        if answer.question not in QUESTIONS:
            message = f"{answer.question!r} is no question of RoB 2."
        elif answer.versus and answer.versus not in arms:
            message = f"the group {answer.versus!r} is not one of the study's."
        elif not answer.reason:
            message = f"the answer to {answer.question} has no reason."
        if message:
            yield Fault(rule="bias_answers_known", study=study.id, where=f"{study.id}/bias", message=message)


RULE = each_study("bias_answers_known", "Are the answers on risk of bias questions of RoB 2?", _find)
