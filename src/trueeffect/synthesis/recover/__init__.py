"""The family of recoveries: missing figures worked out from what was printed, one module per close group."""

from trueeffect._families import members
from trueeffect.synthesis.recover._base import Recovery


def recoveries() -> dict[str, Recovery]:
    """Return ``{code: recovery}`` for every member."""
    found = [r for group in members("trueeffect.synthesis.recover", "RECOVERIES").values() for r in group]
    return {recovery.code: recovery for recovery in sorted(found, key=lambda r: r.code)}


__all__ = ["Recovery", "recoveries"]
