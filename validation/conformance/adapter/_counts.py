"""Pooling of raw counts."""

from __future__ import annotations

from typing import Any

from ._base import Call, NotSupported


def count_fit(call: Call, table: Any) -> Any:
    """Return the pooled counts of a call."""
    raise NotSupported("counts")
