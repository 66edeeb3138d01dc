"""What a rule sees and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from trueeffect.model.person import Alert, Measure, Medicine, Person
from trueeffect.person.medicines.names import Ingredient, ingredients

OLD = 65
"""Years from which the lists for older adults apply."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """The medicines taken now, and the person."""

    medicines: tuple[Medicine, ...]
    person: Person

    @cached_property
    def current(self) -> tuple[Medicine, ...]:
        """Known medicines that are taken now."""
        return tuple(each for each in self.medicines if each.current and each.known)

    @cached_property
    def systemic(self) -> tuple[Medicine, ...]:
        """Those of them that reach the whole body."""
        return tuple(each for each in self.current if not each.topical)

    @property
    def old(self) -> bool:
        """Whether the person is known to be 65 or older."""
        return self.person.age is not None and self.person.age >= OLD

    def has(self, condition: str) -> bool:
        """Tell whether the person named this condition."""
        return condition in self.person.conditions

    def taking(self, *keys: str) -> tuple[Medicine, ...]:
        """Return systemic medicines with an ingredient of any of these classes, or of this id."""
        return tuple(each for each in self.systemic if any(_fits(part, keys) for part in parts_of(each)))

    def which(self, *keys: str) -> tuple[Ingredient, ...]:
        """Return the ingredients themselves, each once."""
        found = [part for each in self.systemic for part in parts_of(each) if _fits(part, keys)]
        return tuple(dict.fromkeys(found))


def parts_of(medicine: Medicine) -> tuple[Ingredient, ...]:
    """Return the table entries of a medicine's ingredients."""
    return tuple(ingredients()[part.ingredient] for part in medicine.parts)


def _fits(part: Ingredient, keys: Iterable[str]) -> bool:
    return any(key == part.id or key in part.classes for key in keys)


def named(medicines: Iterable[Medicine]) -> tuple[str, ...]:
    """Return the names as the person wrote them, each once."""
    return tuple(dict.fromkeys(each.name for each in medicines))


def listed(words: Iterable[str]) -> str:
    """Return words as ``a, b and c``."""
    given = list(words)
    return given[0] if len(given) == 1 else f"{', '.join(given[:-1])} and {given[-1]}" if given else ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Alerts and measures of one rule."""

    alerts: tuple[Alert, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One topic: a heading, where it was read, and the check."""

    title: str
    sources: tuple[str, ...]
    check: Callable[[Case], Outcome]
