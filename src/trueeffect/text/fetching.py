"""Fetch an article from an address: the only place where reading uses the network."""

from __future__ import annotations

import time
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from trueeffect.errors import UnreadableSource

MOST_BYTES = 25_000_000
_SECONDS = 20.0
_REDIRECTS = 5
_HEADERS = {"User-Agent": "trueeffect (reads one article for a person)", "Accept-Encoding": "gzip"}
_HINT = "Save the page and give the file."
_REASONS = {
    "TooManyRedirects": "it leads from address to address without an end",
    "TimeoutException": "there is no answer in time",
    "UnsupportedProtocol": "it leads to something that is no http address",
    "InvalidURL": "it is not a valid address",
    "DecodingError": "the answer is damaged",
    "ProtocolError": "the answer is damaged",
    "NetworkError": "there is no connection to that server",
}
_Fetched = tuple[bytes, str, str, str]


def fetch(address: str, *, seconds: float = _SECONDS) -> _Fetched:
    """Return bytes, file name, media type and final address of what ``address`` leads to.

    Raises
    ------
    UnreadableSource
        When there is no answer in time, the answer is an error, or it is longer than 25 MB.
    """
    answers: SimpleQueue[_Fetched | UnreadableSource] = SimpleQueue()
    # A server that sends a byte now and then never runs into a limit for one read: the whole is timed here.
    Thread(target=lambda: answers.put(_attempt(address, seconds)), daemon=True).start()
    try:
        answer = answers.get(timeout=seconds + 1)
    except Empty:
        answer = _refused(address, "the answer does not end in time")
    if isinstance(answer, UnreadableSource):
        raise answer
    return answer


def _attempt(address: str, seconds: float) -> _Fetched | UnreadableSource:
    import httpx2

    end = time.monotonic() + seconds
    try:
        with (
            httpx2.Client(follow_redirects=True, max_redirects=_REDIRECTS, timeout=seconds) as client,
            client.stream("GET", address, headers=_HEADERS) as answer,
        ):
            if answer.status_code >= 400:
                return UnreadableSource(f"{address} answers with error {answer.status_code}.", hint=_HINT)
            data = _body(answer, address, end)
            told = answer.headers.get("content-type", "").split(";")[0].strip().lower()
            where = str(answer.url)
    except UnreadableSource as error:
        return error
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
        return _refused(address, _reason(error))
    return data, where.split("?")[0].rsplit("/", 1)[-1], told, where


def _refused(address: str, reason: str) -> UnreadableSource:
    return UnreadableSource(f"{address} cannot be fetched: {reason}.", hint=_HINT)


def _reason(error: Exception) -> str:
    """Say in plain words what went wrong; the nearest class that has words is taken."""
    names = (kind.__name__ for kind in type(error).__mro__)
    return next((_REASONS[name] for name in names if name in _REASONS), type(error).__name__)


def _body(answer: Any, address: str, end: float) -> bytes:
    if "," in answer.headers.get("content-encoding", ""):
        raise _refused(address, "the answer is packed several times")  # grows without bound when unpacked
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise UnreadableSource(
                f"{address} is longer than {MOST_BYTES // 10**6} MB.", hint="Give a shorter article."
            )
        if time.monotonic() > end:
            raise _refused(address, "the answer does not end in time")
    return b"".join(parts)
