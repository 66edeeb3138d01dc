"""The facts of built-in studies, entered by people and packaged with the program."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from trueeffect.model.fact import Assertion


def curated_facts(record_id: str) -> tuple[Assertion, ...]:
    """Return the curated facts of a record, by its id in the built-in library; none for other records.

    Examples
    --------
    >>> curated_facts("pmid:0")
    ()
    """
    raw = _packaged().get(record_id)
    return () if raw is None else _decoded(record_id, bytes(raw))


@cache
def _packaged() -> dict[str, msgspec.Raw]:
    """Return the packaged facts by record, still encoded: one study is decoded when it is asked for."""
    file = resources.files("trueeffect.data").joinpath("library", "facts.json")
    return msgspec.json.decode(file.read_bytes(), type=dict[str, msgspec.Raw])


@cache
def _decoded(record_id: str, raw: bytes) -> tuple[Assertion, ...]:
    return msgspec.json.decode(raw, type=tuple[Assertion, ...])
