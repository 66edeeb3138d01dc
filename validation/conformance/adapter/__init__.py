"""The adapter: one module per group of operations, each with ``OPERATIONS``, all collected here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

from ._base import NotSupported

__all__ = ["OPERATIONS", "NotSupported"]

OPERATIONS: dict[str, Callable[..., dict[str, Any]]] = {}
for _info in pkgutil.iter_modules(__path__):
    if not _info.name.startswith("_"):
        OPERATIONS.update(importlib.import_module(f"{__name__}.{_info.name}").OPERATIONS)
