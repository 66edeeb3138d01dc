"""What every reader offers, and what readers share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from trueeffect.model.article import Article


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A format of articles.

    Parameters
    ----------
    name : str
        Short name, as in ``--help``.
    suffixes : tuple of str
        File name endings, lower case, with the dot.
    media_types : tuple of str
        The first one is the type that the article is given.
    sniff : callable
        From the first bytes of a source to a score in [0, 1]: how sure the format is.
    read : callable
        From all bytes to an article. Raises ``UnreadableSource`` with one sentence.
    """

    name: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    sniff: Callable[[bytes], float]
    read: Callable[[bytes], Article]


# Characters that show nothing: they are left out of the plain text, so that words stay whole.
INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff"
)
# Spaces that are written otherwise; each becomes one plain space.
ODD_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")


def iso_date(text: str) -> str:
    """Return the first ``YYYY-MM-DD`` in ``text``, or an empty string."""
    match = _DATE.search(text)
    return match.group() if match else ""


# How an entry of a reference list begins: surname, then initials.
ENTRY_START = re.compile(
    r"(?:(?:van|von|de|der|den|la|le|di|da|al|el|ter|ten)[ -]){0,3}[A-Z][\w'’‐-]+(?:[ -][A-Z][\w'’‐-]+)?,? "
    r"(?:[A-Z]\.?[ -]?){1,3}(?:[,.;:&(]| (?:and|et) )"
)
