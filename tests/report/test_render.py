"""Formats are found by name; the terminal layout follows the stream."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from trueeffect.errors import RenderError, UnknownOption
from trueeffect.model.verdict import CheckReport
from trueeffect.report.formats._base import Format
from trueeffect.report.render import formats, render, terminal_layout


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_an_unknown_format_names_the_nearest(report: CheckReport) -> None:
    with pytest.raises(UnknownOption, match=r"format='htm' is not offered. Did you mean 'html'\?"):
        render(report, "htm")


@pytest.mark.parametrize("name", ["html", "json", "md", "text"])
def test_every_format_keeps_the_contract(name: str, report: CheckReport, empty: CheckReport) -> None:
    found = formats()[name]
    assert isinstance(found, Format)
    assert found.name == name
    assert found.suffix.startswith(".")
    for each in (report, empty):
        document = render(each, name)
        assert document == render(each, name)
        assert document.endswith("\n")


def test_the_family_is_pinned() -> None:
    assert list(formats()) == ["html", "json", "md", "text"]


def test_text_that_fits_no_encoding_is_refused_in_one_sentence(hostile: CheckReport) -> None:
    with pytest.raises(RenderError, match="cannot be written as json"):
        render(hostile, "json")


def test_a_file_gets_no_colour() -> None:
    layout = terminal_layout(io.StringIO())
    assert (layout.width, layout.colour) == (80, False)


def test_a_terminal_gets_colour_unless_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "42")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert terminal_layout(Terminal()).colour
    assert terminal_layout(Terminal()).width == 42
    monkeypatch.setenv("NO_COLOR", "1")
    assert not terminal_layout(Terminal()).colour
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not terminal_layout(Terminal()).colour


def test_a_wide_terminal_keeps_lines_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert terminal_layout(Terminal()).width == 100


def test_drawing_libraries_load_only_when_needed() -> None:
    code = "import sys, trueeffect.report.render as r; r.formats(); print({'rich', 'jinja2', 'lxml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
