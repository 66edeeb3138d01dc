"""From the curated sources to the snapshot that comes with the program.

The same sources give the same bytes; the version is a digest of the content, so two bases that differ in
one figure never share a version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec

from trueeffect.errors import IntegrityError
from trueeffect.evidence.compose import compose_study
from trueeffect.evidence.integrity import check_studies
from trueeffect.evidence.sources import StudySource
from trueeffect.evidence.tables import Row, read_rows
from trueeffect.model._struct import Value
from trueeffect.model.study import Evidence, Mechanism, Published, SafetyFigure, Study

T = TypeVar("T", bound=Value)
SCHEMA = 1


def compose_evidence(sources: tuple[StudySource, ...], folder: Path) -> Evidence:
    """Return the evidence base of ``folder``, which holds ``studies/`` and the tables beside it.

    Raises
    ------
    IntegrityError
        When rows break rules; the message names the first and counts them.
    """
    studies = tuple(compose_study(source, folder / "studies" / source.id) for source in sources)
    refuse_faults(studies)
    dates = [source.entered for source in sources]
    dates += [result.source.date for study in studies for result in study.results]
    base = Evidence(
        schema=SCHEMA,
        date=max(dates, default=""),
        studies=studies,
        mechanisms=_table(folder / "mechanisms.tsv", Mechanism),
        safety=_table(folder / "safety.tsv", SafetyFigure),
        published=_table(folder / "published.tsv", Published),
    )
    digest = hashlib.sha256(msgspec.json.encode(base)).hexdigest()
    return msgspec.structs.replace(base, version=f"{base.date.replace('-', '.')}-{digest[:8]}")


def refuse_faults(studies: tuple[Study, ...]) -> None:
    """Raise when a rule that every base must keep is broken; doubts are left to ``evidence check``."""
    faults = [fault for fault in check_studies(studies) if fault.level == "error"]
    if faults:
        more = f" {len(faults) - 1} more." if len(faults) > 1 else ""
        first = faults[0]
        raise IntegrityError(
            f"{first.where}: {first.message}{more}",
            hint="Run `trueeffect evidence check` to see all.",
            rule=first.rule,
            study=first.study,
            faults=[str(fault) for fault in faults],
        )


def _table(file: Path, kind: type[T]) -> tuple[T, ...]:
    """Read a table whose columns are the fields of ``kind``."""
    columns = tuple(field.name for field in msgspec.structs.fields(kind))
    hints = get_type_hints(kind)
    return tuple(kind(**dict(_cells(row, columns, hints))) for row in read_rows(file, columns))


def _cells(row: Row, columns: tuple[str, ...], hints: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in columns:
        if row.text(name):
            yield name, row.text(name) if hints[name] is str else _number(row, name, hints[name])


def _number(row: Row, name: str, hint: Any) -> float | int | None:
    return row.whole(name) if hint is int else row.number(name)


def snapshot_files(evidence: Evidence) -> dict[str, bytes]:
    """Return the packaged files by name: the base, one study a line, and its manifest."""
    head = msgspec.to_builtins(msgspec.structs.replace(evidence, studies=()))
    studies = b",\n".join(encode_slim(study) for study in evidence.studies)
    lines = [msgspec.json.encode({key: value})[1:-1] for key, value in head.items() if key != "studies"]
    body = b"{\n" + b",\n".join(lines) + b',\n"studies":[\n' + studies + b"\n]}\n"
    manifest = {
        "schema": evidence.schema,
        "version": evidence.version,
        "date": evidence.date,
        "sha256": hashlib.sha256(body).hexdigest(),
        "studies": len(evidence.studies),
        "randomised": sum(study.randomised for study in evidence.studies),
        "results": evidence.results,
    }
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    return {"evidence.json": body, "manifest.json": text}


def encode_slim(value: Value) -> bytes:
    """Encode a record without the fields that have their default."""
    return msgspec.json.encode(_slim(value))


def _slim(value: Any) -> Any:
    if isinstance(value, Value):
        kept: dict[str, Any] = {}
        config = value.__struct_config__
        if config.tag is not None and config.tag_field is not None:
            kept[config.tag_field] = config.tag
        for field in msgspec.structs.fields(value):
            content = getattr(value, field.name)
            if field.required or content != field.default:
                kept[field.name] = _slim(content)
        return kept
    return [_slim(part) for part in value] if isinstance(value, tuple) else value
