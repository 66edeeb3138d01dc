"""Build what comes with the program from the curated studies: the library and the evidence base.

``python -m trueeffect.evidence.build [EVIDENCE [DATA]]`` reads ``evidence`` and writes ``library/`` (records
and facts) and ``evidence/`` (results and their manifest); the same sources give the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from trueeffect.evidence.facts import facts_of
from trueeffect.evidence.records import record_id, record_of
from trueeffect.evidence.snapshot import compose_evidence, snapshot_files
from trueeffect.evidence.sources import StudySource, read_studies

EVIDENCE = Path("evidence")
DATA = Path("src/trueeffect/data")


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


def build_all(folder: Path) -> dict[str, bytes]:
    """Return every packaged file by its path below ``data/``; nothing is written."""
    studies = read_studies(folder / "studies")
    evidence = compose_evidence(studies, folder)
    files = {f"library/{name}": content for name, content in build_library(studies).items()}
    return {**files, **{f"evidence/{name}": text for name, text in snapshot_files(evidence).items()}}


def main(arguments: list[str]) -> None:
    """Write the packaged files; all of them are made before the first is written."""
    target = Path(arguments[1]) if len(arguments) > 1 else DATA
    for name, content in build_all(Path(arguments[0]) if arguments else EVIDENCE).items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1:])
