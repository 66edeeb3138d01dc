"""A pooled result with everything around it, as one record for reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trueeffect.synthesis.fits import Fit
from trueeffect.synthesis.results import Results


@dataclass(frozen=True, kw_only=True, eq=False)
class PoolReport:
    """A fit, the single studies, and what was asked for besides."""

    source: str
    fit: Fit
    studies: Results
    transform: str
    prediction: tuple[float, float] | None
    subgroups: Results | None = None
    leave_one_out: Results | None = None
    influence: Results | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values that can be written as JSON."""
        extra = {
            name: None if getattr(self, name) is None else getattr(self, name).to_dict()
            for name in ("subgroups", "leave_one_out", "influence")
        }
        return {
            "schema": "trueeffect/pool-report/1",
            "source": self.source,
            "fit": self.fit.to_dict(),
            "prediction": None if self.prediction is None else list(self.prediction),
            "studies": self.studies.to_dict(),
            "references": list(self.fit.references),
            **extra,
        }
