"""Sentences by size and certainty, after GRADE guidelines 26 (PMID 31711912).

"No effect" is never said for want of data; "significant" and "proven" are never said.
"""

from __future__ import annotations

from trueeffect.answer.size import benefit
from trueeffect.model.answer import Absolute, Certainty, Level, Pooled, Size, Statement
from trueeffect.model.question import Versus

BANNED = ("no effect", "significant", "proven", "proves", "proof", "ineffective", "works")
"""Words that a sentence of an answer never holds."""
MODAL: dict[Level, str] = {"high": "", "moderate": "probably ", "low": "may ", "very low": "may "}
_AMOUNT: dict[Size, str] = {"large": " a lot", "moderate": "", "small": " slightly", "trivial": ""}
AGAINST: dict[Versus, str] = {
    "sham": "compared with sham",
    "without": "compared with going without it",
    "other": "compared with other treatments",
}
_VERBS = {
    ("lower", True): ("reduces", "reduce"),
    ("lower", False): ("increases", "increase"),
    ("higher", True): ("improves", "improve"),
    ("higher", False): ("worsens", "worsen"),
}


def effect_sentence(
    treatment: str, outcome: str, against: str, pooled: Pooled, size: Size, certainty: Certainty
) -> str:
    """Return the sentence for an effect.

    Examples
    --------
    >>> from trueeffect.answer.grade._rate import settle
    >>> from trueeffect.model.answer import Judgement
    >>> found = Pooled(measure="MD", unit="", k=3, n=300, estimate=-12, conf_low=-16, conf_high=-8)
    >>> low = settle((Judgement(domain="risk of bias", step=-2, rule=""),))
    >>> effect_sentence("acupuncture", "pain", "compared with sham", found, "moderate", low)
    'Compared with sham, acupuncture may reduce pain.'
    """
    level = certainty.level
    if size == "trivial":
        what = {
            "high": "makes little or no difference to",
            "moderate": "probably makes little or no difference to",
        }.get(level, "may make little or no difference to")
        text = f"{against}, {treatment} {what} {outcome}"
    else:
        plain, bare = _VERBS[(pooled.better, benefit(pooled, pooled.estimate) > 0)]
        verb = bare if level in ("low", "very low") else plain
        text = f"{against}, {treatment} {MODAL[level]}{verb} {outcome}{_AMOUNT[size]}"
    tail = ", but the evidence is very uncertain" if level == "very low" else ""
    return f"{text[0].upper()}{text[1:]}{tail}."


def figures_sentence(pooled: Pooled) -> str:
    """Return the effect in figures, with direction, interval, studies and people."""
    studies = "1 trial" if pooled.k == 1 else f"{pooled.k} trials"
    if pooled.measure == "RR":
        amount = (
            f"Risk ratio of getting better {pooled.estimate:.2f} "
            f"(95% CI {pooled.conf_low:.2f} to {pooled.conf_high:.2f}; above 1 favours the treatment)"
        )
    else:
        unit = pooled.unit
        amount = (
            f"Difference {pooled.estimate:+.2f} {unit} (95% CI {pooled.conf_low:+.2f} to "
            f"{pooled.conf_high:+.2f}; {'below' if pooled.better == 'lower' else 'above'} 0 favours the treatment)"
        )
    points = ""
    if pooled.in_points is not None:
        middle, low, high = pooled.in_points
        points = (
            f" That is about {middle:+.1f} points ({low:+.1f} to {high:+.1f}) on the {pooled.points_scale}."
        )
    return f"{amount}; {studies}, {pooled.n:.0f} people.{points}"


def prediction_sentence(pooled: Pooled) -> str:
    """Return where the effect of a new trial would lie, empty when it cannot be said."""
    if pooled.pred_low is None or pooled.pred_high is None:
        return ""
    return (
        f"In a new but similar trial, the true effect would lie between {pooled.pred_low:.2f} and "
        f"{pooled.pred_high:.2f} (95% prediction interval)."
    )


def absolute_sentence(absolute: Absolute, treatment: str) -> str:
    """Return people per 100, with and without; both framings share one denominator."""
    return (
        f"Of 100 people, about {absolute.without:.0f} get {absolute.event} without {treatment} and about "
        f"{absolute.with_it:.0f} with it ({absolute.low:.0f} to {absolute.high:.0f}). "
        f"Without it: {absolute.baseline_source}."
    )


def nothing_found(treatment: str, against: str, outcome: str, condition: str, time: str) -> Statement:
    """Return the sentence for an empty selection: it says nothing about the effect."""
    return Statement(
        text=f"No trials were found that measured {outcome} ({time}) with {treatment} {against} in people with "
        f"{condition}. That says nothing about whether there is an effect.",
        kind="none",
    )


def banned_words(text: str) -> tuple[str, ...]:
    """Return the banned words in a text.

    Examples
    --------
    >>> banned_words("It is proven and highly significant.")
    ('significant', 'proven')
    """
    import re

    return tuple(word for word in BANNED if re.search(rf"\b{word}\b", text.lower()))
