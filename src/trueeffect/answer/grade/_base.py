"""What a domain of certainty looks at."""

from __future__ import annotations

from collections.abc import Callable

from trueeffect.model._struct import Value
from trueeffect.model.answer import Bands, Judgement, Pooled
from trueeffect.model.question import Question, Versus


class Case(Value, frozen=True, kw_only=True):
    """A pooled effect with what certainty depends on.

    Parameters
    ----------
    conditions : tuple of str
        Condition of each pooled study, in words, where it is narrower than the question.
    countries : tuple of str
        Country of each pooled study.
    """

    question: Question
    versus: Versus
    pooled: Pooled
    bands: Bands
    countries: tuple[str, ...] = ()
    indirect: tuple[str, ...] = ()


class Domain(Value, frozen=True, kw_only=True):
    """A domain: its place in the list, its name, its rule in words, and the function that judges."""

    order: int
    name: str
    rule: str
    judge: Callable[[Case], tuple[int, dict[str, str], str]]

    def __call__(self, case: Case) -> Judgement:
        step, inputs, reason = self.judge(case)
        return Judgement(domain=self.name, step=step, rule=self.rule, inputs=inputs, reason=reason)
