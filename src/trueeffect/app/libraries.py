"""Open the libraries of a workspace once, and again only when a file has changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from trueeffect.app.workspace import Workspace

if TYPE_CHECKING:
    from trueeffect.library.store import Library


def open_library(workspace: Workspace) -> Library:
    """Return the records of the workspace's libraries.

    Raises
    ------
    UnreadableSource
        When a library file is missing or cannot be read.
    """
    return _open(workspace, tuple(_stamp(path) for path in workspace.libraries))


def _stamp(path: str) -> tuple[int, int]:
    try:
        status = Path(path).stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _open(workspace: Workspace, stamps: tuple[tuple[int, int], ...]) -> Library:
    from trueeffect.library.load import load_library

    return load_library([Path(path) for path in workspace.libraries], builtin=workspace.builtin)
