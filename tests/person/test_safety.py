"""Red flags, practitioner, harms: fixed words, and no comfort where none is due."""

from datetime import date

import pytest

from trueeffect.errors import InputError, UnknownOption
from trueeffect.person.safety import (
    ABSENT,
    EMERGENCY,
    check_practitioner,
    flags,
    harm_rates,
    record_harm,
    screen,
)
from trueeffect.person.tables import rows, sources


def test_every_cauda_equina_sign_is_an_emergency_whatever_else_is_named() -> None:
    for flag in flags():
        if flag.target == "cauda equina":
            assert screen([flag.id]).level == "emergency"
            assert screen([flag.id, "inflammatory", "fever"]).action == EMERGENCY


def test_emergency_text_is_fixed() -> None:
    assert EMERGENCY.startswith("STOP. Go to an emergency department now")
    assert "cauda equina" in EMERGENCY


def test_absence_reassures_nobody() -> None:
    found = screen([])
    assert found.level == "none named"
    assert found.action == ABSENT
    assert "does not rule anything out" in found.action


def test_unknown_sign() -> None:
    with pytest.raises(UnknownOption, match="saddle"):
        screen(["sadle"])


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ({"country": "AU", "title": "acupuncturist"}, "plausible"),
        ({"country": "AU", "title": "acupuncturist", "number": "CMR 0001234567"}, "plausible"),
        ({"country": "AU", "number": "12"}, "mismatch"),
        ({"country": "AU", "title": "acupuncturist", "expires": "2020-01-01"}, "mismatch"),
        ({"country": "AU", "on_register": False}, "mismatch"),
        ({"country": "GB", "title": "Master of Needles"}, "claimed"),
        ({"country": "us", "looked_up": "2026-10-01", "on_register": True}, "you looked it up"),
        ({"country": "FR", "title": "acupuncteur"}, "not applicable"),
    ],
)
def test_practitioner(given: dict, finding: str) -> None:
    found = check_practitioner(**given)
    assert found.finding == finding
    assert "verified" not in repr(found).lower()


def test_day_of_looking_up_is_shown() -> None:
    assert "2026-10-01" in check_practitioner("US", looked_up="2026-10-01", on_register=True).words


def test_bad_date() -> None:
    with pytest.raises(InputError, match="not a day"):
        check_practitioner("AU", expires="soon")


def test_every_rate_has_its_denominator_and_source() -> None:
    for rate in harm_rates():
        assert any(word in rate.words for word in ("patients", "treatments"))
        assert rate.sources


def test_grave_harm_sends_to_help_first() -> None:
    chest = "breathlessness or chest pain after chest or shoulder needling"
    assert record_harm(chest, severity=1, day="2026-03-01").action.startswith("Get medical help now")
    assert record_harm("drowsy", severity=2, day="2026-03-01", serious=["hospital"]).action.startswith(
        "Get medical"
    )
    mild = record_harm("bleeding or bruise", severity=1, day="2026-03-01", country="GB")
    assert mild.action.startswith("Tell the practitioner")
    assert any("Yellow Card" in each for each in mild.report_to)


@pytest.mark.parametrize(
    "change", [{"severity": 9}, {"what": "sadness"}, {"serious": ["x"]}, {"relation": "x"}, {"day": "x"}]
)
def test_bad_harm(change: dict) -> None:
    given = {"what": "drowsy", "severity": 1, "day": date(2026, 3, 1).isoformat(), **change}
    with pytest.raises(InputError):
        record_harm(given.pop("what"), **given)


def test_tables_cite_known_sources() -> None:
    for table in ("red_flags", "practitioners", "harm_rates", "reporting", "checklist"):
        for row in rows(table):
            assert set(filter(None, row["sources"].split("|"))) <= set(sources())
