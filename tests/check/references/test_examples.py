"""The examples in the docstrings of reading and references are true."""

from __future__ import annotations

import doctest
import importlib

import pytest

_MODULES = [
    *(
        f"trueeffect.text.{name}"
        for name in ("source", "encoding", "reading", "sentences", "language", "wordlists")
    ),
    *(f"trueeffect.check.references.{name}" for name in ("find", "parse", "entries")),
    *(
        f"trueeffect.check.references.normalisers.{name}"
        for name in ("authors", "identifiers", "locator", "venue")
    ),
]


@pytest.mark.parametrize("name", _MODULES)
def test_examples(name):
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.attempted > 0
    assert outcome.failed == 0
