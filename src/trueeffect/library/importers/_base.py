"""The contract of an importer: one exchange format, read as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from trueeffect.model.record import Record, Rejection

HEAD = 8192
"""Bytes of a file that ``sniff`` is shown."""


@dataclass(frozen=True, kw_only=True)
class Importer:
    """One exchange format.

    Parameters
    ----------
    name : str
        Name that people know the format by.
    suffixes : tuple of str
        Usual endings of file names; they only break ties, content decides.
    sniff : callable
        ``head bytes -> confidence in [0, 1]`` that the bytes are this format.
    read : callable
        ``(binary stream, source name) -> records and rejections``, in file order, without holding the file
        in memory where the format allows it. It never raises for what a file contains.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], float]
    read: Callable[[BinaryIO, str], Iterator[Record | Rejection]]
