"""The styles of citation, one file each, collected from this folder."""

from trueeffect._families import members

__all__ = ["styles"]


def styles() -> dict[str, object]:
    """Return every style by name."""
    return members(__name__, "STYLE")
