"""Make text from outside harmless to a terminal, a page and a reader.

An article may hold terminal commands, control characters, or marks that turn the reading direction so
that a sentence shows other words than it holds. Nothing of that reaches a report.
"""

from __future__ import annotations

import re

_TERMINAL_COMMAND = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours and cursor moves
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)"  # window titles, links, device strings
    r"|\x1b[ -/]*[0-~]"
)
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, except tab and line ends
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # reading direction
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # invisible tags
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # no characters at all
)
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
LONGEST = 1200
"""Characters of a quotation or title; no sentence of an article is longer, only a broken one."""
_READ = 8 * LONGEST
_SPACE = re.compile(r"\s+")
_LINK = re.compile(r"https?://[^\s\"'<>\\^`{|}\x00-\x20]+", re.IGNORECASE)


def inert(text: str) -> str:
    """Return ``text`` without control characters, terminal commands and direction marks.

    Examples
    --------
    >>> inert("a\\x1b[31mred\\x1b[0m \\u202eword\\x00")
    'ared word'
    """
    text = _LINE_END.sub("\n", text)
    if "\x1b" in text:
        text = _TERMINAL_COMMAND.sub("", text)
    return _HARMFUL.sub("", text)


def one_line(text: str) -> str:
    """Return ``text`` inert, and on one line with single spaces; what is far too long is cut with "…".

    Examples
    --------
    >>> one_line("  two\\n  words ")
    'two words'
    """
    line = _SPACE.sub(" ", inert(text[:_READ])).strip()
    whole = len(line) <= LONGEST and len(text) <= _READ
    return line if whole else line[: LONGEST - 1].rstrip() + "…"


def web_link(address: str) -> str:
    """Return ``address`` when it is a plain web address, else an empty string.

    Examples
    --------
    >>> web_link("https://example.org/a?b=c"), web_link(" javascript:alert(1)"), web_link("data:text/html,x")
    ('https://example.org/a?b=c', '', '')
    """
    address = address.strip()
    return address if _LINK.fullmatch(address) and inert(address) == address else ""
