"""The thirteen BCG trials (counts as published by Colditz et al. 1994, doi:10.1001/jama.1994.03510330076038)."""

from __future__ import annotations

import pytest

import trueeffect as te

VACCINATED = [(4, 119), (6, 300), (3, 228), (62, 13536), (33, 5036), (180, 1361), (8, 2537), (505, 87886)]
VACCINATED += [(29, 7470), (17, 1699), (186, 50448), (5, 2493), (27, 16886)]
CONTROL = [(11, 128), (29, 274), (11, 209), (248, 12619), (47, 5761), (372, 1079), (10, 619), (499, 87892)]
CONTROL += [(45, 7232), (65, 1600), (141, 27197), (3, 2338), (29, 17825)]
LATITUDE = [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33]


@pytest.fixture(scope="session")
def bcg_table():
    a, b = zip(*VACCINATED)
    c, d = zip(*CONTROL)
    names = [f"trial {i + 1}" for i in range(13)]
    kinds = ["random"] * 4 + ["alternate", "alternate", "random", "random", "random"]
    kinds += ["systematic"] * 3 + ["systematic"]
    return {"trial": names, "a": a, "b": b, "c": c, "d": d, "latitude": LATITUDE, "kind": kinds}


CELLS = {"events1": "a", "nonevents1": "b", "events2": "c", "nonevents2": "d"}


@pytest.fixture(scope="session")
def bcg(bcg_table):
    return te.effect_sizes(bcg_table, "RR", study="trial", **CELLS)


@pytest.fixture(scope="session")
def cells():
    return CELLS
