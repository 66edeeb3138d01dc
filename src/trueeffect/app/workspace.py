"""What a use case works with: the libraries, built once by a door and passed along."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from trueeffect.model._struct import Value


class Workspace(Value, frozen=True, kw_only=True):
    """Where to look things up.

    Parameters
    ----------
    libraries : tuple of str
        Paths of the user's own library files, in any format that can be imported.
    builtin : bool
        Whether the built-in library is searched as well.
    """

    libraries: tuple[str, ...] = ()
    builtin: bool = True

    @classmethod
    def of(cls, library: str | Path | Sequence[str | Path] | None, builtin: bool) -> Workspace:
        """Build a workspace from one path, several, or none."""
        paths = [library] if isinstance(library, str | Path) else library or ()
        return cls(libraries=tuple(str(path) for path in paths), builtin=builtin)
