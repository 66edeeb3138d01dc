"""Thompson: regression of the effects on their standard errors, with between-study variance."""

from __future__ import annotations

import numpy as np

from trueeffect.stats.bias.asymmetry._base import Asymmetry, Material, Outcome, line_test
from trueeffect.stats.bias.line import with_intercept
from trueeffect.stats.problem import Problem


def _test(m: Material) -> Outcome:
    se = np.sqrt(m.v)
    tau2 = float(m.method.estimate(Problem(m.y, m.v, with_intercept(se)), None).tau2)
    return line_test(m.y, se, 1 / (m.v + tau2), tau2)


ASYMMETRY = Asymmetry(
    code="Thompson",
    name="regression of the effects on their standard errors, with between-study variance",
    needs="effects",
    test=_test,
    doi="10.1002/(sici)1097-0258(19991030)18:20<2693::aid-sim235>3.0.co;2-v",
    formula="y on sqrt(v), weights 1/(v + tau2), scale 1",
    takes_method=True,
)
