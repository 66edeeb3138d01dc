"""Works named in the sentence without a year: "Inoue and colleagues also used", "the same team found".

Only authors that the list knows, in words that speak of people who did a study.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.citations.styles._base import Marker, Reading, Style
from trueeffect.model.article import CitationKey

_NAME = (
    r"(?<!\w)(?:(?:van|von|der|den|de|del|della|di|da|la|le)\s+){0,3}"
    r"(?:[DOL]['’])?[^\W\d_a-z][\w‐'’-]{0,30}[^\W_]"
)
_GROUP = r"(?:colleagues|co-?workers|associates|collaborators|team|(?:research\s+)?group)"
_VERB = (
    r"(?:also\s+|then\s+|later\s+|now\s+|have\s+|had\s+|has\s+|recently\s+|therefore\s+|thus\s+|even\s+|"
    r"further\s+)*"
    r"(?:found|showed|shown|reported|report|reports|studied|tested|compared|treated|used|gave|followed|"
    r"looked|"
    r"concluded|conclude|observed|measured|randomi[sz]ed|recruited|examined|investigated|demonstrated|"
    r"described|"
    r"asked|saw|noted|stated|argued|suggested|pooled|reviewed|analysed|analyzed|randomly|enrolled|stimulated|"
    r"assigned|published|wrote|warned|believe[ds]?|say|said|claim(?:ed|s)?|confirmed|proved|proven|"
    r"calculated)\b"
)
_STUDY = (
    r"(?:study|trial|studies|trials|paper|review|meta-analysis|report|article|work|experiment|data|"
    r"results|findings|patients|team|group|colleagues)"
)
_ET_AL = re.compile(rf"({_NAME})(?:\s+(?:and|&)\s+{_NAME})?,?\s+et\.?\s+al\b\.?")
_AND_GROUP = re.compile(rf"({_NAME})(?:['’]s?)?\s+(?:(?:and|&)\s+)?(?:(?:his|her|their)\s+)?{_GROUP}\b")
_PAIR = re.compile(rf"({_NAME})(?:,\s+({_NAME})){{0,6}},?\s+(?:and|&)\s+({_NAME})(?=['’]|\s+{_VERB})")
_LONE = re.compile(rf"({_NAME})(?:(?:['’]s|['’])\s+(?:\w+\s+)?{_STUDY}\b|(?=\s+{_VERB}))")
_TITLED = re.compile(rf"\b(?:Dr|Prof|Professor|Drs|Doctor)\.?\s+(?:[^\W\d_][^\W\d_]*\s+)?({_NAME})")
_SAME = re.compile(
    r"\b[Tt]he\s+same\s+(?:(?:research|Japanese|Chinese|German|American|British|Swedish|French)\s+)?"
    r"(?:team|group|researchers|authors|scientists|investigators|study|trial|paper|review|doctors|"
    r"experiment)\b"
)
SAME_KEY = CitationKey(href="same")
"""Key of "the same team": its candidates are those of the citation before it."""


def _find(reading: Reading) -> Iterator[Marker]:
    plain = reading.plain
    for passage in reading.passages:
        start, end = passage.span.start, passage.span.end
        for pattern, group in (
            (_ET_AL, True),
            (_AND_GROUP, True),
            (_PAIR, False),
            (_TITLED, False),
            (_LONE, False),
        ):
            for found in pattern.finditer(plain, start, end):
                yield from _named(reading, found, group)
        for found in _SAME.finditer(plain, start, end):
            yield Marker(found.start(), found.end(), "named", (SAME_KEY,), narrative=True, sure=False)


def _named(reading: Reading, found: re.Match[str], group: bool) -> Iterator[Marker]:
    names = tuple(name for name in found.groups() if name and reading.index.knows(_bare(name)))
    first = _bare(found.group(1))
    if not names or not reading.index.knows(first):
        return
    key = CitationKey(authors=(first,), et_al=group)
    yield Marker(found.start(), found.end(), "named", (key,), narrative=True, sure=False)


def _bare(name: str) -> str:
    return re.sub(r"['’]s?$", "", name)


STYLE = Style(
    name="named",
    find=_find,
    rank=5,
    examples=(
        ("Sato and colleagues also used rats.", ("Sato and colleagues",)),
        ("Sato’s team treated rats.", ("Sato’s team",)),
        ("Brandt and van der Meer compared two pills.", ("Brandt and van der Meer",)),
        ("Dr Quill saw one woman.", ("Dr Quill",)),
    ),
    counter_examples=(
        "Jones and colleagues were not cited.",
        "People like acupuncture and colleagues agree.",
        "The best team won.",
    ),
)
