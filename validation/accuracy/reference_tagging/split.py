"""The one split of the reference corpora: a fifth is held out, by a hash, and never looked at."""

from __future__ import annotations

import hashlib


def held_out(key: str) -> bool:
    """Tell whether the record or string with this key belongs to the held-out fifth."""
    return hashlib.sha256(key.encode()).digest()[0] < 51
