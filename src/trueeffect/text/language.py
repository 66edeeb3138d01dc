"""A simple guess of the language of a text, from its commonest words."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    "en": "the of and to in is that for it with as was on are by this be from or an at which have not were",
    "de": "der die und das ist nicht mit den von zu ein eine für auf im dem wird bei auch werden sind",
    "fr": "le la les des et est une dans que pour qui sur pas avec du au par sont plus ce il cette ne en",
    "es": "el la los las de que y en un una por con para es del se no al su como más son este",
    "it": "il la di che e un una per con del della sono non nel dei le gli si è come più anche questo alla",
    "pt": "o a os as de que e em um uma para com do da não por se dos das no na são mais ao como",
    "nl": "de het een en van is dat niet op te zijn voor met die aan er worden ook door bij naar deze",
    "sv": "och att det som en på är av för med till den har inte om ett var de vid från kan",
    "pl": "i w na z do się nie jest że to oraz od dla przez są po jak przy lub ich być może które",
}
_SETS = {code: frozenset(words.split()) for code, words in _COMMON.items()}
_SCRIPTS = (
    ("ru", "\u0400", "\u04ff"),
    ("zh", "\u4e00", "\u9fff"),
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("ar", "\u0600", "\u06ff"),
    ("el", "\u0370", "\u03ff"),
    ("he", "\u0590", "\u05ff"),
)
_SAMPLE = 6000
_ENOUGH_WORDS = 20
_ENOUGH_SHARE = 0.12


def guess_language(text: str) -> str:
    """Return an ISO 639-1 code, or an empty string when the text is too short or unclear to tell.

    Examples
    --------
    >>> guess_language("Die Studie zeigt, dass die Behandlung nicht besser ist als das Warten. " * 3)
    'de'
    >>> guess_language("Short.")
    ''
    """
    sample = text[:_SAMPLE]
    letters = sum(c.isalpha() for c in sample) or 1
    for code, low, high in _SCRIPTS:
        if sum(low <= c <= high for c in sample) > 0.4 * letters:
            return code
    words = [w.lower() for w in _WORD.findall(sample)]
    if len(words) < _ENOUGH_WORDS:
        return ""
    counts = {code: sum(w in common for w in words) for code, common in _SETS.items()}
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    return best if counts[best] >= _ENOUGH_SHARE * len(words) else ""
