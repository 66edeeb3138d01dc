"""From a printed reference to the record it means, and the faults of a reference list."""

from trueeffect.check.resolve.resolving import resolve_references, resolve_strings

__all__ = ["resolve_references", "resolve_strings"]
