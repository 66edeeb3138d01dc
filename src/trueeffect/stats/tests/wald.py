"""Wald tests: the normal distribution."""

from __future__ import annotations

from trueeffect.stats.tests._base import Inference

INFERENCE = Inference(
    code="wald", name="Wald-type (normal) inference", doi="10.1002/jrsm.12", r_code="z", uses_t=False
)
