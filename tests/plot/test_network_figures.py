"""Figures of networks: what they hold and say."""

from __future__ import annotations

import pytest

import trueeffect as te
from trueeffect import plot
from trueeffect.errors import InputError
from trueeffect.plot.figure import Area, Dot, Line

DATA = {
    "study": [1, 2, 3, 3, 3],
    "t1": ["B", "B", "B", "C", "C"],
    "t2": ["A", "A", "A", "A", "B"],
    "y": [0.5, 0.4, 0.6, 1.5, 0.9],
    "se": [0.1, 0.2, 0.2, 0.2, 0.2],
}


def fitted() -> te.network:  # type: ignore[valid-type]
    return te.network(DATA, study="study", treat1="t1", treat2="t2", y="y", se="se", measure="OR")


def test_graph_has_a_dot_per_treatment_and_a_line_per_comparison() -> None:
    figure = plot.network_graph(fitted())
    marks = figure.panels[0].marks
    assert sum(isinstance(mark, Dot) for mark in marks) == 3
    lines = [mark for mark in marks if isinstance(mark, Line)]
    assert len(lines) == 3
    assert max(lines, key=lambda line: line.width).label == "A : B, 3 studies"
    assert "3 of 3 pairs" in figure.alt


def test_league_shades_what_leaves_out_no_difference() -> None:
    fit = fitted()
    figure = plot.league(fit)
    shaded = [mark for mark in figure.panels[0].marks if isinstance(mark, Area)]
    columns = fit.league_columns()
    clear = sum(low > 0 or high < 0 for low, high in zip(columns["conf_low"], columns["conf_high"]))
    assert len(shaded) == clear > 0
    assert "<svg" in figure.to_svg()


def test_cumulative_ranks_end_at_one() -> None:
    figure = plot.rankogram(te.network_ranks(fitted(), small_is_good=False))
    lines = [mark for mark in figure.panels[0].marks if isinstance(mark, Line)]
    assert len(lines) == 3
    assert all(line.points[-1][1] == pytest.approx(1.0) for line in lines)
    assert figure.alt.startswith("Cumulative ranks of 3 treatments. C has the highest mean rank")


def test_a_large_league_is_refused() -> None:
    names = [f"t{i:02d}" for i in range(17)]
    data = {"study": list(range(16)), "t1": names[1:], "t2": names[:-1], "y": [0.1] * 16, "se": [0.1] * 16}
    fit = te.network(data, model="common", study="study", treat1="t1", treat2="t2", y="y", se="se")
    with pytest.raises(InputError, match="cannot be read as a picture"):
        plot.league(fit)
