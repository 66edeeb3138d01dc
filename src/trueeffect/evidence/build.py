"""Build the library that comes with the program from the curated studies.

``python -m trueeffect.evidence.build [STUDIES [TARGET]]`` reads ``evidence/studies`` and writes
``records.json`` and ``facts.json``; the same sources give the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from trueeffect.evidence.facts import facts_of
from trueeffect.evidence.records import record_id, record_of
from trueeffect.evidence.sources import StudySource, read_studies

STUDIES = Path("evidence/studies")
TARGET = Path("src/trueeffect/data/library")


def build_library(studies: tuple[StudySource, ...]) -> dict[str, bytes]:
    """Return the packaged files by name: records, and facts by record id."""
    records = [record_of(study) for study in studies]
    facts = {record_id(study): facts_of(study) for study in studies}
    return {"records.json": _lines(records), "facts.json": _lines_of(facts)}


def _lines(values: Sequence[object]) -> bytes:
    """One record a line, so that a change shows in review."""
    return b"[\n" + b",\n".join(_slim(value) for value in values) + b"\n]\n"


def _lines_of(values: Mapping[str, Sequence[object]]) -> bytes:
    """One fact a line, by record."""
    rows = [msgspec.json.encode(name) + b":" + _lines(facts).rstrip() for name, facts in values.items()]
    return b"{\n" + b",\n".join(rows) + b"\n}\n"


def _slim(value: object) -> bytes:
    """Encode a record without the fields that have their default."""
    return msgspec.json.encode(_without_defaults(value))


def _without_defaults(value: object) -> object:
    if isinstance(value, msgspec.Struct):
        kept = {}
        for field in msgspec.structs.fields(value):
            content = getattr(value, field.name)
            if field.required or content != field.default:
                kept[field.name] = _without_defaults(content)
        return {name: content for name, content in kept.items() if content != {}}
    if isinstance(value, (tuple, list)):
        return [_without_defaults(part) for part in value]
    return value


def main(arguments: list[str]) -> None:
    """Write the packaged files."""
    studies = read_studies(Path(arguments[0]) if arguments else STUDIES)
    target = Path(arguments[1]) if len(arguments) > 1 else TARGET
    target.mkdir(parents=True, exist_ok=True)
    for name, content in build_library(studies).items():
        (target / name).write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1:])
