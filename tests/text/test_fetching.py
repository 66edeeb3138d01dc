"""Addresses are fetched, with one sentence when they cannot be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from trueeffect.errors import UnreadableSource
from trueeffect.text import fetching
from trueeffect.text.reading import read_article


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/page")
            self.end_headers()
            return
        self.send_response(200 if self.path in ("/page", "/long") else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(
            b"<p>Pain fell by 5 points in 40 people.</p>" * (2000 if self.path == "/long" else 1)
        )

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_is_read_and_keeps_its_final_address(site):
    article = read_article(f"{site}/moved")
    assert article.address == f"{site}/page"
    assert article.text.media_type == "text/html"


def test_an_error_answer_is_said(site):
    with pytest.raises(UnreadableSource, match="error 404"):
        read_article(f"{site}/nothing")


def test_too_long_an_answer_is_cut_off(site, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 10_000)
    with pytest.raises(UnreadableSource, match="longer than"):
        read_article(f"{site}/long")


def test_a_server_that_is_not_there_is_said(site):
    with pytest.raises(UnreadableSource, match="cannot be fetched"):
        read_article("http://127.0.0.1:9/page")


@pytest.mark.parametrize("address", ["http://", "http://[::1"])
def test_a_broken_address_is_said(address):
    with pytest.raises(UnreadableSource, match="cannot be fetched"):
        read_article(address)
