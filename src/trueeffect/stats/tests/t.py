"""t tests with k - p degrees of freedom, covariance unchanged."""

from __future__ import annotations

from trueeffect.stats.tests._base import Inference

INFERENCE = Inference(
    code="t", name="t inference with k - p degrees of freedom", doi="10.1002/sim.791", r_code="t"
)
