"""From judgements to a level; a person may overrule one, with a reason in writing."""

from __future__ import annotations

from typing import get_args

from trueeffect._families import members
from trueeffect.answer.grade._base import Case, Domain
from trueeffect.errors import InputError, UnknownOption
from trueeffect.model.answer import Certainty, Judgement, Level

LEVELS: tuple[Level, ...] = get_args(Level)


def rate(case: Case) -> Certainty:
    """Return the certainty of a pooled effect of randomised trials, which start at high."""
    domains: list[Domain] = sorted(
        members("trueeffect.answer.grade", "DOMAIN").values(), key=lambda domain: domain.order
    )
    return settle(tuple(domain(case) for domain in domains))


def settle(judgements: tuple[Judgement, ...]) -> Certainty:
    """Return the level that judgements lead to.

    Examples
    --------
    >>> settle((Judgement(domain="imprecision", step=-2, rule=""),)).level
    'low'
    """
    down = -sum(judgement.step for judgement in judgements)
    return Certainty(level=LEVELS[min(max(down, 0), len(LEVELS) - 1)], judgements=judgements)


def override(certainty: Certainty, domain: str, step: int, reason: str) -> Certainty:
    """Return the certainty with one domain judged by a person.

    Raises
    ------
    InputError
        When there is no reason in writing.

    Examples
    --------
    >>> found = settle((Judgement(domain="imprecision", step=-1, rule=""),))
    >>> override(found, "imprecision", 0, "the interval excludes any difference that matters").level
    'high'
    """
    names = [judgement.domain for judgement in certainty.judgements]
    if domain not in names:
        raise UnknownOption.of("domain", domain, names)
    if not reason.strip():
        raise InputError("A judgement was overruled without a reason.", hint="Write why.")
    if step not in (0, -1, -2, -3):
        raise InputError(f"step={step} is not 0, -1, -2 or -3.", hint="Give the levels to go down.")
    judgements = tuple(
        Judgement(
            domain=domain,
            step=step,
            rule="judged by a person",
            inputs=judgement.inputs,
            reason=reason,
            by="person",
        )
        if judgement.domain == domain
        else judgement
        for judgement in certainty.judgements
    )
    return settle(judgements)
