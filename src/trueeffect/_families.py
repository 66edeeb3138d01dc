"""Collect the members of an open family from the folder that holds them.

A family is a package whose modules each define one public object under one agreed name; private
modules (leading underscore) are not members. Adding a member means adding a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any


@cache
def members(package: str, attribute: str) -> dict[str, Any]:
    """Return ``{module name: module.attribute}`` for every member of ``package``, sorted by name.

    Raises
    ------
    AttributeError
        When a module of the folder lacks ``attribute``: a half-written member never hides.
    """
    folder = importlib.import_module(package)
    names = sorted(
        info.name for info in pkgutil.iter_modules(folder.__path__) if not info.name.startswith("_")
    )
    return {name: getattr(importlib.import_module(f"{package}.{name}"), attribute) for name in names}
