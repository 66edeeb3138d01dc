"""Pieces of patterns that the parts of a reference share."""

from __future__ import annotations

UPPER = "".join(
    chr(code)
    for low, high in ((65, 91), (192, 592), (0x386, 0x42F), (0x1E00, 0x1EFF))
    for code in range(low, high)
    if chr(code).isupper()
)
DASH = r"\-–—−‐‑‒"
YEAR = r"(?:1[89]|20)\d\d"
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|Spring|Summer|Autumn|Fall|Winter)\b\.?"
)
