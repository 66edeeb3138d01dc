"""What the notices on a record mean for a reader."""

from __future__ import annotations

import re

from trueeffect.model.record import Notice, Record

RETRACTED_TITLE = re.compile(
    r"^\s*\[?(?:RETRACTED(?:\s+ARTICLE)?|WITHDRAWN)\b\]?\s*[:.\-–—]?\s*", re.IGNORECASE
)
_TYPE = "retracted publication"
_STATED = re.compile(
    r"^\W*retracted\b(?!\s+(?:articles|papers|publications|studies|trials))"
    r"|\b(?:this|the)\s+(?:article|paper|publication)\s+(?:has\s+(?:since\s+)?been|was|is)\s+(?:\w+ly\s+)?retracted\b"
    r"|\bretraction\s+(?:notice|of\s+publication)\s*:",
    re.IGNORECASE,
)


def states_retraction(text: str) -> bool:
    """Tell whether a note or an abstract says that the work itself has been retracted.

    Examples
    --------
    >>> states_retraction("Retracted (2019)."), states_retraction("This article has been retracted.")
    (True, True)
    >>> states_retraction("We left out retracted studies.")
    False
    """
    return bool(_STATED.search(text))


def retraction_of(record: Record) -> Notice | None:
    """Return the retraction that stands against a work, or None; a later reinstatement lifts it.

    A work also counts as retracted when its publication type, the beginning of its title or its abstract
    says so.

    Examples
    --------
    >>> retraction_of(Record(id="lib:a", title="A trial", publication_types=("Retracted Publication",))).kind
    'retraction'
    >>> retraction_of(Record(id="lib:a", title="A trial", notices=(Notice(kind="correction"),))) is None
    True
    """
    retractions = [n for n in record.notices if n.kind == "retraction"]
    lifted = [n for n in record.notices if n.kind == "reinstatement"]
    if retractions:
        last = max(retractions, key=lambda n: n.date)
        return None if lifted and max(n.date for n in lifted) >= last.date else last
    if any(t.lower() == _TYPE for t in record.publication_types):
        return Notice(kind="retraction", source="publication type of the record")
    if RETRACTED_TITLE.match(record.title):
        return Notice(kind="retraction", source="title of the record")
    if any(states_retraction(section.text) for section in record.abstract):
        return Notice(kind="retraction", source="abstract of the record")
    return None
