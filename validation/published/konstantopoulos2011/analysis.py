"""School calendars, three levels: Konstantopoulos 2011."""

from __future__ import annotations

from typing import Any

import trueeffect as te


def numbers(table: dict[str, list[str]]) -> dict[str, Any]:
    """Return our numbers."""
    years = [float(year) for year in table["year"]]
    table = {**table, "centred": [str(year - sum(years) / len(years)) for year in years]}
    effects = te.effect_sizes(table, y="yi", v="vi")
    plain, year = te.pool(effects, test="wald"), te.regress(effects, ["centred"], test="wald")
    three = te.multilevel(effects, random="district/study", method="ML", test="wald")
    three_year = te.multilevel(effects, ["centred"], random="district/study", method="ML", test="wald")
    return {
        "two_level": plain.estimate,
        "two_level_se": plain.std_error,
        "two_level_tau2": plain.tau2,
        "year_slope": year.estimates[1],
        "year_tau2": year.tau2,
        "three_level": three.estimate,
        "three_level_se": three.std_error,
        "between_districts": three.components[0],
        "within_districts": three.components[1],
        "year_three_level": three_year.estimates[0],
        "year_three_level_se": three_year.std_error,
        "year_between": three_year.components[0],
        "year_within": three_year.components[1],
    }
