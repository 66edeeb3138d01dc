"""Risk of bias of one comparison of a study: answers that were read, and those that follow from the design."""

from __future__ import annotations

from trueeffect.answer.bias.rob2 import DOMAINS, judge, overall
from trueeffect.evidence.select import Selected
from trueeffect.model._struct import Value
from trueeffect.model.answer import RiskOfBias
from trueeffect.model.study import BiasAnswer

COMPLETE = 0.95
"""Share of people with results above which missing ones hardly matter."""


class Assessment(Value, frozen=True, kw_only=True):
    """Judgements by domain and over all, with the answers they follow from."""

    domains: dict[str, RiskOfBias]
    overall: RiskOfBias
    answers: tuple[BiasAnswer, ...]


def assess(item: Selected) -> Assessment:
    """Return the risk of bias of a selected comparison.

    Answers in ``bias.tsv`` come first. What follows from the design is added: people who wait or get usual
    care know it, and they rate their own pain; a sham hides the treatment from them; nearly complete
    results are complete. Everything else stays open.
    """
    answers = {answer.question: answer for answer in follows(item)}
    answers |= {answer.question: answer for answer in read(item)}
    words = {question: answer.answer for question, answer in answers.items()}
    domains = {domain: judge(domain, words) for domain in DOMAINS}
    return Assessment(
        domains=domains,
        overall=overall(domains),
        answers=tuple(answers[question] for question in sorted(answers)),
    )


def read(item: Selected) -> list[BiasAnswer]:
    """Return the answers of the study that are about this comparison and outcome; special ones last."""
    fitting = [
        answer
        for answer in item.study.bias
        if answer.versus in ("", *item.comparison.control)
        and answer.outcome in ("", item.outcome.domain, item.outcome.name)
    ]
    return sorted(fitting, key=lambda answer: (bool(answer.versus), bool(answer.outcome)))


def follows(item: Selected) -> list[BiasAnswer]:
    """Return the answers that follow from the design."""
    found = [
        BiasAnswer(question="4.1", answer="PN", reason="a usual way to measure this outcome"),
        BiasAnswer(question="4.2", answer="PN", reason="asked in the same way in both groups"),
    ]
    if item.versus == "sham":
        hidden = "a sham is made so that people do not know which they got"
        found += [
            BiasAnswer(question="2.1", answer="PN", reason=hidden),
            BiasAnswer(question="4.3", answer="PN", reason=f"people rate themselves, and {hidden}"),
        ]
    else:
        knew = "people knew which treatment they got"
        found += [
            BiasAnswer(question="2.1", answer="Y", reason=knew),
            BiasAnswer(question="2.2", answer="Y", reason="so did those who treated them"),
            BiasAnswer(question="4.3", answer="Y", reason=f"people rate themselves, and {knew}"),
            BiasAnswer(question="4.4", answer="PY", reason="a rating of one's own pain can be swayed"),
            BiasAnswer(
                question="4.5",
                answer="PY" if item.versus == "without" else "NI",
                reason="hope and disappointment differ between the groups"
                if item.versus == "without"
                else "both groups were treated; how hopes differed is not known",
            ),
        ]
    share = _share_analysed(item)
    if share is not None and share >= COMPLETE:
        found.append(
            BiasAnswer(question="3.1", answer="Y", reason=f"results of {100 * share:.0f} % of the people")
        )
    return found


def _share_analysed(item: Selected) -> float | None:
    rows = (*item.index, *item.control)
    sizes = [item.study.arm(row.arm).n_randomised for row in rows]
    analysed = [getattr(row, "n", None) for row in rows]
    if not rows or any(size is None for size in (*sizes, *analysed)):
        return None
    return sum(n for n in analysed if n) / sum(size for size in sizes if size)
