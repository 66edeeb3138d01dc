"""Medicines, safety and diary from the command line; and no word of health in an error or a log."""

import json
import logging
import re
import socket
from html.parser import HTMLParser
from pathlib import Path

import pytest

from trueeffect.cli.main import main

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        main([str(each) for each in arguments])
    except SystemExit as error:
        code = int(error.code or 0)
    out = capsys.readouterr()
    return code, out.out, out.err


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"]] if found.get("id") else []
        for name in ("src", "href"):
            if found.get(name):
                self.links.append(str(found[name]))
        assert tag not in ("script", "iframe", "link", "img")
        assert not any(name.startswith("on") or name == "style" for name in found)


def test_medicines_example(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "medicines", EXAMPLES / "medicines.csv", "--age", "87", "--egfr", "48")
    assert code == 0
    for words in (
        "Questions for my clinician",
        "Not reviewed: “Omeprazol”",
        "36 MME",
        "Paracetamol is on the list 2 times",
    ):
        assert words in out


def test_json_is_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "medicines", EXAMPLES / "medicines.csv", "-f", "json")
    body = json.loads(out)
    assert len(body["medicines"]) == 12
    assert all(alert["sources"] for alert in body["alerts"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("medicines", EXAMPLES / "medicines.csv", "--age", "87"),
        ("safety", "--sign", "saddle", "--country", "GB"),
        ("safety", "--none"),
        ("diary", "analyse", EXAMPLES / "diary.csv", "--course=-0.9,0.15", "--prior=-0.8,0.2,0.15"),
    ],
    ids=["medicines", "emergency", "none", "diary"],
)
def test_pages_need_nothing_from_outside(capsys: pytest.CaptureFixture[str], arguments: tuple) -> None:
    code, out, _ = run(capsys, *arguments, "-f", "html")
    assert code == 0
    page = Page()
    page.feed(out)
    assert all(link.startswith("#") for link in page.links)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert out == run(capsys, *arguments, "-f", "html")[1]


def test_markup_in_a_name_stays_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('medicine,dose\n<script>alert(1)</script>,"<b>5</b> mg"\n', encoding="utf-8")
    _, out, _ = run(capsys, "medicines", path, "-f", "html")
    assert "<script" not in out
    assert "<b>" not in out


def test_pdf(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pytest.importorskip("typst")
    target = tmp_path / "page.pdf"
    code, _, _ = run(capsys, "diary", "analyse", EXAMPLES / "diary.csv", "-f", "pdf", "-o", target)
    assert code == 0
    assert target.read_bytes().startswith(b"%PDF")
    code, _, err = run(capsys, "safety", "-f", "pdf")
    assert code == 2
    assert "needs a file" in err


def test_emergency_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "safety", "--sign", "bladder", "--sign", "inflammatory")
    assert out.index("STOP. Go to an emergency department now") < out.index("Ask these first")


def test_whole_course(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mine.diary"
    code, out, _ = run(capsys, "diary", "new", path, "--baseline-from", "2026-03-01", "--window", "10")
    assert code == 0
    assert "Drawn start" in out
    assert "smallest p-value that can come out is 0.1" in out
    assert run(capsys, "diary", "import", path, EXAMPLES / "diary.csv")[0] == 0
    assert run(capsys, "diary", "add", path, "pain", "4", "--day", "2026-05-10")[0] == 0
    _, out, _ = run(capsys, "diary", "list", path, "--last", "1")
    number = out.split()[0]
    assert run(capsys, "diary", "add", path, "pain", "5", "--day", "2026-05-10", "--replaces", number)[0] == 0
    assert "pain 5" in run(capsys, "diary", "list", path, "--last", "1")[1]
    code, out, _ = run(capsys, "diary", "analyse", path, "--start", "2026-03-23")
    assert "Agreed before the start" in out
    assert code == 0
    assert "usual course" in out
    assert "written down on the day of the start or later" in out or "outside the window" in out
    _, out, _ = run(capsys, "diary", "export", path, "-f", "json")
    assert json.loads(out)["plans"]
    assert run(capsys, "diary", "delete", path, "--yes")[0] == 0
    assert not list(tmp_path.iterdir())


def test_encrypted_course(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sqlcipher3")
    monkeypatch.setenv("TRUEEFFECT_PASSPHRASE", "purple elephant")
    path = tmp_path / "mine.diary"
    assert run(capsys, "diary", "new", path, "-e")[0] == 0
    assert run(capsys, "diary", "add", path, "note", "-t", "zebra", "-e")[0] == 0
    assert b"zebra" not in path.read_bytes()
    monkeypatch.setenv("TRUEEFFECT_PASSPHRASE", "wrong")
    code, _, err = run(capsys, "diary", "export", path, "-e")
    assert code == 2
    assert "passphrase does not fit" in err
    assert "hmac" not in err


SECRET = "zebra-hospital-secret"


@pytest.mark.parametrize(
    "arguments",
    [
        ("diary", "add", "{diary}", "note", "3", "-t", SECRET),
        ("diary", "add", "{diary}", "pain", "44", "-t", SECRET),
        ("diary", "add", "{diary}", "session", "-t", f"points={SECRET}; minuts=3"),
        ("diary", "add", "{diary}", "pain", "4", "--replaces", "77", "-t", SECRET),
        ("diary", "import", "{diary}", "{bad}"),
        ("diary", "analyse", "{diary}"),
    ],
)
def test_errors_and_logs_hold_no_health_text(
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    arguments: tuple[str, ...],
) -> None:
    caplog.set_level(logging.DEBUG)
    path, bad = tmp_path / "x.diary", tmp_path / "bad.csv"
    run(capsys, "diary", "new", path)
    run(capsys, "diary", "add", path, "note", "-t", SECRET)
    bad.write_text(
        f"day,kind,value,text\n2026-01-05,note,,{SECRET}\n2026-01-06,pain,44,{SECRET}\n", encoding="utf-8"
    )
    code, out, err = run(capsys, *(each.format(diary=path, bad=bad) for each in arguments))
    assert code == 2
    assert re.match(r"trueeffect: .+\n\Z", err)
    assert "Traceback" not in err
    assert "zebra" not in out + err + caplog.text


def test_nothing_leaves_the_machine(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert run(capsys, "medicines", EXAMPLES / "medicines.csv")[0] == 0
    assert run(capsys, "safety", "--none")[0] == 0
    assert run(capsys, "diary", "analyse", EXAMPLES / "diary.csv")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("medicines", "no-such-file.csv"), "cannot be read"),
        (("medicines", str(EXAMPLES / "medicines.csv"), "--age", "300"), "cannot be right"),
        (("diary", "analyse", "no.diary"), "no diary"),
        (("diary", "analyse", str(EXAMPLES / "diary.csv"), "--prior", "a,b"), "needs 3 to 3 numbers"),
        (("diary", "analyse", str(EXAMPLES / "diary.csv"), "--course=-1,-2"), "negative"),
        (("safety", "--sign", "toothache"), "not offered"),
    ],
)
def test_bad_input_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert words in err
    assert err.count("\n") == 1
