"""Bytes of every origin become text."""

from __future__ import annotations

import pytest

from trueeffect.errors import UnreadableSource
from trueeffect.text.encoding import decode

_TEXT = "Naïve patients – 5 µg, “quoted”, 3 × 4."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_usual_encodings_are_told_without_help(encoding):
    text, _ = decode((_TEXT * 3).encode(encoding))
    assert text.lstrip("\ufeff") == _TEXT * 3


def test_a_wrong_declaration_does_not_spoil_utf8():
    page = f'<meta charset="iso-8859-1"><p>{_TEXT}</p>'
    assert decode(page.encode()) == (page, "utf-8")


def test_a_declared_encoding_is_used_when_it_fits():
    page = '<meta charset="windows-1251"><p>Боль в спине</p>'
    assert decode(page.encode("cp1251"))[0] == page


def test_one_broken_byte_in_utf8_is_damage_and_not_another_encoding():
    data = ("Größe – “so” – naïve. " * 10).encode() + b"\xff end"
    text, encoding = decode(data)
    assert encoding == "utf-8"
    assert text.startswith("Größe")
    assert text.endswith("\ufffd end")


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n" + bytes(500)])
def test_binary_is_refused(data):
    with pytest.raises(UnreadableSource, match="binary"):
        decode(data)
