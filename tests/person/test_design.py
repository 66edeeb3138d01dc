"""Help before day 1."""

from datetime import date

import pytest

from trueeffect.errors import InputError
from trueeffect.person import design


def test_window_of_twenty_allows_a_test() -> None:
    found = design("2026-03-01")
    assert found.fits
    assert found.smallest_p == 0.05
    assert found.start in found.window
    assert found.window[0] == date(2026, 3, 15)


def test_every_day_of_the_window_is_drawn_sooner_or_later() -> None:
    assert len({design("2026-03-01", window=4).start for _ in range(200)}) == 4


def test_short_designs_are_told() -> None:
    assert any("smallest p-value" in each for each in design("2026-03-01", window=10).advice)
    assert any("few" in each for each in design("2026-03-01", baseline=7).advice)
    assert design("2026-03-01", kind="before-after").smallest_p is None
    assert design("2026-03-01", kind="alternating", pairs=5).smallest_p == 1 / 32
    assert any("months" in each for each in design("2026-03-01", kind="alternating").advice)


@pytest.mark.parametrize(
    "given", [{"baseline": 3}, {"window": 0}, {"kind": "crossover"}, {"baseline_from": "soon"}]
)
def test_refused(given: dict) -> None:
    with pytest.raises(InputError):
        design(given.pop("baseline_from", "2026-03-01"), **given)
