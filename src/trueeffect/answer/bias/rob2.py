"""The published algorithm of RoB 2 (Sterne 2019, doi:10.1136/bmj.l4898), effect of assignment.

Answers: Y, PY, PN, N, NI (the report says nothing), NA; a question that was not asked of a full report has no
answer. A domain whose path needs an answer that is not there is "not assessed", never "low".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trueeffect.model.answer import RiskOfBias

DOMAINS: dict[str, str] = {
    "D1": "how groups were made",
    "D2": "what was done beside the plan",
    "D3": "missing results",
    "D4": "how the outcome was measured",
    "D5": "choice of what to report",
}
_ORDER: tuple[RiskOfBias, ...] = ("low", "some concerns", "high")
LOW, SOME, HIGH = _ORDER


class _Unasked(Exception):
    """A question on the path has no answer."""


def _reader(answers: Mapping[str, str]) -> Callable[[str], str]:
    def ask(question: str) -> str:
        answer = answers.get(question, "")
        if not answer:
            raise _Unasked(question)
        return {"PY": "Y", "PN": "N"}.get(answer, answer)

    return ask


def judge(domain: str, answers: Mapping[str, str]) -> RiskOfBias:
    """Return the judgement of one domain.

    Examples
    --------
    >>> judge("D1", {"1.1": "Y", "1.2": "Y", "1.3": "N"}), judge("D1", {"1.2": "N"}), judge("D3", {})
    ('low', 'high', 'not assessed')
    """
    try:
        return _RULES[domain](_reader(answers))
    except _Unasked:
        return "not assessed"


def overall(judgements: Mapping[str, RiskOfBias]) -> RiskOfBias:
    """Return the judgement over all domains: the worst; one that is not assessed hides a low one.

    Examples
    --------
    >>> overall({"D1": "low", "D4": "high", "D5": "not assessed"})
    'high'
    """
    found = list(judgements.values())
    if HIGH in found:
        return HIGH
    if "not assessed" in found:
        return "not assessed"
    return SOME if SOME in found else LOW


def _groups(ask: Callable[[str], str]) -> RiskOfBias:
    concealed = ask("1.2")
    if concealed == "N":
        return HIGH
    if concealed == "NI":
        return HIGH if ask("1.3") == "Y" else SOME
    if ask("1.1") == "N":
        return SOME
    return SOME if ask("1.3") == "Y" else LOW


def _deviations(ask: Callable[[str], str]) -> RiskOfBias:
    first, second = _awareness(ask), _analysis(ask)
    return max(first, second, key=_ORDER.index)


def _awareness(ask: Callable[[str], str]) -> RiskOfBias:
    if ask("2.1") == "N" and ask("2.2") == "N":
        return LOW
    arose = ask("2.3")
    if arose in ("N", "NA"):
        return LOW
    if arose == "NI" or ask("2.4") == "N":
        return SOME
    return SOME if ask("2.5") == "Y" else HIGH


def _analysis(ask: Callable[[str], str]) -> RiskOfBias:
    if ask("2.6") == "Y":
        return LOW
    return SOME if ask("2.7") == "N" else HIGH


def _missing(ask: Callable[[str], str]) -> RiskOfBias:
    if ask("3.1") == "Y" or ask("3.2") == "Y" or ask("3.3") == "N":
        return LOW
    return SOME if ask("3.4") == "N" else HIGH


def _measurement(ask: Callable[[str], str]) -> RiskOfBias:
    if ask("4.1") == "Y":
        return HIGH
    differs = ask("4.2")
    if differs == "Y":
        return HIGH
    best = SOME if differs == "NI" else LOW
    if ask("4.3") == "N" or ask("4.4") == "N":
        return best
    return SOME if ask("4.5") == "N" else HIGH


def _selection(ask: Callable[[str], str]) -> RiskOfBias:
    second, third = ask("5.2"), ask("5.3")
    if "Y" in (second, third):
        return HIGH
    if "NI" in (second, third):
        return SOME
    return LOW if ask("5.1") == "Y" else SOME


_RULES: dict[str, Callable[[Callable[[str], str]], RiskOfBias]] = {
    "D1": _groups,
    "D2": _deviations,
    "D3": _missing,
    "D4": _measurement,
    "D5": _selection,
}
