"""Colours by role and the fonts, shared by all drawings. Contrast of text on white is at least 4.5 to 1."""

from __future__ import annotations

COLOURS = {
    "ink": "#1b1f24",
    "muted": "#56606b",
    "rule": "#c3cad1",
    "grid": "#e6eaee",
    "band": "#eef2f6",
    "band2": "#dde5ee",
    "band3": "#c9d6e4",
    "accent": "#1f5a96",
    "second": "#b4540a",
    "third": "#5b3f8c",
    "paper": "#ffffff",
    "good": "#2b7a4b",
    "some": "#b07c00",
    "bad": "#b3261e",
}
FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"
TICK = 12.0


def colour(role: str) -> str:
    """Return the colour of a role."""
    return COLOURS[role]
