"""Fetch an article from an address: the only place where reading uses the network."""

from __future__ import annotations

import time
from typing import Any

from trueeffect.errors import UnreadableSource

MOST_BYTES = 25_000_000
_SECONDS = 20.0
_REDIRECTS = 5
_AGENT = "trueeffect (reads one article for a person)"


def fetch(address: str, *, seconds: float = _SECONDS) -> tuple[bytes, str, str, str]:
    """Return bytes, file name, media type and final address of what ``address`` leads to.

    Raises
    ------
    UnreadableSource
        When there is no answer in time, the answer is an error, or it is longer than 25 MB.
    """
    import httpx2

    end = time.monotonic() + seconds
    try:
        with (
            httpx2.Client(follow_redirects=True, max_redirects=_REDIRECTS, timeout=seconds) as client,
            client.stream("GET", address, headers={"User-Agent": _AGENT}) as answer,
        ):
            if answer.status_code >= 400:
                raise UnreadableSource(
                    f"{address} answers with error {answer.status_code}.",
                    hint="Save the page and give the file.",
                )
            data = _body(answer, address, end)
            told = answer.headers.get("content-type", "").split(";")[0].strip().lower()
            where = str(answer.url)
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        reason = type(error).__name__
        raise UnreadableSource(
            f"{address} cannot be fetched ({reason}).", hint="Save the page and give the file."
        ) from None
    return data, where.split("?")[0].rsplit("/", 1)[-1], told, where


def _body(answer: Any, address: str, end: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise UnreadableSource(f"{address} is longer than {MOST_BYTES // 10**6} MB.", hint="Give a file.")
        if time.monotonic() > end:
            raise UnreadableSource(
                f"{address} does not finish in time.", hint="Save the page and give the file."
            )
    return b"".join(parts)
