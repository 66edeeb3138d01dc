"""Hostile and odd texts are read in bounded time, and give nothing that is not there."""

import time

import pytest

from trueeffect.check.citations import find_citations
from trueeffect.check.claims import find_claims
from trueeffect.testing import make_article, make_reference

REFS = tuple(
    make_reference(f"r{n}", (f"Name{chr(97 + n)} A",), 1990 + n, label=str(n + 1)) for n in range(20)
)


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("word " * 20000, 0),
        ("(" * 20000, 0),
        ("Smith, " * 5000 + "2001", 0),
        ("Smith and " * 5000, 0),
        ("A" * 50000, 0),
        ("1," * 20000, 0),
        ("¹" * 20000, 0),
        ("et al. " * 5000, 0),
        ("2001 " * 5000, 0),
        ("Namea, 1990; " * 2000, 2000),
        ("\x00\x1b[31m", 0),
    ],
)
def test_bounded(text, citations):
    article = make_article(text)
    start = time.perf_counter()
    found = find_citations(article, REFS)
    find_claims(article, REFS, found)
    assert time.perf_counter() - start < 10
    assert len(found) == citations


def test_no_references_and_no_text():
    assert find_citations(make_article("Needles helped."), ()) == ()
    assert find_claims(make_article(""), (), ()) == ()
