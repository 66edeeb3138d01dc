"""Every verdict, error and field has its plain words, and none of them accuses."""

from __future__ import annotations

import re
from typing import get_args

from trueeffect.model.article import LinkHow
from trueeffect.model.record import Difference, Notice
from trueeffect.model.verdict import ERROR_FAMILIES, REFERENCE_ERROR_TYPES, CheckReport, Verdict
from trueeffect.report import words
from trueeffect.report.render import render


def test_the_tables_are_complete() -> None:
    verdicts = set(get_args(Verdict))
    assert set(words.VERDICT_NAMES) == set(words.VERDICT_MEANINGS) == set(words.VERDICT_ORDER) == verdicts
    assert set(words.CLAIM_ERRORS) == {name for family in ERROR_FAMILIES.values() for name in family}
    assert set(words.REFERENCE_ERRORS) == set(REFERENCE_ERROR_TYPES)
    assert set(words.LINK_NOTES) == set(get_args(LinkHow))
    assert set(words.NOTICES) == set(get_args(_annotation(Notice, "kind")))
    assert set(words.FIELD_ERRORS) == set(get_args(_annotation(Difference, "field")))


def _annotation(record: type, field: str) -> object:
    import typing

    return typing.get_type_hints(record)[field]


def test_no_report_claims_more_than_it_did(report: CheckReport) -> None:
    for name in ("text", "md", "html"):
        told = re.sub(
            r"<style>.*?</style>|<[^>]+>|(are )?proven to rebuild", "", render(report, name), flags=re.S
        )
        assert not re.search(r"\b(verified|proven|fake|fabricated|fraud)\b", told, re.I)
        assert "not medical advice" in told
        assert "not with the full paper" in " ".join(told.split())
        assert "says nothing about whether a work exists" in " ".join(told.split())
