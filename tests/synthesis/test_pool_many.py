"""Many meta-analyses in one call equal one call for each."""

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import MissingField

RNG = np.random.default_rng(4)
SIZES = [1, 2, 3, 7, 12, 40, 5, 5]
TOPIC = np.repeat([f"t{i}" for i in range(len(SIZES))], SIZES)
V = RNG.uniform(0.01, 0.5, len(TOPIC))
Y = RNG.normal(0.3, np.sqrt(V + 0.1))


def table(order=None):
    rows = np.arange(len(TOPIC)) if order is None else order
    return {"y": Y[rows], "v": V[rows], "topic": TOPIC[rows]}


@pytest.mark.parametrize("method", ["REML", "DL", "PM", None])
@pytest.mark.parametrize("test", ["wald", "knapp-hartung"])
def test_equals_single_fits(method, test):
    model = "random" if method else "common"
    effects = te.effect_sizes(table(), y="y", v="v")
    found = te.pool_many(effects, "topic", model=model, method=method, test=test)
    for i, name in enumerate(found["topic"]):
        if SIZES[i] < 2 and test != "wald":
            assert np.isnan(found["p_value"][i])
            continue
        part = {key: values[name == TOPIC] for key, values in table().items()}
        fit = te.pool(te.effect_sizes(part, y="y", v="v"), model=model, method=method, test=test)
        for column in ("estimate", "std_error", "p_value", "conf_low", "tau2", "i2", "q"):
            assert found[column][i] == pytest.approx(getattr(fit, column), rel=1e-9, abs=1e-12), (
                name,
                column,
            )


def test_order_of_rows_does_not_matter():
    order = RNG.permutation(len(TOPIC))
    one = te.pool_many(te.effect_sizes(table(), y="y", v="v"), "topic")
    two = te.pool_many(te.effect_sizes(table(order), y="y", v="v"), "topic")
    place = [two["topic"].index(name) for name in one["topic"]]
    np.testing.assert_allclose(one["estimate"], two["estimate"][place], rtol=1e-10)


def test_rows_without_a_value_are_listed():
    given = {**table(), "topic": ["", *TOPIC[1:]]}
    found = te.pool_many(te.effect_sizes(given, y="y", v="v"), "topic")
    assert "1 rows have no value" in found.notes[0]
    with pytest.raises(MissingField):
        te.pool_many(te.effect_sizes(given, y="y", v="v"), "theme")
