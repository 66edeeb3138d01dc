"""``trueeffect check``: one line for every refusal, stable exit codes, and the same bytes every time."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import trueeffect as te
from trueeffect.cli.main import main
from trueeffect.report.render import render
from trueeffect.text import fetching

EXAMPLE = Path(__file__).parents[2] / "examples" / "sore_back.md"
BODY = "Pain fell by 30% in the treated group (Doe et al., 2010). "
PAGE = f"<html><body><h1>Needles</h1><p>{BODY * 3}</p></body></html>"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["check", *map(str, arguments)])
    captured = capsys.readouterr()
    return int(stop.value.code or 0), captured.out, captured.err


def process(*arguments: object, seed: str = "0", **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "trueeffect", *map(str, arguments)],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONWARNINGS": "error"},
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
        **{"stdout": subprocess.PIPE, **options},  # type: ignore[call-overload]
    )


def assert_refused(outcome: tuple[int, str, str], *words: str) -> None:
    code, out, err = outcome
    assert code not in (0, 10)
    assert out == ""
    assert err.startswith("trueeffect: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert "Traceback" not in err
    assert all(word in err for word in words), err


def word_document() -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph(BODY * 20)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def blank_pdf() -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200).close()
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("notes.txt", BODY)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t\r\n", "is empty"),
        ("a.txt", "\u00a0\u2003\u200b\ufeff\n".encode(), "no readable text"),
        ("a.txt", bytes(5000), "is empty"),
        ("a.txt", bytes(range(256)) * 200, "binary"),
        ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40, "binary"),
        ("a.html", b"<html><script>var a = 1;</script></html>", "no readable text"),
        ("a.pdf", blank_pdf(), "holds no text"),
        ("a.pdf", blank_pdf()[:200], "damaged"),
        ("a.pdf", b"%PDF-1.4", "damaged"),
        ("a.docx", word_document()[:9000], "damaged"),
        ("a.docx", archive(), "damaged"),
    ],
)
def test_an_article_that_cannot_be_read_is_refused_in_one_line(capsys, tmp_path, name, data, word):
    path = tmp_path / name
    path.write_bytes(data)
    assert_refused(run(capsys, path), word)


@pytest.mark.parametrize(
    "name", ["nothing.txt", "", ".", "x" * 300, "x" * 5000, "ftp://example.org/a", "a\0b"]
)
def test_an_article_that_is_not_there_is_refused_in_one_line(capsys, name):
    assert_refused(run(capsys, name))


def test_a_name_that_holds_terminal_commands_is_shown_harmless(capsys, tmp_path):
    name = "no\x1b[31m\x9b31m\n\u202efile"
    for outcome in (run(capsys, name), run(capsys, EXAMPLE, "-l", name), run(capsys, EXAMPLE, "-f", name)):
        assert_refused(outcome)
        assert not {"\x1b", "\x9b", "\u202e"} & set(outcome[2])


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("lib.ris", None, "does not exist"),
        ("lib.ris", b"", "is empty"),
        ("lib.ris", bytes(range(256)) * 40, "no format"),
        ("lib.ris", b"A letter to my doctor.\n", "no format"),
        ("lib.ris.gz", gzip.compress(b"TY  - JOUR\n")[:12], "cannot be read"),
        ("lib.docx", word_document(), "no format"),
    ],
)
def test_a_library_that_cannot_be_read_is_refused_in_one_line(capsys, tmp_path, name, data, words):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    assert_refused(run(capsys, EXAMPLE, "--library", path), name, words)


def test_an_empty_folder_is_no_library(capsys, tmp_path):
    assert_refused(run(capsys, EXAMPLE, "--library", tmp_path), "no file is in it")


def test_a_broken_record_is_counted_and_the_rest_is_used(capsys, tmp_path):
    library = tmp_path / "mine.json"
    library.write_text('[{"type": "article-journal", "title": "Cut off', encoding="utf-8")
    code, out, _ = run(capsys, EXAMPLE, "--library", library, "-f", "md")
    assert code == 0
    assert "0 records, 1 entry not usable" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Missing argument"),
        (("a", "b"), "unexpected extra argument"),
        ((EXAMPLE, "--format", "pdf"), "'text', 'json', 'md', 'html'"),
        ((EXAMPLE, "--fail-on", "doubt"), "'contradicted'"),
        ((EXAMPLE, "--nonsense"), "--nonsense"),
        ((EXAMPLE, "-o", "no/such/folder/report.txt"), "No such file or directory"),
        ((EXAMPLE, "-o", "."), "Is a directory"),
        ((EXAMPLE, "-o", "x" * 300), "File name too long"),
    ],
)
def test_wrong_arguments_are_said_in_one_line(capsys, arguments, words):
    assert_refused(run(capsys, *arguments), words)


def test_a_report_is_never_written_over_what_was_read(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    article, library = tmp_path / "article.txt", tmp_path / "mine.csv"
    article.write_text(BODY, encoding="utf-8")
    library.write_text("title,year\nNeedles,2010\n", encoding="utf-8")
    assert_refused(run(capsys, article, "-o", "article.txt"), "written over")
    assert_refused(run(capsys, article, "-l", library, "-o", tmp_path / "." / "mine.csv"), "written over")
    assert article.read_text(encoding="utf-8") == BODY


@pytest.mark.parametrize("verdict", ["contradicted", "overstated"])
def test_fail_on_sets_the_exit_code_and_still_writes_the_report(capsys, verdict):
    code, out, err = run(capsys, EXAMPLE, "--fail-on", verdict)
    assert code == (10 if verdict in {result.verdict for result in te.check(EXAMPLE).results} else 0)
    assert out.startswith("CHECK OF AN ARTICLE")
    assert err == ""


def test_the_exit_code_is_0_whatever_the_verdicts(capsys):
    assert "contradicted" in {result.verdict for result in te.check(EXAMPLE).results}
    assert run(capsys, EXAMPLE)[0] == 0
    assert run(capsys, EXAMPLE, "--fail-on", "contradicted")[0] == 10


@pytest.mark.parametrize(
    "name", ["json", "html", *(pytest.param(name, marks=pytest.mark.slow) for name in ("text", "md"))]
)
def test_the_same_article_gives_the_same_bytes_as_in_python(name):
    first, second = (process("check", EXAMPLE, "-f", name, seed=seed) for seed in ("1", "2"))
    assert first.returncode == second.returncode == 0
    assert first.stderr == b""
    assert first.stdout == second.stdout
    assert first.stdout.decode().rstrip("\n") == render(te.check(str(EXAMPLE)), name).rstrip("\n")


@pytest.mark.parametrize(("text", "media_type"), [(BODY * 3, "text/plain"), (PAGE, "text/html")])
def test_standard_input_is_read_as_what_it_is(text, media_type):
    done = process("check", "-", "-f", "json", input=text.encode())
    assert done.returncode == 0
    assert done.stdout.decode() == render(te.check(text.encode()), "json")
    assert f'"{media_type}"'.encode() in done.stdout


def test_closed_and_full_streams_are_said_in_one_line(tmp_path):
    empty = process("check", "-", stdin=subprocess.DEVNULL)
    assert_refused((empty.returncode, empty.stdout.decode(), empty.stderr.decode()), "is empty")
    shell = f"{sys.executable} -m trueeffect check"
    for command, words in (
        (f"{shell} - <&-", "Standard input"),
        (f"{shell} {EXAMPLE} >&-", "standard output"),
    ):
        done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60, check=False)
        assert_refused((done.returncode, done.stdout, done.stderr), words)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_disk_is_said_in_one_line():
    with Path("/dev/full").open("wb") as full:
        done = process("check", EXAMPLE, stdout=full)
    assert_refused((done.returncode, "", done.stderr.decode()), "No space left")


class _Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        answer = getattr(self, f"_{self.path.strip('/')}", None)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # hung up on, as it should be
            answer() if answer else self._say(b"gone", status=404)

    def _say(self, body: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _page(self) -> None:
        self._say(PAGE.encode())

    def _mislabelled(self) -> None:
        self._say(PAGE.encode(), "application/pdf")

    def _picture(self) -> None:
        self._say(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40, "text/html")

    def _nothing(self) -> None:
        self._say(b"")

    def _loop(self) -> None:
        self._say(b"", status=302, Location="/loop")

    def _elsewhere(self) -> None:
        self._say(b"", status=302, Location="file:///etc/hostname")

    def _huge(self) -> None:
        self._say(b"")
        for _ in range(60):
            self.wfile.write(b"<p>words and words</p>" * 50_000)

    def _packed(self) -> None:
        self._say(gzip.compress(gzip.compress(bytes(10**6))), Content_Encoding="gzip, gzip")

    def _damaged(self) -> None:
        self._say(b"this is not gzip", Content_Encoding="gzip")

    def _slow(self) -> None:
        self._say(b"")
        self._drip(b"<p>")

    def _slow_head(self) -> None:
        self._drip(b"H")

    def _drip(self, piece: bytes) -> None:
        for _ in range(40):
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    server.block_on_close = False
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            patch.delenv(name, raising=False)
        yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("page", ["page", "mislabelled"])
def test_an_address_is_fetched_and_checked(capsys, site, page):
    code, out, err = run(capsys, f"{site}/{page}")
    assert (code, err) == (0, "")
    assert f"{site}/{page}" in out
    assert "Pain fell by 30%" in out


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("missing", "error 404"),
        ("picture", "binary"),
        ("nothing", "is empty"),
        ("loop", "from address to address"),
        ("elsewhere", "no http address"),
        ("huge", "longer than 25 MB"),
        ("packed", "packed several times"),
        ("damaged", "damaged"),
        ("slow", "in time"),
        ("slow_head", "in time"),
    ],
)
def test_an_address_that_gives_no_article_is_refused_in_one_line(capsys, site, monkeypatch, page, words):
    if page.startswith("slow"):
        monkeypatch.setitem(fetching.fetch.__kwdefaults__, "seconds", 0.3)
    start = time.perf_counter()
    assert_refused(run(capsys, f"{site}/{page}"), words)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("address", ["http://", "http://[::1", "http://127.0.0.1:9/x", "HTTPS://exa mple"])
def test_a_broken_address_is_refused_in_one_line(capsys, address):
    assert_refused(run(capsys, address), "cannot be fetched")
