"""Help before day 1: how many days, how the start is drawn, and what p-value can come out at best."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from trueeffect.errors import InputError
from trueeffect.person.diary.kinds import read_day

BASELINE = 14
FEWEST = 5
WINDOW = 20
DESIGNS = {
    "delayed": "Baseline days, then the start on a day drawn from a window: suits treatments whose effect "
    "lasts.",
    "alternating": "Periods with and without, the order of each pair drawn: only for effects that fade "
    "within days.",
    "before-after": "Baseline, then the start on a day of your choice: the weakest; it gives no valid test.",
}


@dataclass(frozen=True, kw_only=True)
class Design:
    """A design with what it can show."""

    kind: str
    words: str
    baseline_from: date
    window: tuple[date, ...]
    start: date | None
    smallest_p: float | None
    fits: bool
    advice: tuple[str, ...]


def design(
    baseline_from: str | date,
    *,
    kind: str = "delayed",
    baseline: int = BASELINE,
    window: int = WINDOW,
    pairs: int = 4,
    draw: bool = True,
) -> Design:
    """Propose a design, draw the start, and say what it can show.

    Parameters
    ----------
    baseline_from : str or date
        First day of the diary.
    kind : {"delayed", "alternating", "before-after"}
    baseline : int
        Days before the first possible start; 14 or more is advised, fewer than 5 is refused.
    window : int
        Days among which the start is drawn; 20 allow a p-value of 0.05, fewer do not.
    draw : bool
        Whether to draw the start now, by a secure source of chance.

    Examples
    --------
    >>> design("2026-01-01", window=10).smallest_p
    0.1
    """
    if kind not in DESIGNS:
        from trueeffect.errors import UnknownOption

        raise UnknownOption.of("design", kind, DESIGNS)
    if baseline < FEWEST:
        raise InputError(
            f"A baseline of {baseline} days is too short.",
            hint=f"{FEWEST} at least, {BASELINE} or more are better.",
        )
    if window < 1 or window > 365 or pairs < 1:
        raise InputError(
            "The window needs 1 to 365 days, and at least one pair.", hint="20 days are a good window."
        )
    first = baseline_from if isinstance(baseline_from, date) else _day(baseline_from)
    days = tuple(first + timedelta(days=baseline + at) for at in range(window)) if kind == "delayed" else ()
    p = 1 / window if kind == "delayed" else 0.5**pairs if kind == "alternating" else None
    return Design(
        kind=kind,
        words=DESIGNS[kind],
        baseline_from=first,
        window=days,
        start=secrets.choice(days) if days and draw else None,
        smallest_p=p,
        fits=p is not None and p <= 0.05,
        advice=tuple(_advice(kind, baseline, p)),
    )


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return read_day(words)


def _advice(kind: str, baseline: int, p: float | None) -> list[str]:
    found = []
    if baseline < BASELINE:
        found.append(
            f"{baseline} baseline days are few: {BASELINE} or more show how much your pain varies by itself."
        )
    if p is None:
        found.append(
            "Without a drawn start, no test can tell a change from chance, from the usual "
            "course, or from having started on a bad day."
        )
    elif p > 0.05:
        needed = 20 if kind == "delayed" else math.ceil(math.log(0.05) / math.log(0.5))
        unit = "days in the window" if kind == "delayed" else "pairs"
        found.append(f"The smallest p-value that can come out is {p:.3g}; for 0.05 you need {needed} {unit}.")
    if kind == "alternating":
        found.append(
            "The effect of acupuncture can last for months, so alternating suits it badly: a "
            "period after treatment is not a baseline."
        )
    found.append("Rate your pain at the same time each day. Write down every change of medicine.")
    found.append("Agree now when to stop, for example: no change after six sessions.")
    return found
