"""Reference lists: find them, cut them into entries, and parse each entry."""

from trueeffect.check.references.find import find_references
from trueeffect.check.references.parse import parse_reference

__all__ = ["find_references", "parse_reference"]
