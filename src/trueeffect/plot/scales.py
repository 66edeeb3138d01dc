"""Choose the ends and ticks of an axis."""

from __future__ import annotations

import math

from trueeffect.plot.figure import Scale
from trueeffect.plot.words import width

STEPS = (1, 2, 5)


def tick_label(value: float, step: float) -> str:
    """Return a number with just the decimals that its step needs.

    Examples
    --------
    >>> tick_label(0.25, 0.05), tick_label(-2.0, 1.0)
    ('0.25', '−2')
    """
    digits = max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0
    text = f"{value:.{digits}f}"
    return ("0" if float(text) == 0 and digits == 0 else text).replace("-", "−")


def linear(low: float, high: float, *, title: str = "", room: float = 400, expand: bool = True) -> Scale:
    """Return a linear scale over at least [low, high] with round ticks that do not touch.

    Examples
    --------
    >>> [label for _, label in linear(-0.9, 0.4).ticks]
    ['−1.0', '−0.8', '−0.6', '−0.4', '−0.2', '0.0', '0.2', '0.4']
    """
    if not high > low:
        middle = abs(low) * 0.1 or 1.0
        low, high = low - middle, high + middle
    step = _step(low, high, room)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if not expand:
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    ticks = tuple((n * step, tick_label(n * step, step)) for n in range(first, last + 1))
    ends = (ticks[0][0], ticks[-1][0]) if expand else (low, high)
    return Scale(low=ends[0], high=ends[1], ticks=ticks, title=title)


def _step(low: float, high: float, room: float) -> float:
    rough = (high - low) / 8
    power = math.floor(math.log10(rough))
    for exponent in range(power, power + 4):
        for base in STEPS:
            step = base * 10.0**exponent
            count = (high - low) / step
            widest = max(width(tick_label(end, step), 12) for end in (low, high))
            if count <= 8.001 and (widest + 14) * (count + 1) <= room + 40:
                return step
    return (high - low) / 2


def ratio(low: float, high: float, *, title: str = "", room: float = 400) -> Scale:
    """Return a logarithmic scale over [low, high], both above 0, with ticks such as 0.5, 1, 2.

    Examples
    --------
    >>> [label for _, label in ratio(0.18, 4.0).ticks]
    ['0.2', '0.3', '0.5', '0.7', '1', '1.5', '2', '3']
    """
    spread = math.log(high / low)
    low, high = low * math.exp(-0.02 * spread), high * math.exp(0.02 * spread)
    for bases in ((1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8), (1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
        ticks = _ratio_ticks(low, high, bases)
        needed = sum(width(label, 12) + 16 for _, label in ticks)
        if len(ticks) <= 8 and needed <= room and _apart(ticks, low, high, room):
            break
    while len(ticks) > 8:
        ticks = tuple(tick for tick in ticks if tick[0] == 1 or ticks.index(tick) % 2 == 0)
    if len(ticks) < 2:
        ticks = tuple((x, f"{x:.3g}") for x in (low, math.sqrt(low * high), high))
    return Scale(low=low, high=high, ticks=ticks, kind="log", title=title)


def _ratio_ticks(low: float, high: float, bases: tuple[float, ...]) -> tuple[tuple[float, str], ...]:
    found = []
    for power in range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1):
        for base in bases:
            value = round(base * 10.0**power, 12)
            if low * 0.9999 <= value <= high * 1.0001:
                found.append((value, f"{value:g}"))
    return tuple(found)


def _apart(ticks: tuple[tuple[float, str], ...], low: float, high: float, room: float) -> bool:
    places = [room * math.log(value / low) / math.log(high / low) for value, _ in ticks]
    needed = [width(label, 12) + 10 for _, label in ticks]
    return all(b - a >= (m + n) / 2 for a, b, m, n in zip(places, places[1:], needed, needed[1:]))
