"""The parts that the number grammar is made of.

A text is read in four steps. The lexer finds numbers, in digits and in words, and replaces each by ``#``:
the *shape* of the text, in which patterns are short. Structures join numbers that belong together
(``33 of 58 (56.9 %)``, ``95% CI 1 to 3``). Units and bounds ("nearly", "at least") are folded in, which
leaves a second shape with one ``#`` for each quantity. On that, counting rules decide what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Bound = Literal["", "about", "less", "more", "at_least", "at_most"]
SpreadKind = Literal["", "sd", "se", "ci", "iqr", "range"]
Relation = Literal["", "<", ">", "=", "<=", ">="]


@dataclass(frozen=True, slots=True)
class Token:
    """A number in the text: ``[start, end)``, its value and the half-width of its rounding."""

    start: int
    end: int
    value: float
    precision: float
    words: bool = False
    kind: Literal["number", "fraction", "year", "name"] = "number"
    """``fraction``: "half", "two thirds"; ``year``: a calendar year; ``name``: part of a name."""
    parts: tuple[int, int] | None = None
    """Numerator and denominator of a fraction."""


@dataclass(slots=True)
class Draft:
    """A quantity in the making; ``start`` and ``end`` index the text, ``first`` and ``last`` the tokens."""

    start: int
    end: int
    value: float
    precision: float
    low: float | None = None
    high: float | None = None
    unit: str = ""
    counts: str = ""
    of: str = ""
    bound: Bound = ""
    near: bool = False
    words: bool = False
    numerator: float | None = None
    denominator: float | None = None
    spread: float | None = None
    spread_kind: SpreadKind = ""
    p: float | None = None
    p_relation: Relation = ""
    rank: Literal["main", "interval", "p_value", "spread", "dropped"] = "main"
    tokens: tuple[int, ...] = field(default=())


Build = Callable[[re.Match[str], Sequence[Token]], Draft | None]
"""From a match on the shape and the tokens under its ``#`` signs to a draft; None when they do not fit."""


@dataclass(frozen=True, kw_only=True)
class Structure:
    """Numbers that belong together.

    Parameters
    ----------
    pattern : str
        Regular expression on the first shape; each number is ``#``. Case is ignored unless
        ``cased`` is set.
    examples, counter_examples : tuple of str
        Texts in which the structure must, and must not, be found.
    """

    name: str
    pattern: str
    build: Build
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    cased: bool = False

    def compiled(self) -> re.Pattern[str]:
        """Return the pattern ready for use."""
        return re.compile(self.pattern, 0 if self.cased else re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class CountRule:
    """A rule that says what a number counts, from the words around it.

    Parameters
    ----------
    counts : str
        The answer, a value of ``Quantity.counts``.
    pattern : str
        Regular expression on the second shape of the sentence, in lower case, with the number in question
        written ``@`` and the others ``#``. Units are folded into the signs.
    units : tuple of str
        Units, or unit classes in angle brackets (``<time>``), that the rule applies to; empty: all.
    examples, counter_examples : tuple of str
        Sentences with the number in question in curly brackets.
    """

    name: str
    counts: str
    pattern: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    units: tuple[str, ...] = ()
    ranged: bool = False
    """Whether the rule applies to ranges only."""
