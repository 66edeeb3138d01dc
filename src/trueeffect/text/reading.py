"""Read an article from a file, bytes, a stream or an address."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

import msgspec

from trueeffect._families import members
from trueeffect.errors import UnknownOption, UnreadableSource
from trueeffect.model.article import Article
from trueeffect.text.readers._base import Reader

_HEAD = 4096
# Larger than any article; a limit keeps time and memory bounded.
MOST_BYTES = 25_000_000
# Several books; pictures and markup may fill the rest of a file.
MOST_CHARACTERS = 3_000_000
_GIVE = "Give a path or an http address; text itself goes in as bytes or on standard input."


def read_article(
    source: str | os.PathLike[str] | bytes | IO[Any], *, media_type: str | None = None, address: str = ""
) -> Article:
    """Read an article into passages whose spans map back to the source.

    Parameters
    ----------
    source : str, path, bytes or stream
        A path; an ``http(s)`` address, which is then fetched (nothing else ever uses the network); the
        bytes themselves; or an open stream. A ``str`` that is neither is refused: give text as bytes.
    media_type : str, optional
        ``text/html``, ``text/plain``, ... or a reader's short name (``html``, ``txt``, ``markdown``,
        ``pdf``, ``docx``). Without it the format is told from the name and the first bytes.
    address : str
        Where the article came from, when that is not in ``source``.

    Raises
    ------
    UnreadableSource
        When the source cannot be opened, is empty or binary, holds no readable text, or is too long.
    UnknownOption
        When ``media_type`` is not known.

    Examples
    --------
    >>> article = read_article(b"Needles and backs\\n\\nOne trial had 40 patients (Doe 2010).")
    >>> article.title, len(article.passages)
    ('Needles and backs', 2)
    """
    data, name, found_type, found_address = _load(source)
    if len(data) > MOST_BYTES:
        raise UnreadableSource(
            f"The source is {len(data) / 1e6:.0f} MB long.", hint=f"The limit is {MOST_BYTES // 10**6} MB."
        )
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UnreadableSource("The source is empty.", hint="Give an article with text in it.")
    chosen = _choose(data, name, media_type, found_type)
    article = chosen.read(data)
    if len(article.text.plain) > MOST_CHARACTERS:
        raise UnreadableSource(
            f"The source holds {len(article.text.plain) / 1e6:.1f} million characters of text.",
            hint=f"The limit is {MOST_CHARACTERS // 10**6} million; give one article.",
        )
    where = address or found_address
    return msgspec.structs.replace(article, address=where) if where else article


def readers() -> dict[str, Reader]:
    """Return every format that can be read, by its short name."""
    return members("trueeffect.text.readers", "reader")


def _load(source: str | os.PathLike[str] | bytes | IO[Any]) -> tuple[bytes, str, str, str]:
    """Return bytes, file name, media type told by a server, and address."""
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), "", "", ""
    if hasattr(source, "read"):
        data = source.read(MOST_BYTES + 1)
        return (data.encode() if isinstance(data, str) else data), str(getattr(source, "name", "")), "", ""
    text = os.fspath(source)
    if text.lower().startswith(("http://", "https://")):
        from trueeffect.text.fetching import fetch

        return fetch(text)
    return _load_file(text), Path(text).name, "", ""


def _load_file(name: str) -> bytes:
    if not name or len(name) > 4000 or "\n" in name or "\x00" in name:
        raise UnreadableSource("The text given is no file name.", hint=_GIVE)
    path = Path(name)
    try:
        if path.is_dir():
            raise UnreadableSource(f"{name!r} is a folder.", hint="Give one article.")
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableSource(f"There is no file {name!r}.", hint=_GIVE) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableSource(f"{name!r} cannot be opened ({reason}).", hint="Check the path.") from None


def _choose(data: bytes, name: str, wanted: str | None, told: str) -> Reader:
    known = readers()
    if wanted is not None:
        return _named(known, wanted)
    head = data[:_HEAD]
    scores = {key: one.sniff(head) for key, one in known.items()}
    suffix = Path(name).suffix.lower()
    for key, one in known.items():
        if suffix and suffix in one.suffixes:
            scores[key] += 0.5
        if told and told in one.media_types:
            scores[key] += 0.4
    return known[max(scores, key=lambda key: scores[key])]


def _named(known: dict[str, Reader], wanted: str) -> Reader:
    plain = wanted.split(";")[0].strip().lower()
    for key, one in known.items():
        if plain == key or plain in one.media_types:
            return one
    raise UnknownOption.of(
        "media_type", wanted, [*known, *(t for one in known.values() for t in one.media_types)]
    )
