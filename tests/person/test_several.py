"""Several courses together."""

from datetime import date, timedelta

import numpy as np
import pytest

from trueeffect.errors import InputError, TooFewEffects
from trueeffect.model.person import DiaryAnalysis, Entry
from trueeffect.person import analyse, analyse_together


def course(seed: int, drop: float, kind: str = "pain", days: int = 40) -> DiaryAnalysis:
    rng = np.random.default_rng(seed)
    first = date(2026, 1, 1)
    entries = [
        Entry(day=(first + timedelta(days=at)).isoformat(), kind=kind, value=float(np.clip(6 - drop * (at >= 15) + rng.normal(), 0, 10)))
        for at in range(days)
    ]  # fmt: skip
    return analyse(entries, outcome=kind, start=first + timedelta(days=15))


def test_mean_and_shrinkage() -> None:
    courses = {f"p{at}": course(at, drop) for at, drop in enumerate((0.0, 1.0, 2.0, 3.0))}
    found = analyse_together(courses)
    assert found.n_courses == 4
    assert found.conf_low < found.mean < found.conf_high
    assert found.mean == pytest.approx(-1.5, abs=0.5)
    for each in found.courses:
        alone = courses[each.name].plain
        assert alone is not None
        assert min(alone.mean, found.mean) - 1e-9 <= each.value <= max(alone.mean, found.mean) + 1e-9
    assert found.between_case < 0


def test_short_diaries_are_left_out_by_name() -> None:
    courses = {f"p{at}": course(at, 1.0) for at in range(3)}
    found = analyse_together({**courses, "short": course(9, 1.0, days=18)})
    assert found.left_out == ("short",)


def test_too_few_and_mixed() -> None:
    with pytest.raises(TooFewEffects, match="3 are needed"):
        analyse_together({"a": course(1, 1.0), "b": course(2, 1.0)})
    with pytest.raises(InputError, match="different outcomes"):
        analyse_together({"a": course(1, 1.0), "b": course(2, 1.0), "c": course(3, 1.0, "sleep")})
