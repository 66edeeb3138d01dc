"""Load an evidence base: the one that comes with the program, or a file built from one's own sources."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from trueeffect.errors import SnapshotMismatch, UnreadableSource
from trueeffect.model.study import Evidence

SCHEMA = 1


def load_evidence(source: str | Path | None = None) -> Evidence:
    """Return the evidence base that comes with the program, or one that was built to a file.

    Parameters
    ----------
    source : path, optional
        A file written by ``trueeffect evidence build``.

    Returns
    -------
    Evidence
        Immutable; its version is printed in every answer.

    Raises
    ------
    UnreadableSource
        When the file is missing or is no evidence base.
    SnapshotMismatch
        When it was built for another version of the program.

    Examples
    --------
    >>> base = load_evidence()
    >>> base.study("brinkhaus2006").label
    'Brinkhaus 2006'
    """
    return _builtin() if source is None else _decode(_read(Path(source)), str(source))


@cache
def _builtin() -> Evidence:
    path = files("trueeffect.data") / "evidence" / "evidence.json"
    return _decode(path.read_bytes(), "the evidence base of the program")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSource(
            f"{path} cannot be read: {error.strerror}.",
            hint="Give a file that was built by `trueeffect evidence build`.",
        ) from None


class _Head(msgspec.Struct):
    schema: int = 0


def _decode(content: bytes, name: str) -> Evidence:
    try:
        found = msgspec.json.decode(content, type=_Head).schema
        if found != SCHEMA:
            raise SnapshotMismatch(
                f"{name} has schema {found}, this program reads {SCHEMA}.",
                hint="Build it again with `trueeffect evidence build`.",
                expected=SCHEMA,
                found=found,
            )
        return msgspec.json.decode(content, type=Evidence)
    except msgspec.DecodeError as error:
        raise UnreadableSource(
            f"{name} is no evidence base: {error}.", hint="Give a file built by `trueeffect evidence build`."
        ) from None
