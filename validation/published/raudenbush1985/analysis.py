"""Teacher expectancy: Raudenbush and Bryk 1985."""

from __future__ import annotations

from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    table = {**table, "contact": [str(min(3, int(weeks))) for weeks in table["weeks"]]}
    effects = te.effect_sizes(table, y="yi", v="vi")
    random, weeks = te.pool(effects, test="wald"), te.regress(effects, ["contact"], test="wald")
    z = weeks.solution.statistic
    return {
        "tau2": random.tau2,
        "mean": random.estimate,
        "q": random.q,
        "intercept": weeks.estimates[0],
        "slope": weeks.estimates[1],
        "regression_tau2": weeks.tau2,
        "regression_q": weeks.q,
        "z_intercept": z[0],
        "z_slope": z[1],
    }
