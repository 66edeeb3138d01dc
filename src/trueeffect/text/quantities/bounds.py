"""Words that bound a number: "nearly", "just under", "at least", "up to", "or more"."""

from __future__ import annotations

import re

from trueeffect.text.quantities._base import Bound

_BIT = r"(?:a (?:little|bit|touch)|slightly|marginally)"
_BEFORE: tuple[tuple[Bound, bool, str], ...] = (
    ("less", True, r"nearly|almost|not quite|approaching|close on|virtually"),
    ("less", True, r"just (?:under|below|short of|less than|shy of)"),
    ("less", True, rf"{_BIT} (?:under|below|less than|fewer than|lower than)"),
    ("more", True, r"just (?:over|above|more than)"),
    ("more", True, rf"{_BIT} (?:over|above|more than|higher than|greater than)"),
    ("at_least", False, r"at least|no (?:fewer|less) than|not less than|a? ?minimum of|(?:≥|>=|⩾)"),
    (
        "at_most",
        False,
        r"at (?:the )?most|up to|no more than|not more than|a? ?maximum of|maximum|(?:≤|<=|⩽)",
    ),
    ("at_most", False, r"as (?:many|much|long|often) as"),
    ("less", False, r"(?:well |far |much )?(?:less than|fewer than|under|below|lower than|smaller than)|<"),
    ("more", False, r"(?:well |far |much )?(?:more than|over|above|greater than|higher than)|>"),
    ("more", False, r"exceeding|in excess of|upwards of"),
    ("about", False, r"about|around|roughly|approximately|approx\.?|circa|ca?\.|some|close to"),
    ("about", False, r"in the region of|barely|scarcely|hardly|an estimated|~|≈|∼"),
)
_AFTER: tuple[tuple[Bound, str], ...] = (
    ("at_least", r"or (?:more|over|above|older|greater|higher|longer|better)\b"),
    ("at_least", r"and (?:over|above|older|up|upwards)\b|\+"),
    ("at_most", r"or (?:less|fewer|under|below|younger|lower|shorter)\b|and (?:under|younger|below)\b"),
    ("about", r"or so\b|-?odd\b|or thereabouts\b"),
)  # fmt: skip

_BEFORE_PATTERN = re.compile(
    r"(?:^|(?<=[\s(,;\[=]))(?:"
    + "|".join(f"(?P<b{i}>{pattern})" for i, (_, _, pattern) in enumerate(_BEFORE))
    + r")\s*(?:an?\s|the\s|another\s)?$",
    re.IGNORECASE,
)
_AFTER_PATTERN = re.compile(
    r"\s*(?:" + "|".join(f"(?P<a{i}>{pattern})" for i, (_, pattern) in enumerate(_AFTER)) + ")", re.IGNORECASE
)
_WINDOW = 34


def bound_before(text: str, at: int) -> tuple[Bound, bool, int] | None:
    """Return bound, nearness and start of the bounding words that end at ``at``, or None.

    Examples
    --------
    >>> bound_before("just under half", 11), bound_before("at least 30", 9), bound_before("gave 30", 5)
    (('less', True, 0), ('at_least', False, 0), None)
    """
    left = max(0, at - _WINDOW)
    match = _BEFORE_PATTERN.search(text[left:at])
    if match is None or match.lastgroup is None:
        return None
    bound, near, _ = _BEFORE[int(match.lastgroup[1:])]
    return bound, near, left + match.start()


def bound_after(text: str, at: int) -> tuple[Bound, int] | None:
    """Return bound and end of the bounding words that start at ``at``, or None.

    Examples
    --------
    >>> bound_after("65 or older", 2), bound_after("65 people", 2)
    (('at_least', 11), None)
    """
    match = _AFTER_PATTERN.match(text, at)
    if match is None or match.lastgroup is None:
        return None
    return _AFTER[int(match.lastgroup[1:])][0], match.end()
