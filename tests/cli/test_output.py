"""What a report looks like on a terminal that knows few characters."""

from __future__ import annotations

import io
import json

import pytest

from trueeffect.cli.commands.check import write


class Terminal(io.TextIOWrapper):
    def __init__(self, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    @property
    def written(self) -> bytes:
        self.flush()
        return self.buffer.getvalue()  # type: ignore[attr-defined]


def test_a_terminal_without_the_character_shows_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal("ascii")
    monkeypatch.setattr("sys.stdout", terminal)
    write("says: “on”", None)
    assert terminal.written == b"says: ?on?\n"


def test_json_stays_whole_on_any_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal("ascii")
    monkeypatch.setattr("sys.stdout", terminal)
    write('{"quote": "“on”"}', None, as_file=True)
    assert json.loads(terminal.written) == {"quote": "“on”"}
