"""Effect sizes: what goes in, what is refused, what is left out with its reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import trueeffect as te
from trueeffect.errors import InputError, MissingField, UnknownOption
from trueeffect.synthesis.measures import catalogue

TABLE = {"e1": [4, 0, 12], "n1": [40, 20, 60], "e2": [9, 0, 3], "n2": [40, 20, 60]}
COLUMNS = {"events1": "e1", "total1": "n1", "events2": "e2", "total2": "n2"}


@pytest.mark.parametrize(
    "make", [dict, pd.DataFrame, pl.DataFrame, pa.table], ids=["dict", "pandas", "polars", "arrow"]
)
def test_any_frame_gives_the_same_and_its_own_kind_back(make):
    effects = te.effect_sizes(make(TABLE), "OR", **COLUMNS)
    np.testing.assert_allclose(effects.y, te.effect_sizes(TABLE, "OR", **COLUMNS).y)
    assert type(effects.tidy()) is type(make(TABLE))


def test_pandas_missing_values():
    frame = pd.DataFrame({"y": pd.array([0.1, None, 0.3], dtype="Float64"), "v": [0.1, 0.2, 0.3]})
    effects = te.effect_sizes(frame, y="y", v="v")
    assert [entry.row for entry in effects.left_out] == [2]


def test_zero_cells():
    plain = te.effect_sizes(TABLE, "OR", **COLUMNS)
    assert plain.k == 3
    assert plain.y[1] == pytest.approx(0.0)
    dropped = te.effect_sizes(TABLE, "OR", zero={"drop_both_zero": True}, **COLUMNS)
    assert str(dropped.left_out[0]) == "row 2: no events, or only events, in all groups"
    everywhere = te.effect_sizes(TABLE, "OR", zero={"add": 1.0, "to": "all"}, **COLUMNS)
    assert everywhere.y[0] == pytest.approx(np.log(5 * 32 / (37 * 10)))
    none = te.effect_sizes(TABLE, "RD", zero={"to": "none"}, **COLUMNS)
    assert none.v[1] == 0.0


def test_rows_are_left_out_with_reasons():
    table = {"y": [0.1, None, 0.3, float("inf")], "se": [0.1, 0.2, "NA", 0.2], "who": list("ABCD")}
    effects = te.effect_sizes(table, y="y", se="se", study="who")
    assert effects.k == 1
    assert [str(entry) for entry in effects.left_out] == [
        "row 2 (B): y is missing (column 'y')",
        "row 3 (C): se is missing (column 'se')",
        "row 4 (D): y is infinite (column 'y')",
    ]


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (
            {"measure": "OR", "events1": "e1", "total1": "n1", "events2": "e2"},
            MissingField,
            "needs nonevents2 (or total2)",
        ),
        (
            dict(measure="OR", **{**COLUMNS, "events1": "e9"}),
            MissingField,
            "There is no column 'e9' (for events1)",
        ),
        (dict(measure="XX", **COLUMNS), UnknownOption, "measure='XX' is not offered"),
        (dict(measure="OR", mean1="e1", **COLUMNS), InputError, "mean1= is given, but OR does not use it"),
        (dict(measure="OR", correct=True, **COLUMNS), InputError, "OR has no such choice"),
        (dict(measure="OR", var_type="UB", **COLUMNS), InputError, "OR has no such choice"),
        (dict(measure="SMD", zero={"add": 1}, **COLUMNS), InputError, "SMD has no cells"),
        (dict(measure="OR", zero={"to": "some"}, **COLUMNS), UnknownOption, "zero.to='some'"),
        (
            {"measure": "OR", "events1": "n1", "total1": "e1", "events2": "e2", "total2": "n2"},
            InputError,
            "swapped",
        ),
        (dict(**COLUMNS), MissingField, "Neither a measure nor ready-made"),
    ],
)
def test_refusals(call, kind, words):
    with pytest.raises(kind) as caught:
        te.effect_sizes(TABLE, **call)
    assert words in str(caught.value)


def test_bad_cells_name_column_and_row():
    with pytest.raises(InputError, match=r"Column 'y', row 2: 'high' is not a number"):
        te.effect_sizes({"y": [1, "high"], "v": [1, 1]}, y="y", v="v")
    with pytest.raises(InputError, match=r"Column 'v', row 2: -0\.5 cannot be a variance"):
        te.effect_sizes({"y": [1, 2], "v": [1, -0.5]}, y="y", v="v")
    with pytest.raises(InputError, match="differ in length"):
        te.effect_sizes({"y": [1, 2], "v": [1]}, y="y", v="v")
    with pytest.raises(InputError, match="A table was expected, but int"):
        te.effect_sizes(3, y="y", v="v")


def test_arrays_are_read_only():
    effects = te.effect_sizes({"y": [1.0], "v": [1.0]}, y="y", v="v")
    with pytest.raises(ValueError, match="read-only"):
        effects.y[0] = 2.0


@pytest.mark.parametrize("measure", catalogue().values(), ids=list(catalogue()))
def test_every_measure_is_described(measure):
    assert measure.doi
    assert measure.formula
    assert measure.reads
    assert measure.name[0].islower() or measure.name[0] in "FYCH"


EXAMPLES = {
    "events1": 12.0, "nonevents1": 38.0, "events2": 7.0, "nonevents2": 45.0, "count1": 12.0, "time1": 100.0,
    "count2": 7.0, "time2": 90.0, "mean1": 10.2, "sd1": 3.1, "n1": 50.0, "mean2": 8.9, "sd2": 2.7, "n2": 52.0,
    "count": 12.0, "rest": 30.0, "time": 80.0, "mean": 5.2, "sd": 2.0, "n": 40.0, "corr": 0.4, "tstat": 2.3,
    "predictors": 3.0, "rsq": 0.3, "alpha": 0.8, "items": 9.0, "both": 11.0, "first_only": 9.0,
    "second_only": 5.0, "neither": 20.0,
    "observed_minus_expected": 3.0,
    "information": 12.0,
}  # fmt: skip


@pytest.mark.parametrize("measure", catalogue().values(), ids=list(catalogue()))
def test_every_measure_has_a_positive_variance(measure):
    table = {
        role: [EXAMPLES[role], EXAMPLES[role] * (1 if role in ("corr", "alpha", "rsq") else 2)]
        for role in measure.inputs
    }
    effects = te.effect_sizes(table, measure.code, **{role: role for role in measure.inputs})
    assert effects.k == 2
    assert (effects.v > 0).all()


SWAPPABLE = [
    "RR",
    "OR",
    "RD",
    "AS",
    "PHI",
    "YUQ",
    "YUY",
    "PBIT",
    "PETO",
    "IRR",
    "IRD",
    "MD",
    "SMD",
    "SMDH",
    "VR",
    "RPB",
]


@pytest.mark.parametrize("code", SWAPPABLE)
def test_swapping_groups_flips_the_sign(code):
    roles = catalogue()[code].inputs
    table = {role: [EXAMPLES[role]] for role in roles}
    other = {role: role[:-1] + ("2" if role[-1] == "1" else "1") for role in roles}
    one = te.effect_sizes(table, code, **{role: role for role in roles})
    two = te.effect_sizes(table, code, **other)
    assert two.y[0] == pytest.approx(-one.y[0])
    assert two.v[0] == pytest.approx(one.v[0])


def test_tetrachoric_solves_its_equation():
    from scipy.integrate import quad
    from scipy.special import ndtri

    table = {"a": [30], "b": [12], "c": [9], "d": [40]}
    cells = {"events1": "a", "nonevents1": "b", "events2": "c", "nonevents2": "d"}
    rho = float(te.effect_sizes(table, "RTET", **cells).y[0])
    n, h, k = 91, ndtri(42 / 91), ndtri(39 / 91)

    def density(r):
        return np.exp(-(h * h + k * k - 2 * h * k * r) / (2 * (1 - r * r))) / (2 * np.pi * np.sqrt(1 - r * r))

    assert 42 * 39 / n**2 + quad(density, 0, rho)[0] == pytest.approx(30 / n, abs=1e-10)
    empty = te.effect_sizes({**table, "b": [0]}, "RTET", **cells)
    assert empty.k == 0
    assert len(empty.left_out) == 1


def test_unbiased_correlation_of_a_large_study():
    # Beyond c = 10 the series is used; both ways agree at the border.
    table = {"r": [0.276, 0.2], "n": [424, 338]}
    effects = te.effect_sizes(table, "UCOR", var_type="UB", corr="r", n="n")
    np.testing.assert_allclose(
        effects.y,
        np.array([0.276, 0.2]) * (1 + (1 - np.array([0.276, 0.2]) ** 2) / (2 * np.array([422, 336]))),
        rtol=2e-5,
    )


def test_arm_sized_increments():
    table = {"a": [0], "n": [10], "c": [3], "m": [40]}
    columns = {"events1": "a", "total1": "n", "events2": "c", "total2": "m"}
    effects = te.effect_sizes(table, "OR", zero={"add": "arm"}, **columns)
    assert effects.y[0] == pytest.approx(np.log(0.2 * 37.8 / (10.2 * 3.8)))
    with pytest.raises(InputError, match="is for 2x2 tables"):
        te.effect_sizes({"x": [0], "t": [3.0]}, "IR", zero={"add": "arm"}, count="x", time="t")
    with pytest.raises(UnknownOption, match=r"zero\.add='some'"):
        te.effect_sizes(table, "OR", zero={"add": "some"}, **columns)
