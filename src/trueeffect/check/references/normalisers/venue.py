"""Where the title ends and the journal begins.

Both are free text, so the cut is decided by the words: each known word has a log-odds of standing in a
journal name against standing in a title (learnt from bibliographic records; the recipe is in
``validation/accuracy/reference_tagging``). The cut with the largest sum on its right is taken.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from trueeffect.text.wordlists import word_set

_QUOTED = re.compile(
    r"\s*(?:[\"“„«]|‘‘|``|'')(?P<title>[^\"“”«»]{8,400}?)"
    r"(?:[,.?!](?:[\"”“»]|’’|'')|(?:[\"”“»]|’’|'')\s?[,.])[\s,.]*"
    r"|\s*[‘'](?P<single>[^‘]{8,400}?)(?:[,.?!][’']|[’'][,.])\s[\s,.]*"
)
_CUT = re.compile(
    r"(?P<stop>(?<=[^\s.][.?!])[\"”’')\]]*\s+|[.?!][\"”’')\]]+\s+)|(?P<glued>(?<=[a-z)][.?])(?=[A-Z]))|(?P<comma>[,;:]\s+)|(?P<dash>\s[-–—]\s)"
)
_IN = re.compile(r"(?:^|[.,;?!”\"]\s*)[Ii]n\s*(?::\s*|(?=[A-Z][\w’'-]+,? [A-Z]\.|Proc))")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_EDGE = " \t\n.,;:-–—"
_MOST_WORDS = 16
_COMMA_COST = 4.0
_GLUED_COST = 1.0
_DASH_COST = 8.0
_SPACE_COST = 7.0
# Unknown words: a journal name is written with capitals, a title mostly without.
_UNKNOWN_CAPITAL = 0.4
_UNKNOWN_SMALL = -2.0
_UNKNOWN_NUMBER = -1.0
# A small letter in the middle of a name speaks for a title, also when the word is used by journals.
_SMALL = -1.5
# With a volume behind it there is nearly always a journal, however unlikely its words.
_LEAST_LOCATED = -25.0
_LINKS = word_set("of the and for in on de la der und et to des du für at y e del")
_SMALL_HEADS = word_set(
    "npj eneuro elife medrxiv biorxiv arxiv mbio msystems eclinicalmedicine bmc iscience plos"
)


class Venue(NamedTuple):
    """Title and journal; ``margin`` says how clear the cut was."""

    title: str
    journal: str
    margin: float
    container: bool = False


@cache
def _odds() -> dict[str, float]:
    text = resources.files("trueeffect.data").joinpath("references/journal_words.tsv").read_text("utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: float(odds) for word, odds in pairs}


def split_venue(text: str, *, located: bool) -> Venue:
    """Cut ``text``, which stands between the names and the locator, into title and journal.

    Parameters
    ----------
    text : str
        Title and journal.
    located : bool
        Whether a volume or pages followed, which makes a journal likely.

    Examples
    --------
    >>> split_venue("Needles for backs. A pilot trial. J Pain Res", located=True)[:2]
    ('Needles for backs. A pilot trial', 'J Pain Res')
    """
    text = text.strip()
    quoted = _QUOTED.match(text)
    if quoted:
        title = quoted.group("title") or quoted.group("single")
        return Venue(_tidy(title), _journal(text[quoted.end() :]), 5.0)
    inside = _IN.search(text)
    if inside and inside.start() > 8:
        return Venue(_tidy(text[: inside.start()]), _tidy(text[inside.end() :]), 3.0, container=True)
    return _best_cut(text, located)


def _best_cut(text: str, located: bool) -> Venue:
    words = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]
    gains = [_gain(text, start, end, word) for start, end, word in words]
    tail = [0.0] * (len(words) + 1)
    for index in range(len(words) - 1, -1, -1):
        tail[index] = tail[index + 1] + gains[index]
    best, second, at = (_LEAST_LOCATED if located else 0.0), -30.0, (len(text), len(text))
    index = 0
    for start, end, cost in _cuts(text, located):
        while index < len(words) and words[index][0] < end:
            index += 1
        count = len(words) - index
        if not count or count > _MOST_WORDS or not _can_begin(text, end):
            continue
        score = tail[index] - cost - 0.15 * count
        if score > best:
            best, second, at = score, best, (start, end)
        else:
            second = max(second, score)
    return Venue(_tidy(text[: at[0]]), _journal(text[at[1] :]), best - second)


def _cuts(text: str, located: bool) -> list[tuple[int, int, float]]:
    """Return the places where the journal may begin: end of title, start of journal, cost."""
    cuts = [(0, 0, 3.0)] if located else []
    for match in _CUT.finditer(text):
        cost = {"stop": 0.0, "glued": _GLUED_COST, "comma": _COMMA_COST, "dash": _DASH_COST}[
            match.lastgroup or "stop"
        ]
        cuts.append((match.start(), match.end(), cost))
    return cuts


def _can_begin(text: str, position: int) -> bool:
    first = text[position : position + 1]
    if first.isupper() or first.isdigit():
        return True
    word = _WORD.match(text, position)
    return word is not None and word.group().lower() in _SMALL_HEADS


def _gain(text: str, start: int, end: int, word: str) -> float:
    low = word.lower()
    known = _odds().get(low)
    if known is None:
        if word[0].isdigit():
            return _UNKNOWN_NUMBER
        known = _UNKNOWN_CAPITAL if word[0].isupper() else _UNKNOWN_SMALL
    if word[0].islower() and low not in _LINKS and low not in _SMALL_HEADS:
        known += _SMALL
    if text[end : end + 1] == "." and end < len(text) - 2 and len(word) < 9 and word[0].isupper():
        known += 0.8  # an abbreviation inside a name
    return known


def _tidy(text: str) -> str:
    text = text.strip(_EDGE)
    if text[:1] in ('"', "“") and text[-1:] in ('"', "”") and len(text) > 1:
        text = text[1:-1].strip(_EDGE)
    return text


def _journal(text: str) -> str:
    text = text.strip(_EDGE + '"“”(')
    return text + ")" if text.count("(") > text.count(")") else text
