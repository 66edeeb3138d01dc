"""Write HTML so that no text can become mark-up: every string is escaped unless it was made here."""

from __future__ import annotations

import html
from collections.abc import Iterable

from trueeffect.report.inert import inert

_VOID = frozenset({"meta", "br", "hr"})


class Markup(str):
    """HTML that was built by this module; any other string is text."""

    __slots__ = ()


def text(content: str) -> Markup:
    """Return text made harmless and escaped; mark-up that was built here passes as it is.

    Examples
    --------
    >>> text("a < b")
    'a &lt; b'
    """
    return content if isinstance(content, Markup) else Markup(html.escape(inert(content), quote=True))


def joined(parts: Iterable[str | None]) -> Markup:
    """Return several pieces of text or mark-up as one; None is left out."""
    return Markup("".join(text(part) for part in parts if part is not None))


def element(name: str, /, *content: str | None, **attributes: str | bool) -> Markup:
    """Return an element; ``class_`` and ``aria_label`` become ``class`` and ``aria-label``.

    An attribute that is empty or False is left out; True is written without a value.

    Examples
    --------
    >>> element("p", "1 < 2", class_="note")
    '<p class="note">1 &lt; 2</p>'
    >>> element("a", "here", href="#top", aria_label="")
    '<a href="#top">here</a>'
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{joined(content)}</{name}>")


def _attribute(key: str, value: str | bool) -> str:
    if value is False or value == "":
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(value)}"'


def quotation(words: str) -> Markup:
    """Return a quotation, with its marks as characters so that they are copied and read aloud."""
    return element("q", f"“{words}”", dir="auto")


def trusted(content: str) -> Markup:
    """Declare content of the package itself (its style sheet) to be mark-up."""
    return Markup(content)
