"""Text from outside is harmless to a terminal and a page."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueeffect.report.inert import LONGEST, inert, one_line, web_link


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;new title\x07text", "text"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "2Jgone"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("a\x00b\ufeffc\ud800d", "abcd"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("tab\tstays, so does \u00e9\u200d\U0001f9b5", "tab\tstays, so does \u00e9\u200d\U0001f9b5"),
    ],
)
def test_what_a_terminal_would_obey_is_left_out(given_text: str, expected: str) -> None:
    assert inert(given_text) == expected


@given(st.text())
def test_nothing_harmful_is_left(text: str) -> None:
    left = {char for char in inert(text) if unicodedata.category(char) in {"Cc", "Cs"}}
    assert left <= {"\n", "\t"}


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert inert(inert(text)) == inert(text)
    assert "\n" not in one_line(text)


def test_a_sentence_without_end_is_cut() -> None:
    cut = one_line("word " * 1_000_000)
    assert len(cut) <= LONGEST
    assert cut.endswith("word…")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//example.org", "#top", "ftp://example.org",
     "https://example.org/a b", "https://example.org/\u202e", 'https://example.org/"x', ""],
)  # fmt: skip
def test_only_plain_web_addresses_are_links(address: str) -> None:
    assert web_link(address) == ""


def test_a_web_address_is_kept() -> None:
    assert web_link(" HTTPS://example.org/a?b=c#d ") == "HTTPS://example.org/a?b=c#d"
