"""From bytes to text: byte order marks, declared, missing and wrong encodings."""

from __future__ import annotations

import codecs
import re

from trueeffect.errors import UnreadableSource

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)|<\?xml[^>]*encoding=[\"']([A-Za-z0-9_.:-]+)"
)
_HEAD = 4096
# Browsers read these labels as Windows-1252, and so do the pages that use them.
_WESTERN = {"iso8859-1", "ascii", "latin-1", "cp1252"}
# Share of control characters above which a file is taken as binary.
_BINARY_SHARE = 0.02
_BINARY_SHARE_UTF8 = 0.2
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b\x1a")) + b"\x7f"
_GUESS_BYTES = 65_536
# Accents and quotes are rarer than this; in other scripts most letters are above 127.
_WESTERN_SHARE = 0.2


def decode(data: bytes, *, declared: str = "") -> tuple[str, str]:
    """Return the text of ``data`` and the encoding that was used.

    Tried in this order: a byte order mark; UTF-16 without a mark; UTF-8, also slightly damaged; what the
    document or the caller declares; a statistical guess; Windows-1252, which reads any byte. UTF-8 goes
    before the declaration because text that decodes as UTF-8 hardly ever is something else, while
    declarations are often wrong.

    The text is not altered otherwise: line ends, marks and control characters stay, so that positions
    count the characters of the decoded file.

    Raises
    ------
    UnreadableSource
        When the bytes look like a binary format.

    Examples
    --------
    >>> decode("naïve".encode("cp1252"))
    ('naïve', 'cp1252')
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace"), name
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace"), wide
    refuse_binary(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    for name in ("utf-8", declared, _declaration(data), _guess(data)):
        text = _try(data, name)
        if text is not None:
            return text, _codec(name)
    return data.decode("cp1252", errors="replace"), "cp1252"


def refuse_binary(data: bytes) -> None:
    """Raise when ``data`` holds more control characters than a text would."""
    sample = data[:_GUESS_BYTES]
    bad = len(sample) - len(sample.translate(None, _CONTROLS))
    share = _BINARY_SHARE if not _is_utf8(sample) else _BINARY_SHARE_UTF8
    if sample and bad > max(8, share * len(sample)):
        raise UnreadableSource(
            "The input is a binary file, not a text.",
            hint="Give plain text, Markdown, HTML, PDF or DOCX.",
            control_characters=bad,
        )


def _is_utf8(sample: bytes) -> bool:
    try:
        sample[:-4].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(sample) - 8
    return True


def _wide(data: bytes) -> str:
    """Name UTF-16 when every second byte of Western text is zero."""
    sample = data[:_HEAD]
    if len(sample) < 16:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else ""


def _declaration(data: bytes) -> str:
    match = _DECLARED.search(data[:_HEAD])
    return (match.group(1) or match.group(2)).decode("ascii") if match else ""


def _codec(name: str) -> str:
    found = codecs.lookup(name).name
    return "cp1252" if found in _WESTERN else found


def _try(data: bytes, name: str) -> str | None:
    if not name:
        return None
    try:
        codec = _codec(name)
        if codec == "utf-8" and data.decode("utf-8", errors="replace").count("\ufffd") <= _bad_allowed(data):
            return data.decode("utf-8", errors="replace")
        return data.decode(codec)
    except (LookupError, UnicodeError, ValueError):
        return None


def _bad_allowed(data: bytes) -> int:
    """A few broken bytes in a file that otherwise holds many UTF-8 sequences are damage, not an encoding."""
    sequences = sum(byte >= 0xC2 for byte in data[:_GUESS_BYTES])
    return sequences // 20


def _guess(data: bytes) -> str:
    """Name Windows-1252 where few bytes are high, as in Western text; otherwise ask charset-normalizer."""
    sample = data[:_GUESS_BYTES]
    if sum(byte >= 0x80 for byte in sample) <= _WESTERN_SHARE * len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else ""
