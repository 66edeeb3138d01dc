"""What every group of operations shares: from the neutral call to effects and moderators."""

from __future__ import annotations


class NotSupported(Exception):
    """A case asks for something that the engine does not offer yet."""
