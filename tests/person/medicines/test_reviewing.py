"""Rules: one row of ``reviewing.tsv`` is one list of medicines and what must, or must not, come out."""

import re
import time
from pathlib import Path

import pytest

from trueeffect._families import members
from trueeffect.errors import InputError
from trueeffect.model.person import MedicineReview
from trueeffect.person import review
from trueeffect.person.tables import rows, sources

ROWS = [
    [*line.split("\t"), "", ""][:3]
    for line in (Path(__file__).parent / "reviewing.tsv").read_text(encoding="utf-8").splitlines()[1:]
]
MEASURES = {
    "mme": "opioid dose",
    "acb": "anticholinergic burden",
    "paracetamol": "paracetamol",
    "count": "polypharmacy",
}


def reviewed(medicines: str, about: str) -> MedicineReview:
    age = re.search(r"age=(\d+)", about)
    egfr = re.search(r"egfr=(\d+)", about)
    rest = re.sub(r"\w+=\d+", "", about).strip()
    return review(
        medicines.split("; "),
        age=float(age[1]) if age else None,
        egfr=float(egfr[1]) if egfr else None,
        conditions=[rest] if rest else [],
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} [{row[1]}]")
def test_list(row: list[str]) -> None:
    found = reviewed(row[0], row[1])
    shown = {f"{alert.group}/{alert.severity}" for alert in found.alerts}
    groups = {alert.group for alert in found.alerts}
    for mark in re.split(r" (?=[+-]|mme=|acb=|count=|paracetamol=)", row[2]):
        _check(mark, found, shown, groups)


def _check(mark: str, found: MedicineReview, shown: set[str], groups: set[str]) -> None:
    if mark.startswith("+note:"):
        assert any(mark[6:] in note for note in found.notes)
    elif mark.startswith("+unread:"):
        assert mark[8:] in [each.name for each in found.not_reviewed]
    elif mark[0] == "+":
        assert mark[1:] in shown
    elif mark[0] == "-":
        assert mark[1:] not in (shown if "/" in mark else groups)
    else:
        name, value = mark.split("=")
        measure = next((each for each in found.measures if each.id == MEASURES[name]), None)
        if value == "none":
            assert measure is None
        elif value == "refused":
            assert measure is not None
            assert measure.refused
        else:
            assert measure is not None
            assert measure.value == pytest.approx(float(value))


def test_every_alert_is_whole_and_cited() -> None:
    for row in ROWS:
        found = reviewed(row[0], row[1])
        assert {source.id for source in found.sources} <= set(sources())
        for alert in found.alerts:
            assert alert.what
            assert alert.why
            assert alert.strength
            assert alert.ask
            assert alert.sources


def test_no_page_orders_a_dose_or_a_schedule() -> None:
    orders = re.compile(
        r"\b(?:stop taking|reduce (?:it|the dose) (?:by|to)|take less|increase (?:it|the dose)|halve|switch to)\b",
        re.I,
    )
    for row in ROWS:
        for alert in reviewed(row[0], row[1]).alerts:
            assert not orders.search(" ".join((alert.what, alert.why, alert.ask)))


def test_a_drug_without_factor_never_gets_one() -> None:
    table = {row["ingredient"] for row in rows("mme_cdc_2022")}
    assert not table & {"buprenorphine", "butorphanol", "pethidine", "levorphanol"}
    found = review(["Butrans 20 mcg/h patch weekly"])
    assert [each.value for each in found.measures if each.id == "opioid dose"] == [None]


def test_factors_are_those_of_2022() -> None:
    table = {row["ingredient"]: float(row["factor"]) for row in rows("mme_cdc_2022")}
    assert table["tramadol"] == 0.2  # 0.1 before
    assert table["hydromorphone"] == 5  # 4 before
    assert table["methadone"] == 4.7  # 4 to 12 before


def test_order_is_gravest_first_and_does_not_hang_on_the_order_of_the_list() -> None:
    lines = ["naproxen 500 mg bd", "warfarin 3 mg daily", "tramadol 50 mg tds", "pregabalin 75 mg bd"]
    one, two = review(lines, age=80), review(lines[::-1], age=80)
    ranks = ["emergency", "high", "medium", "low"]
    order = [ranks.index(alert.severity) for alert in one.alerts]
    assert order == sorted(order)
    assert {(a.what.split(":")[0], a.severity) for a in one.alerts} == {
        (a.what.split(":")[0], a.severity) for a in two.alerts
    }


@pytest.mark.parametrize("age", [-1, 200])
def test_impossible_age(age: float) -> None:
    with pytest.raises(InputError, match="age"):
        review(["ibuprofen"], age=age)


def test_impossible_kidneys_unknown_condition_and_empty_list() -> None:
    with pytest.raises(InputError, match="kidney"):
        review(["ibuprofen"], egfr=0)
    with pytest.raises(InputError, match="not offered"):
        review(["ibuprofen"], conditions=["being tired"])
    with pytest.raises(InputError, match="no medicine"):
        review([])


def test_every_rule_names_its_sources() -> None:
    for rule in members("trueeffect.person.medicines.rules", "rule").values():
        assert rule.sources
        assert set(rule.sources) <= set(sources())


def test_classes_of_the_interaction_table_exist() -> None:
    from trueeffect.person.medicines.names import ingredients

    known = set(ingredients()) | {key for each in ingredients().values() for key in each.classes}
    for row in rows("interactions"):
        assert set(row["a"].split("|")) | set(row["b"].split("|")) <= known


def test_thirty_medicines_take_less_than_50_ms() -> None:
    lines = [
        "naproxen 500 mg bd",
        "warfarin 3 mg daily",
        "ibuprofin 400 mg",
        "co-codamol 30/500 2 tablets qds",
    ] * 8
    review(lines[:30], age=80, egfr=40)
    best = min(_timed(lines[:30]) for _ in range(5))
    assert best < 0.05


def _timed(lines: list[str]) -> float:
    began = time.perf_counter()
    review(lines, age=80, egfr=40)
    return time.perf_counter() - began


def test_every_condition_is_looked_at_by_some_rule() -> None:
    from trueeffect.model.person import CONDITIONS

    plain = review(["codeine 30 mg qds"], age=80)
    for condition in CONDITIONS:
        assert review(["codeine 30 mg qds"], age=80, conditions=[condition]).alerts != plain.alerts, condition
