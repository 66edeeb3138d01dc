"""The plain words of a diary's analysis. None of them says that a treatment worked."""

from __future__ import annotations

from trueeffect.model.person import DiaryAnalysis
from trueeffect.person.diary.kinds import KINDS

_NAMES = {
    "pain": "Pain",
    "vas": "Pain",
    "rmdq": "The Roland-Morris score",
    "walking": "The walking distance",
    "sleep": "Sleep",
    "change": "The rating of overall change",
}


def sentence(found: DiaryAnalysis) -> str:
    """Return the result in one or two sentences."""
    name, unit = _NAMES.get(found.outcome, found.outcome), KINDS[found.outcome].unit
    if found.verdict == "too few days":
        return (
            f"Too few days to judge: {found.n_before} before and {found.n_after} after the start; "
            "5 of each are the least, 14 or more are better."
        )
    assert found.plain is not None
    moved = _moved(name, unit, found)
    if found.verdict == "start day stands out":
        assert found.shuffle is not None
        return (
            f"{moved} Among the {found.shuffle.n_starts} days on which the start could have been drawn, "
            "the real one "
            f"stands out (p = {found.shuffle.p_value:.3g}): chance alone seldom does that. What began on "
            "that day - "
            "needles, attention, expectation - this cannot tell apart."
        )
    if found.verdict == "beyond usual course":
        return (
            f"{moved} That is more than the usual course would explain in most people. There is no "
            "comparison inside "
            "this diary, so it cannot tell why."
        )
    if found.verdict == "worse":
        return f"{moved} Talk about it with your practitioner and your doctor before the next session."
    return f"{moved} This cannot be told apart from the usual course."


def _moved(name: str, unit: str, found: DiaryAnalysis) -> str:
    """Say how far the mean moved, with its 95 % interval."""
    plain = found.plain
    assert plain is not None
    size = abs(plain.mean)
    span = f"95 % interval {plain.conf_low:+.1f} to {plain.conf_high:+.1f}"
    if plain.conf_low < 0 < plain.conf_high:
        return (
            f"{name} was {size:.1f} {unit} {'lower' if plain.mean < 0 else 'higher'} after the start "
            "than before, but the days vary so much that there may be no difference at all "
            f"({span})."
        )
    return (
        f"{name} was {size:.1f} {unit} {'lower' if plain.mean < 0 else 'higher'} after the start than "
        f"before ({span})."
    )


def cannot_show(found: DiaryAnalysis) -> tuple[str, ...]:
    """List what this diary cannot show."""
    said = [
        "Why anything changed: there is no comparison with doing without, or with a sham.",
        "Back pain comes and goes. People start a treatment on bad days, and bad days pass by themselves.",
    ]
    if found.shuffle is None:
        said.append("The start was not drawn from a window, so no test of chance is valid.")
    elif not found.shuffle.valid:
        said.append(f"The test over the possible starts is not valid: {found.shuffle.reason}.")
    if found.course is None:
        said.append(
            "How people under usual care change over the same weeks was not given, so it was not taken off."
        )
    changed = sum(kind == "medicine" for _, kind in found.events)
    if changed:
        said.append(
            f"{changed} day(s) with a change of medicine are in it; their effect cannot be taken apart."
        )
    if found.missing:
        said.append(
            f"{found.missing} day(s) are missing; if they were the worst or the best, the result is off."
        )
    said.append("Whether it would be the same for anybody else, or for you a second time.")
    return tuple(said)
