"""How wide words are, how they break, and how numbers read on an axis."""

from __future__ import annotations

NARROW, WIDE = frozenset("iljtfrI.,:;'|!()[] -"), frozenset("mwMW@%")


def width(text: str, size: float = 13.0, bold: bool = False) -> float:
    """Return the width of ``text`` in pixels, for a sans-serif face; a little generous.

    Examples
    --------
    >>> width("ill") < width("mmm")
    True
    """
    units = 0.0
    for letter in text:
        if letter in NARROW:
            units += 0.33
        elif letter in WIDE:
            units += 0.88
        elif letter.isupper():
            units += 0.70
        elif ord(letter) > 0x2E80:
            units += 1.0
        else:
            units += 0.56
    return units * size * (1.06 if bold else 1.0)


def wrap(text: str, room: float, size: float = 13.0, lines: int = 3, bold: bool = False) -> list[str]:
    """Break ``text`` into at most ``lines`` lines of ``room`` pixels; the last ends in an ellipsis if cut.

    Examples
    --------
    >>> wrap("Acupuncture and related interventions", 150)
    ['Acupuncture and related', 'interventions']
    """
    found: list[str] = []
    line = ""
    for word in text.split() or [""]:
        trial = f"{line} {word}".strip()
        if not line or width(trial, size, bold) <= room:
            line = trial
            continue
        found.append(line)
        line = word
    found.append(line)
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    return [_cut(each, room, size, bold) for each in found]


def _cut(text: str, room: float, size: float, bold: bool) -> str:
    if width(text, size, bold) <= room:
        return text
    while text and width(text + "…", size, bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def figures(value: float, digits: int = 2) -> str:
    """Return a number with a true minus sign, so that columns line up.

    Examples
    --------
    >>> figures(-0.714), figures(0.0), figures(12345.6)
    ('−0.71', '0.00', '12346')
    """
    if value != value:
        return "–"
    if abs(value) >= 1000:
        text = f"{value:.0f}"
    elif 0 < abs(value) < 0.5 * 10**-digits and digits < 4:
        text = f"{value:.1g}"
    else:
        text = f"{value:.{digits}f}"
    return text.replace("-", "−")


def spoken(value: float, digits: int = 2) -> str:
    """Return a number for alternative text, with a plain hyphen.

    Examples
    --------
    >>> spoken(-0.714)
    '-0.71'
    """
    return figures(value, digits).replace("−", "-")


def p_text(p: float) -> str:
    """Return a p-value for reading.

    Examples
    --------
    >>> p_text(0.0312), p_text(1e-9)
    ('p = 0.031', 'p < 0.001')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
