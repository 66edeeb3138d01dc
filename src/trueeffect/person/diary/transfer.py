"""Take a diary out and in: CSV, JSON, FHIR R4; with days shifted and words left out for sharing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from trueeffect.errors import InputError, UnknownOption, UnreadableSource
from trueeffect.model.person import Entry, Plan
from trueeffect.person.diary.kinds import KINDS, check_entry

FORMATS = ("csv", "json", "fhir")
_COLUMNS = ("day", "kind", "value", "text", "id", "replaces", "saved")
_LOINC = "http://loinc.org"
_LOCAL = "urn:trueeffect:diary-kind"


def export(
    entries: Sequence[Entry],
    format: str = "csv",
    *,
    plans: Sequence[tuple[Plan, str]] = (),
    shift_days: int = 0,
    words: bool = True,
) -> str:
    """Return entries as a file.

    Parameters
    ----------
    format : {"csv", "json", "fhir"}
    shift_days : int
        Days by which every date is moved, for sharing under a pseudonym.
    words : bool
        False leaves out every free text.
    """
    if format not in FORMATS:
        raise UnknownOption.of("format", format, FORMATS)
    shared = [_shifted(entry, shift_days, words) for entry in entries]
    if format == "csv":
        return _to_csv(shared)
    if format == "fhir":
        return json.dumps(_bundle(shared), ensure_ascii=False, indent=1) + "\n"
    kept = [] if shift_days or not words else [{"plan": msgspec.to_builtins(p), "saved": s} for p, s in plans]
    body = {"schema": "trueeffect/diary/1", "entries": msgspec.to_builtins(shared), "plans": kept}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _shifted(entry: Entry, days: int, words: bool) -> Entry:
    if not days and words:
        return entry
    return msgspec.structs.replace(
        entry,
        day=(date.fromisoformat(entry.day) + timedelta(days=days)).isoformat(),
        text=entry.text if words else "",
        saved="",
    )


def _to_csv(entries: Iterable[Entry]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for entry in entries:
        value = (
            "" if entry.value is None else f"{entry.value:g}" if abs(entry.value) < 1e6 else repr(entry.value)
        )
        text = f"'{entry.text}" if entry.text[:1] in "=+-@\t" and entry.text else entry.text
        writer.writerow(
            (entry.day, entry.kind, value, text, entry.id or "", entry.replaces or "", entry.saved)
        )
    return stream.getvalue()


def _bundle(entries: Iterable[Entry]) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": _resource(entry)} for entry in entries],
    }


def _resource(entry: Entry) -> dict[str, Any]:
    """Return one FHIR R4 resource; the patient stays unnamed."""
    kind = KINDS[entry.kind]
    codes = [{"system": _LOCAL, "code": kind.id}]
    if kind.loinc:
        codes.insert(0, {"system": _LOINC, "code": kind.loinc})
    code = {"coding": codes, "text": kind.label}
    subject = {"display": "the person who keeps this diary"}
    if entry.kind == "session":
        resource: dict[str, Any] = {
            "resourceType": "Procedure",
            "status": "completed",
            "code": code,
            "subject": subject,
            "performedDateTime": entry.day,
            "note": [{"text": entry.text}],
        }
        if entry.value is not None:
            resource["extension"] = [{"url": f"{_LOCAL}:minutes", "valueDecimal": entry.value}]
        return resource
    if entry.kind == "medicine":
        return {
            "resourceType": "MedicationStatement",
            "status": "unknown",
            "medicationCodeableConcept": {"text": entry.text},
            "subject": subject,
            "effectiveDateTime": entry.day,
        }
    if entry.kind == "harm":
        resource = {
            "resourceType": "AdverseEvent",
            "actuality": "actual",
            "event": {"coding": codes, "text": entry.text},
            "subject": subject,
            "date": entry.day,
        }
        if entry.value is not None:
            resource["severity"] = {"text": f"{entry.value:g}"}
        return resource
    resource = {
        "resourceType": "Observation",
        "status": "final",
        "code": code,
        "subject": subject,
        "effectiveDateTime": entry.day,
    }
    if entry.value is not None:
        resource["valueQuantity"] = {"value": entry.value, "unit": kind.unit}
        if entry.text:
            resource["note"] = [{"text": entry.text}]
    else:
        resource["valueString"] = entry.text
    return resource


def read_entries(data: bytes) -> tuple[Entry, ...]:
    """Read entries from CSV, JSON or FHIR; the content tells which.

    Raises
    ------
    UnreadableSource
        When it is none of them.
    InputError
        Naming the line, when an entry cannot be right; then none is used.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableSource("The file is not text in UTF-8.", hint="Save it as UTF-8.") from None
    if not text.lstrip().startswith(("{", "[")):
        return _numbered(_from_csv(text), "Line", 2)
    try:
        body = json.loads(text)
    except ValueError as error:
        raise UnreadableSource(f"The file is not whole JSON ({error}).", hint="Export it again.") from None
    if isinstance(body, dict) and body.get("resourceType") == "Bundle":
        found = [_from_resource(each.get("resource", {})) for each in body.get("entry", [])]
        return _numbered([each for each in found if each], "Entry", 1)
    if isinstance(body, dict) and isinstance(body.get("entries"), list):
        try:
            return _numbered([msgspec.convert(each, Entry) for each in body["entries"]], "Entry", 1)
        except msgspec.ValidationError as error:
            raise UnreadableSource(f"An entry has another form than expected: {error}.") from None
    raise UnreadableSource("The file holds no diary.", hint="Give CSV, JSON or FHIR R4 as exported.")


def read_plans(data: bytes) -> tuple[Plan, ...]:
    """Return the plans of a JSON export; other formats hold none."""
    try:
        body = json.loads(data)
        return tuple(msgspec.convert(each["plan"], Plan) for each in body["plans"])
    except (ValueError, KeyError, TypeError, msgspec.ValidationError):
        return ()


def _from_csv(text: str) -> list[Entry]:
    reader = csv.DictReader(io.StringIO(text))
    names = {name.strip().lower() for name in reader.fieldnames or ()}
    if not {"day", "kind"} <= names:
        raise UnreadableSource(
            "The table needs the columns day and kind.", hint="Columns: day, kind, value, text."
        )
    found = []
    for at, row in enumerate(reader, 2):
        cells = {
            (key or "").strip().lower(): (value or "") for key, value in row.items() if isinstance(value, str)
        }
        value = cells.get("value", "").strip().replace(",", ".")
        try:
            number = float(value) if value else None
        except ValueError:
            raise InputError(f"Line {at} has no number under value.", hint="Write 6 or 6.5.") from None
        words = cells.get("text", "")
        found.append(
            Entry(
                day=cells["day"].strip(),
                kind=cells["kind"].strip().lower(),
                value=number,
                text=words[1:] if words[:1] == "'" and words[1:2] in "=+-@\t" else words,
                id=_whole(cells.get("id", "")),
                replaces=_whole(cells.get("replaces", "")),
                saved=cells.get("saved", "").strip(),
            )
        )
    return found


def _whole(words: str) -> int:
    return int(words) if words.strip().isdigit() else 0


def _from_resource(body: dict[str, Any]) -> Entry | None:
    name = body.get("resourceType")
    day = str(body.get("effectiveDateTime") or body.get("performedDateTime") or body.get("date") or "")[:10]
    text = "; ".join(str(note.get("text", "")) for note in body.get("note", []))
    if name == "Procedure":
        extra = {str(each.get("url")): each.get("valueDecimal") for each in body.get("extension", [])}
        return Entry(day=day, kind="session", value=extra.get(f"{_LOCAL}:minutes"), text=text or "session")
    if name == "MedicationStatement":
        return Entry(
            day=day, kind="medicine", text=str(body.get("medicationCodeableConcept", {}).get("text", ""))
        )
    if name == "AdverseEvent":
        words = str(body.get("severity", {}).get("text", ""))
        number = float(words) if words.replace(".", "", 1).isdigit() else None
        return Entry(day=day, kind="harm", value=number, text=str(body.get("event", {}).get("text", "")))
    if name != "Observation":
        return None
    kind = _kind_of(body.get("code", {}).get("coding", []))
    value = body.get("valueQuantity", {}).get("value", body.get("valueInteger"))
    if not kind:
        return None
    return Entry(day=day, kind=kind, value=value, text=text or str(body.get("valueString", "")))


def _kind_of(codes: Sequence[dict[str, Any]]) -> str:
    for each in codes:
        for kind in KINDS.values():
            if (each.get("system"), each.get("code")) in ((_LOCAL, kind.id), (_LOINC, kind.loinc or None)):
                return kind.id
    return ""


def _numbered(entries: Sequence[Entry], word: str, first: int) -> tuple[Entry, ...]:
    found = []
    for at, entry in enumerate(entries, first):
        try:
            found.append(check_entry(entry))
        except InputError as error:
            raise type(error)(f"{word} {at}: {error.message}", hint=error.hint) from None
    return tuple(found)


def renumbered(entries: Sequence[Entry], last: int) -> tuple[Entry, ...]:
    """Return entries for a diary whose last number is ``last``, so that corrections still point right."""
    ordered = sorted(entries, key=lambda entry: entry.id or 0)
    places = {entry.id: last + at for at, entry in enumerate(ordered, 1) if entry.id}
    return tuple(
        msgspec.structs.replace(entry, id=0, replaces=places.get(entry.replaces, 0)) for entry in ordered
    )
