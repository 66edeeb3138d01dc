"""The reference page on reports names every verdict, error type, format and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from trueeffect.model.verdict import CheckReport
from trueeffect.report.render import formats
from trueeffect.report.words import CLAIM_ERRORS, REFERENCE_ERRORS, VERDICT_MEANINGS, VERDICT_NAMES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "report.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("table", [CLAIM_ERRORS, REFERENCE_ERRORS], ids=["claims", "references"])
def test_every_error_type_has_its_row(table: dict[str, str], page: str) -> None:
    assert [row for name, words in table.items() if (row := f"| `{name}` | {words} |") not in page] == []


def test_every_verdict_has_its_row(page: str) -> None:
    for verdict, words in VERDICT_NAMES.items():
        assert f"| `{verdict}` | {words} | {VERDICT_MEANINGS[verdict]}" in page


def test_every_format_and_field_is_named(page: str) -> None:
    assert [name for name in (*formats(), *CheckReport.__struct_fields__) if f"`{name}`" not in page] == []
