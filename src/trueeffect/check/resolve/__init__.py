"""From a printed reference to the record it means, and the faults of a reference list."""

from trueeffect.check.resolve.differences.et_al import misused_et_al
from trueeffect.check.resolve.issues import reference_issues
from trueeffect.check.resolve.resolving import resolve_references, resolve_strings

__all__ = ["misused_et_al", "reference_issues", "resolve_references", "resolve_strings"]
