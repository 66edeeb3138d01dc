"""Numbers told as verbs and adverbs: "halved", "doubled", "twice as likely", "fivefold", "twice a week"."""

from __future__ import annotations

import re
from typing import NamedTuple


class Multiple(NamedTuple):
    """A word that stands for a number.

    ``value`` is in ``unit``: a percent change for "halved", a ratio in ``times`` for "doubled".
    """

    name: str
    pattern: str
    value: float
    unit: str
    counts: str
    precision: float
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


_AS = r"(?:\s+(?:as|more|the|less)\b)"
_WEEK = r"\s+(?:an?|per|each|every)\s+"

MULTIPLES: tuple[Multiple, ...] = (
    Multiple("halved", (
        r"\b(?:halved|halving|halves(?= (?:the|pain|risk|back))|(?:cut|reduced?|cutting|reducing|"
        r"slashed) (?:[\w-]+ ){0,5}?in half|fell by half)\b"
    ),
             50.0, "%", "percent_change", 5.0,
             ("Pain halved.", "It cut the risk in half."),
             ("Half of them came.", "the two halves of the spine")),
    Multiple("doubled", r"\b(?:doubled|doubling(?! dose)|doubles(?= (?:the|your|risk)))\b",
             2.0, "times", "ratio", 0.2, ("The dose doubled.", "doubling the risk"),
             ("a double-blind trial", "tennis doubles")),
    Multiple("tripled", r"\b(?:tripled|trebled|tripling)\b", 3.0, "times", "ratio", 0.3,
             ("The rate tripled.",), ("a triple blind trial",)),
    Multiple("quadrupled", r"\b(?:quadrupled|quadrupling)\b", 4.0, "times", "ratio", 0.4,
             ("Sales quadrupled.",), ("the quadriceps",)),
    Multiple("twice_a_day", rf"\b(?:twice(?:{_WEEK}day\b|[\s-]daily\b)|b\.i\.d\.|\bbid\b)",
             2.0, "per day", "dose", 0.1, ("50 mg twice a day", "twice daily"),
             ("twice as many", "twice in a day")),
    Multiple("once_a_day", rf"\b(?:once(?:{_WEEK}day\b|[\s-]daily\b))", 1.0, "per day", "dose", 0.1,
             ("once a day", "once-daily tablets"), ("once upon a day",)),
    Multiple("three_a_day", r"\b(?:thrice(?:\s+an?\s+day|\s+daily)|t\.i\.d\.|tid\b)",
             3.0, "per day", "dose", 0.1, ("10 mg t.i.d.",), ("tidy",)),
    Multiple("twice_a_week", rf"\b(?:twice(?:{_WEEK}week\b|[\s-]weekly\b))", 2.0, "per week", "dose", 0.1,
             ("twice a week for 4 weeks", "twice-weekly"), ("twice as weekly",)),
    Multiple("once_a_week", rf"\b(?:once(?:{_WEEK}week\b|[\s-]weekly\b))", 1.0, "per week", "dose", 0.1,
             ("once a week",), ("once the week was over",)),
    Multiple("twice", (
        rf"\b(?:twice|two times|two-?fold|double(?= (?:the|that|those|as)\b)){_AS}?(?=\s+(?:as|the|more|"
        rf"that|what|those|higher|greater|lower|likely|much|many)\b|[\s,.;-]*(?:increase|higher|greater|"
        rf"rise))|\btwo-?fold\b"
    ), 2.0, "times", "ratio", 0.2,
             ("twice as many people", "twice the effect", "a twofold increase"),
             ("twice a week", "needled twice")),
    Multiple("threefold", r"\b(?:three|three-|3-)fold\b", 3.0, "times", "ratio", 0.3,
             ("a threefold rise",), ("three folds",)),
    Multiple("fourfold", r"\bfour-?fold\b", 4.0, "times", "ratio", 0.4,
             ("a fourfold rise",), ("four folds",)),
    Multiple("fivefold", r"\bfive-?fold\b", 5.0, "times", "ratio", 0.5,
             ("a fivefold rise",), ("five folds",)),
    Multiple("tenfold", r"\bten-?fold\b", 10.0, "times", "ratio", 1.0,
             ("a tenfold rise",), ("ten folds",)),
)  # fmt: skip
"""Ordered: the first that matches at a place wins."""

_ALL = re.compile(
    "|".join(f"(?P<m{index}>{multiple.pattern})" for index, multiple in enumerate(MULTIPLES)), re.IGNORECASE
)


_HINTS = (
    "hal",
    "doubl",
    "tripl",
    "trebl",
    "quadrupl",
    "twice",
    "once",
    "thrice",
    "fold",
    "times",
    ".d.",
    "bid",
    "tid",
)
"""Letters without which no multiple can be there; looked for first, since most sentences have none."""


def find_multiples(text: str) -> list[tuple[int, int, Multiple]]:
    """Return start, end and meaning of each multiple in a text.

    Examples
    --------
    >>> [(m.name, text[a:b]) for text in ["It halved pain."] for a, b, m in find_multiples(text)]
    [('halved', 'halved')]
    """
    lowered = text.lower()
    if not any(hint in lowered for hint in _HINTS):
        return []
    return [
        (match.start(), match.end(), MULTIPLES[int(match.lastgroup[1:])])
        for match in _ALL.finditer(text)
        if match.lastgroup
    ]
