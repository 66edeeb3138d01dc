"""Figures are read as data: order, bounds, words; and every drawing of them stays well formed."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

import trueeffect as te
from trueeffect import plot
from trueeffect.errors import InputError, UnknownOption
from trueeffect.plot.draw.pixels import flatten
from trueeffect.plot.figure import Area, Dot, Figure, Line, Text
from trueeffect.plot.words import width as wide

TABLE = {
    "study": ["Alder 2001", "Birch 2004", "Cedar 2009 <i>&</i>", "Dogwood 2012", "Elm 2018"],
    "e1": [12, 30, 8, 45, 20],
    "n1": [100, 210, 60, 400, 150],
    "e2": [24, 41, 15, 60, 31],
    "n2": [102, 205, 58, 395, 149],
    "dose": [1, 2, 2, 4, 6],
    "setting": ["ward", "clinic", "ward", "clinic", "clinic"],
    "random": ["low", "high", "some concerns", "", "low"],
}
ROLES = {"events1": "e1", "total1": "n1", "events2": "e2", "total2": "n2"}


def effects(measure="RR"):
    return te.effect_sizes(TABLE, measure, study="study", **ROLES)


def fit():
    return te.pool(effects())


def many(k, seed=3, test="knapp-hartung"):
    rng = np.random.default_rng(seed)
    v = rng.uniform(0.01, 0.4, k)
    names = [f"Author {i} and colleagues of a long named trial {i}" for i in range(k)]
    table = {"y": rng.normal(0.2, np.sqrt(v + 0.03)), "v": v, "s": names}
    return te.pool(te.effect_sizes(table, y="y", v="v", study="s"), test=test)


FIGURES = {
    "forest": lambda w: plot.forest(fit(), width=w, favours=("Favours A", "Favours B")),
    "forest, subgroups": lambda w: plot.forest(fit(), subgroup="setting", risk_of_bias=["random"], width=w),
    "forest, many": lambda w: plot.forest(many(200), width=w),
    "forest, one": lambda w: plot.forest(many(1, test="wald"), width=w),
    "funnel": lambda w: plot.funnel(fit(), width=w),
    "funnel, filled": lambda w: plot.funnel(te.trim_fill(many(30), side="left", estimator="R0"), width=w),
    "baujat": lambda w: plot.baujat(fit(), width=w),
    "radial": lambda w: plot.radial(fit(), width=w),
    "labbe": lambda w: plot.labbe(fit(), width=w),
    "bubble": lambda w: plot.bubble(te.regress(effects(), ["dose"]), width=w),
    "gosh": lambda w: plot.gosh(fit(), study="Elm 2018", width=w),
    "profile": lambda w: plot.profile(fit(), width=w),
}


@pytest.mark.parametrize("width", [320, 760])
@pytest.mark.parametrize("name", sorted(FIGURES))
def test_everything_lies_inside_and_the_file_is_well_formed(name, width):
    figure = FIGURES[name](width)
    assert figure.alt.endswith(".")
    for mark in flatten(figure):
        points = mark.points if isinstance(mark, Line | Area) else ((mark.x, mark.y),)
        for x, y in points:
            assert -1 <= x <= figure.width + 1, mark
            assert -1 <= y <= figure.height + 1, mark
        if isinstance(mark, Text) and not mark.angle:
            left = {"start": 0, "middle": 0.5, "end": 1}[mark.anchor] * wide(mark.text, mark.size)
            assert mark.x - left >= -6, mark
            assert mark.x - left + wide(mark.text, mark.size) <= figure.width + 6, mark
    svg = figure.to_svg()
    assert svg == FIGURES[name](width).to_svg()
    root = ET.fromstring(svg)
    assert root[1].text == figure.alt
    assert root.get("role") == "img"


def test_forest_rows_and_words():
    figure = plot.forest(fit())
    data = figure.data
    assert data["label"][:5] == TABLE["study"]
    assert data["kind"][5:] == ["total"] + ["prediction"] * (len(data["kind"]) - 6)
    assert data["estimate"][0] == pytest.approx((12 / 100) / (24 / 102))
    assert data["estimate"][5] == pytest.approx(np.exp(fit().estimate))
    assert sum(data["weight"][:5]) == pytest.approx(1)
    assert f"{np.exp(fit().estimate):.2f}" in figure.alt
    assert figure.panels[0].x.kind == "log"
    assert ("1", 1) in {(label, value) for value, label in figure.panels[0].x.ticks}


def test_forest_bars_stand_at_their_values():
    figure = plot.forest(fit())
    panel = figure.panels[0]
    squares = [mark for mark in panel.marks if isinstance(mark, Dot) and mark.shape == "square"]
    assert [dot.x for dot in squares] == pytest.approx(figure.data["estimate"][:5])
    sizes = [dot.size for dot in squares]
    assert np.argsort(sizes).tolist() == np.argsort(figure.data["weight"][:5]).tolist()
    assert [dot.y for dot in squares] == sorted(dot.y for dot in squares)


def test_forest_order_groups_and_bias():
    rows = plot.forest(fit(), sort="weight").data["weight"][:5]
    assert rows == sorted(rows, reverse=True)
    grouped = plot.forest(fit(), subgroup="setting", risk_of_bias=["random"])
    kinds = grouped.data["kind"]
    assert kinds.count("group") == kinds.count("subtotal") == 2
    found = te.subgroups(effects(), "setting")
    subtotals = [e for e, k in zip(grouped.data["estimate"], kinds) if k == "subtotal"]
    assert subtotals == pytest.approx(np.exp(found["random"]).tolist())
    signs = [mark.text for mark in grouped.marks if isinstance(mark, Text) and mark.role == "paper"]
    assert sorted(signs) == sorted(["?", "+", "−", " ", "+"])


def test_wide_intervals_end_in_arrows():
    table = {"y": [0.1, 0.2, 0.15, 0.1], "v": [0.01, 0.01, 0.01, 400.0]}
    figure = plot.forest(te.pool(te.effect_sizes(table, y="y", v="v"), model="common", test="wald"))
    assert figure.panels[0].x.high < 10
    arrows = [mark for mark in figure.panels[0].marks if isinstance(mark, Area) and mark.role == "ink"]
    assert len(arrows) == 2


def test_bad_input_is_one_sentence():
    regression = te.regress(effects(), ["dose"])
    with pytest.raises(InputError, match="one pooled estimate"):
        plot.forest(regression)
    with pytest.raises(InputError, match="no room"):
        plot.forest(fit(), width=100)
    with pytest.raises(InputError, match="no judgement"):
        plot.forest(fit(), risk_of_bias=["setting"])
    with pytest.raises(UnknownOption):
        plot.forest(fit(), sort="size")
    with pytest.raises(InputError, match="2x2 tables"):
        plot.labbe(many(5))
    with pytest.raises(InputError, match="needs a moderator"):
        plot.bubble(fit())
    with pytest.raises(InputError, match="svg"):
        plot.forest(fit()).save("figure.gif")


def test_funnel_of_trim_and_fill_marks_the_filled():
    found = te.trim_fill(many(30), side="left", estimator="R0")
    figure = plot.funnel(found)
    assert sum(figure.data["filled"]) == found.missing
    assert figure.panels[0].y.high == 0.0


def test_labbe_risks_and_gosh_subsets():
    figure = plot.labbe(fit())
    assert figure.data["treated"][0] == pytest.approx(0.12)
    shown = plot.gosh(fit(), study="Elm 2018")
    assert sum(shown.data["with_study"]) < len(shown.data["estimate"])


def test_png_needs_and_uses_matplotlib(tmp_path):
    pytest.importorskip("matplotlib")
    path = plot.forest(fit()).save(tmp_path / "forest.png")
    assert path.read_bytes()[:4] == b"\x89PNG"
    assert plot.forest(fit()).save(tmp_path / "forest.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_figure_says_what_it_is():
    empty = Figure(width=10, height=10, title="T\x00itle", alt="Alt.")
    assert "\x00" not in empty.to_svg()
    assert repr(empty).endswith("Alt.")
