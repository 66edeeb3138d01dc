"""Small and odd sets of effects: every question gets an answer or a clear refusal, never a stray warning."""

from __future__ import annotations

import json

import numpy as np
import pytest

import trueeffect as te
from trueeffect.errors import TrueEffectError
from trueeffect.stats.tau2 import estimators

RNG = np.random.default_rng(0)


def odd_sets():
    for k in (1, 2, 3, 5):
        y, v = RNG.normal(0, 1, k), RNG.uniform(0.05, 1, k)
        yield f"plain-{k}", y, v
        yield f"identical-{k}", np.full(k, 0.3), v
        yield f"all-alike-{k}", np.full(k, 0.3), np.full(k, 0.2)
        yield f"zero-{k}", np.zeros(k), v
        yield f"tiny-{k}", y * 1e-8, v * 1e-16
        yield f"huge-{k}", y * 1e8, v * 1e16
        yield f"uneven-{k}", y, 10.0 ** RNG.uniform(-12, 6, k)


SETS = list(odd_sets())
QUESTIONS = {
    "repr": repr,
    "json": lambda fit: json.dumps(fit.to_dict()),
    "augment": lambda fit: fit.augment(),
    "leave_one_out": te.leave_one_out,
    "cumulative": te.cumulative,
    "diagnose": te.diagnose,
    "study_effects": te.study_effects,
    "profile": lambda fit: te.profile(fit, [0.0, 0.1]),
    "gosh": lambda fit: te.gosh(fit, 40),
    "permutation": lambda fit: te.permutation(fit, permutations=20),
    "robust": lambda fit: te.robust(fit, "c"),
    "intervals": lambda fit: [
        te.heterogeneity_interval(fit, method=m) for m in ("QP", "GENQ", "PL", "J", "BJ")
    ],
    "script": lambda fit: fit.to_r(),
}


def answer(ask, about):
    """Return the answer, or None when it was refused with a hint what to do."""
    try:
        return ask(about)
    except TrueEffectError as refusal:
        if not refusal.hint:
            raise
        return None


@pytest.mark.parametrize(("name", "y", "v"), SETS, ids=[entry[0] for entry in SETS])
@pytest.mark.parametrize("test", ["wald", "knapp-hartung"])
def test_answers_or_refuses(name, y, v, test):
    k = len(y)
    table = {"y": y, "v": v, "x": np.arange(k) % 3, "c": [f"c{i // 2}" for i in range(k)]}
    effects = te.effect_sizes(table, y="y", v="v")
    for method in (*estimators(), None):
        options = {"model": "common"} if method is None else {"method": method}
        for fitted in (lambda o: te.pool(effects, **o), lambda o: te.regress(effects, ["x"], **o)):
            fit = answer(fitted, {**options, "test": test})
            if fit is None:
                continue
            assert np.isfinite(fit.estimates).all()
            assert np.isfinite(fit.tau2)
            for ask in QUESTIONS.values():
                answer(ask, fit)
