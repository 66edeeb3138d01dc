"""The one shape of every record that travels between rooms."""

from __future__ import annotations

import msgspec


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Frozen, comparable by value; unknown fields are refused when read back.

    ``frozen=True, kw_only=True`` is repeated on every record: the first for the type checker, the second
    because keyword-only does not pass on to subclasses.
    """
