"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from trueeffect.model._struct import Value
from trueeffect.model.study import Contrast, GroupEvents, GroupMean, Result, Study

Level = Literal["error", "doubt"]


class Fault(Value, frozen=True, kw_only=True):
    """A row that breaks a rule: an ``error`` stops the build, a ``doubt`` is shown for a second look."""

    rule: str
    study: str
    where: str
    message: str
    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.where}: {self.message} [{self.rule}, {self.level}]"


class Rule(Value, frozen=True, kw_only=True):
    """A rule: its name, what it asks in one sentence, and the function that looks for faults."""

    name: str
    asks: str
    find: Callable[[tuple[Study, ...]], Iterable[Fault]]


def each_study(name: str, asks: str, find: Callable[[Study], Iterable[Fault]]) -> Rule:
    """Return a rule that looks at one study at a time."""
    return Rule(name=name, asks=asks, find=lambda studies: (f for study in studies for f in find(study)))


def means(study: Study) -> Iterator[GroupMean]:
    """Return the group means of a study."""
    return (result for result in study.results if isinstance(result, GroupMean))


def counts(study: Study) -> Iterator[GroupEvents]:
    """Return the group events of a study."""
    return (result for result in study.results if isinstance(result, GroupEvents))


def contrasts(study: Study) -> Iterator[Contrast]:
    """Return the printed comparisons of a study."""
    return (result for result in study.results if isinstance(result, Contrast))


def same_measurement(one: Result, other: Result) -> bool:
    """Tell whether two results measure the same thing at the same time."""
    return one.outcome == other.outcome and one.weeks == other.weeks
