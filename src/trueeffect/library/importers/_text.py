"""Lines of text out of a byte stream of unknown encoding."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
LIMIT = 4 << 20
"""Bytes of one line that are read at a time; a longer line comes in pieces."""


def decode(data: bytes) -> str:
    """Decode UTF-8, or Windows-1252 when the bytes are not UTF-8. NUL characters are dropped."""
    if data[:2] in _UTF16:
        text = data[2:].decode(_UTF16[data[:2]], "replace")
    else:
        data = data.removeprefix(codecs.BOM_UTF8)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = _western(data)
    return text.replace("\x00", "").lstrip("\ufeff")


def _western(data: bytes) -> str:
    """Windows-1252, whose five undefined bytes are read as Latin-1."""
    return "".join(_byte(b) if 0x80 <= b < 0xA0 else chr(b) for b in data)


def _byte(value: int) -> str:
    try:
        return bytes((value,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(value)


def lines(stream: BinaryIO) -> Iterator[tuple[int, str]]:
    """Yield ``(line number, line)`` without line ends, whatever the encoding and the line ends are.

    Each line is decoded by itself, so that one stray Latin-1 byte does not spoil the rest of a UTF-8 file.
    """
    number = 0
    for text in _chunks(stream):
        for part in text.rstrip("\n").replace("\r\n", "\n").rstrip("\r").replace("\r", "\n").split("\n"):
            number += 1
            yield number, part


def _chunks(stream: BinaryIO) -> Iterator[str]:
    first = stream.readline(LIMIT)
    if first[:2] in _UTF16:
        encoding = _UTF16[first[:2]]
        yield from _wide(first[2:] + stream.read(), encoding)
        return
    data = first
    while data:
        yield decode(data)
        data = stream.readline(LIMIT)


def _wide(data: bytes, encoding: str) -> Iterator[str]:
    yield from data.decode(encoding, "replace").splitlines()


def head_text(head: bytes) -> str:
    """Return the first bytes of a file as text for sniffing, with line ends made one."""
    text = decode(head[:-1] if head[:2] in _UTF16 and len(head) % 2 else head)
    return text.lstrip("\ufeff \t\r\n").replace("\r\n", "\n").replace("\r", "\n")
