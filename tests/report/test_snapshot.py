"""Reviewed reports: a change of words or layout shows as a difference of text.

To accept a change, look at it, then run with ``TRUEEFFECT_WRITE_SNAPSHOTS=1``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import html as parser

from trueeffect.model.verdict import CheckReport
from trueeffect.report.formats._base import Layout
from trueeffect.report.render import render

FOLDER = Path(__file__).parents[1] / "snapshot"


def same(name: str, document: str) -> None:
    path = FOLDER / name
    if os.environ.get("TRUEEFFECT_WRITE_SNAPSHOTS"):
        path.write_text(document, encoding="utf-8")
    assert document == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 80])
def test_text(width: int, report: CheckReport) -> None:
    same(f"check_report_{width}.txt", render(report, "text", layout=Layout(width=width)))


def test_markdown(report: CheckReport) -> None:
    same("check_report.md", render(report, "md"))


def test_html_as_it_is_read_aloud(report: CheckReport) -> None:
    root = parser.document_fromstring(render(report, "html"))
    for style in root.xpath("//style"):
        style.drop_tree()
    blocks = {"p", "li", "h1", "h2", "h3", "h4", "dt", "dd"}
    lines = [" ".join(each.text_content().split()) for each in root.iter() if each.tag in blocks]
    same("check_report_html.txt", "\n".join(lines) + "\n")
