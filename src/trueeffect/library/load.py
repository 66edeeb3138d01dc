"""Load library files of any known format, and the library that comes with the program."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from trueeffect._families import members
from trueeffect.errors import UnreadableSource
from trueeffect.library.importers._base import HEAD, Importer
from trueeffect.library.store import Library, Source
from trueeffect.model.record import Record, Rejection

_FAMILY = "trueeffect.library.importers"
_SURE = 0.3


def importers() -> dict[str, Importer]:
    """Return every importer by the name of its module."""
    return members(_FAMILY, "importer")


def load_library(paths: Sequence[Path | str] = (), *, builtin: bool = True) -> Library:
    """Read library files and return one library with each work once.

    The format is found by content (RIS, MEDLINE/nbib, PubMed XML, BibTeX, CSL-JSON, EndNote, ISI, CSV,
    Retraction
    Watch, Crossref and OpenAlex JSON; each also gzipped).

    Parameters
    ----------
    paths : sequence of path or str
        Files, most trusted first. A folder stands for the files in it, sorted by name.
    builtin : bool
        Add the library that comes with the program, after the files.

    Raises
    ------
    UnreadableSource
        A file is missing, cannot be opened, or is in no known format.

    Examples
    --------
    >>> library = load_library()
    >>> library.describe()[0].startswith("built-in library")
    True
    """
    sources: list[Source] = []
    rejections: list[Rejection] = []
    records: list[Record] = []
    for path in _files(paths):
        found, refused, source = read_records(path)
        records += found
        rejections += refused
        sources.append(source)
    if builtin:
        found, source = _builtin()
        records += found
        sources.append(source)
    return Library(records, sources=sources, rejections=rejections)


def read_records(path: Path | str) -> tuple[list[Record], list[Rejection], Source]:
    """Read one file: its records, what could not be used, and a line about the file."""
    path = Path(path)
    records: list[Record] = []
    rejections: list[Rejection] = []
    kept: dict[tuple[str, ...], dict[str, str]] = {}
    with _Opened(path) as opened:
        importer = detect(opened.head, path.name)
        if importer is None:
            raise UnreadableSource(
                f"{path.name} is in no format that can be read as a library.",
                hint=f"Known formats: {', '.join(i.name for i in importers().values())}.",
                path=str(path),
            )
        for item in _safely(importer, opened.stream, path.name):
            if isinstance(item, Record):
                records.append(msgspec.structs.replace(item, sources=_named(item, path.name, kept)))
            else:
                rejections.append(item)
        digest = opened.digest()
    source = Source(
        name=path.name, format=importer.name, records=len(records), rejected=len(rejections), digest=digest
    )
    return records, rejections, source


def detect(head: bytes, name: str = "") -> Importer | None:
    """Return the importer that recognises the first bytes of a file; the file name only breaks ties.

    Examples
    --------
    >>> detect(b"[{\\"type\\": \\"article-journal\\", \\"title\\": \\"x\\"}]", "records.ris").name
    'CSL-JSON'
    """
    suffix = Path(name.removesuffix(".gz")).suffix.lower()
    ranked = [(i.sniff(head) + 0.1 * (suffix in i.suffixes), i) for i in importers().values()]
    score, best = max(ranked, key=lambda pair: pair[0])
    return best if score >= _SURE else None


def _named(record: Record, name: str, kept: dict[tuple[str, ...], dict[str, str]]) -> dict[str, str]:
    """Field to file name, one shared mapping for records with the same fields."""
    fields = tuple(f for f in _VALUE_FIELDS if getattr(record, f))
    if fields not in kept:
        kept[fields] = dict.fromkeys(fields, name)
    return kept[fields]


_VALUE_FIELDS = tuple(
    f for f in Record.__struct_fields__ if f not in {"id", "sources", "merged", "keys", "type"}
)


def _safely(importer: Importer, stream: BinaryIO, name: str) -> Iterator[Record | Rejection]:
    """Turn a damaged compressed stream into a rejection: what was read before it is kept."""
    try:
        yield from importer.read(stream, name)
    except (EOFError, OSError, zlib.error) as error:
        yield Rejection(source=name, line=0, reason=f"The file is damaged and breaks off: {error}.")


def _files(paths: Sequence[Path | str]) -> Iterator[Path]:
    for path in map(Path, [paths] if isinstance(paths, (str, Path)) else paths):
        if path.is_dir():
            yield from _files_in(path)
        else:
            yield path


def _files_in(folder: Path) -> list[Path]:
    try:
        found = sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    except OSError as error:
        found, reason = [], error.strerror or "it cannot be read"
    else:
        reason = "no file is in it"
    if not found:
        raise UnreadableSource(
            f"The library folder {folder} cannot be used ({reason}).",
            hint="Give the path of a file with records.",
            path=str(folder),
        )
    return found


class _Opened:
    """A file opened for reading: unpacked when it is gzipped, with its first bytes and digest at hand."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> _Opened:
        try:
            self._file = self.path.open("rb")
            packed = self._file.read(2) == b"\x1f\x8b"
            self._file.seek(0)
            raw = gzip.GzipFile(fileobj=self._file) if packed else self._file
            self.stream = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, raw), 1 << 16))
            self.head = self._peek()
        except FileNotFoundError:
            raise self._error("does not exist") from None
        except (OSError, EOFError, zlib.error) as error:
            if hasattr(self, "_file"):
                self._file.close()
            raise self._error(f"cannot be read ({error})") from None
        if not self.head.strip():
            self._file.close()
            raise self._error("is empty")
        return self

    def _peek(self) -> bytes:
        """Return the first bytes without using them up."""
        return cast(io.BufferedReader, self.stream).peek(HEAD)[:HEAD]

    def _error(self, what: str) -> UnreadableSource:
        return UnreadableSource(
            f"The library file {self.path} {what}.",
            hint="Give the path of a file with records.",
            path=str(self.path),
        )

    def digest(self) -> str:
        """SHA-256 of the file as it lies on the disk."""
        self._file.seek(0)
        return hashlib.file_digest(self._file, "sha256").hexdigest()

    def __exit__(self, *_: object) -> None:
        self._file.close()


@cache
def _builtin() -> tuple[list[Record], Source]:
    """Return the packaged records; none when the data file is absent."""
    file = resources.files("trueeffect.data").joinpath("library", "records.json")
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return [], Source(name="built-in library", format="none", records=0)
    records = msgspec.json.decode(data, type=list[Record])
    digest = hashlib.sha256(data).hexdigest()
    return records, Source(name="built-in library", format="JSON", records=len(records), digest=digest)
