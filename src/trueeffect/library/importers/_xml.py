"""Elements of a large XML file, one at a time, without external entities and without the network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from trueeffect.model.record import Rejection

if TYPE_CHECKING:
    from lxml.etree import _Element


def elements(stream: BinaryIO, source: str, tags: tuple[str, ...]) -> Iterator[_Element | Rejection]:
    """Yield every outermost element named in ``tags`` and forget it; a file that breaks off ends in a
    rejection.

    Markup that is not well-formed is repaired as far as possible.
    """
    from lxml import etree

    context = etree.iterparse(
        stream, events=("start", "end"), recover=True, huge_tree=True, resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )  # fmt: skip
    names, depth, line = frozenset(tags), 0, 1
    try:
        for event, element in context:
            line = line_of(element) or line
            if element.tag not in names:
                continue
            depth += 1 if event == "start" else -1
            if event == "end" and depth == 0:
                yield element
                _forget(element)
    except etree.XMLSyntaxError as error:
        yield _rejection(source, error.lineno or line, str(error.msg))
        return
    fatal = [e for e in context.error_log if e.level_name == "FATAL"]
    if fatal:
        yield _rejection(source, fatal[0].line, fatal[0].message)


def _rejection(source: str, line: int, why: str) -> Rejection:
    return Rejection(source=source, line=line, reason=f"The XML is not well-formed here: {why.strip()}")


def _forget(element: _Element) -> None:
    """Free an element and its earlier siblings."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def text_of(element: _Element | None) -> str:
    """Return all text inside an element, mark-up left out; empty for None."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def line_of(element: _Element) -> int:
    """Return the line of the file on which an element begins; 0 when it is not known."""
    return int(getattr(element, "sourceline", 0) or 0)


def text_at(element: _Element, path: str) -> str:
    """Return the text of the first element at ``path``."""
    return text_of(element.find(path))
