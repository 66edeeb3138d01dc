"""The JSON report is stable, complete and readable back."""

from __future__ import annotations

import json

import msgspec
import pytest

from trueeffect.model.verdict import CheckReport
from trueeffect.report import schema
from trueeffect.report.formats.json import decode, schema_text
from trueeffect.report.render import render


def test_a_report_survives_the_round_trip(report: CheckReport) -> None:
    assert decode(render(report, "json")) == report


def test_the_first_field_is_the_schema(report: CheckReport) -> None:
    assert next(iter(json.loads(render(report, "json")).items())) == ("schema", "trueeffect/check-report/1")


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        decode('{"article": {"title": "", "text": {"plain": ""}, "passages": []}, "extra": 1}')


def test_another_schema_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="schema"):
        decode(
            '{"schema": "trueeffect/check-report/2", "article": {"title": "", "text": {"plain": ""}, "passages": []}}'
        )


def test_what_a_terminal_would_obey_is_escaped_and_kept(report: CheckReport) -> None:
    odd = msgspec.structs.replace(report, notes=("\x1b[31m \x9b2J \u202e \u2028 \ufeff \x00",))
    document = render(odd, "json")
    assert not set(document) & set("\x1b\x9b\u202e\u2028\ufeff\x00")
    assert decode(document) == odd


def test_the_shipped_schema_is_fresh() -> None:
    shipped = schema.shipped().read_text(encoding="utf-8")
    assert shipped == schema_text(), "the records changed: run python -m trueeffect.report.schema"


def test_the_schema_lists_every_field() -> None:
    document = json.loads(schema_text())
    report = document["$defs"]["CheckReport"]["properties"]
    assert list(report) == sorted(CheckReport.__struct_fields__)
    assert document["$id"] == report["schema"]["default"]
