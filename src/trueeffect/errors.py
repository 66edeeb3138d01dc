"""The errors that trueeffect raises, and the warnings that it gives.

::

    TrueEffectError            code, message, hint, context; exit code
    ├─ InputError              what was given cannot be used (also a ValueError)
    │  ├─ UnknownOption        lists what is allowed and the nearest
    │  ├─ UnreadableSource     what was tried, at which byte or line
    │  ├─ MissingField         wanted, available
    │  └─ UnitMismatch
    ├─ EvidenceError
    │  ├─ IntegrityError       rule, study, values, file and row
    │  ├─ NotFound             nearest matches
    │  └─ SnapshotMismatch     expected and found version
    ├─ EstimationError
    │  ├─ TooFewEffects        k, needed, what still can be computed
    │  ├─ NonConvergence       last iterate, what to try
    │  ├─ SingularDesign       which columns
    │  └─ DisconnectedNetwork  the components
    ├─ EngineError
    │  └─ EngineUnavailable    names the extra to install
    └─ RenderError             block, format

    TrueEffectWarning
    ├─ StatisticalWarning
    ├─ ExtractionWarning
    ├─ CurationWarning
    └─ ApproximationWarning

A message says what was given, what is wrong, and what to do. Uncertain extraction, no match,
heterogeneous evidence and very low certainty are results, never errors.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any


class TrueEffectError(Exception):
    """Base of every error that a user can meet.

    Parameters
    ----------
    message : str
        One sentence: what was given and what is wrong with it.
    hint : str, optional
        One sentence: what to do.
    **context
        Plain values that a program may want (file, row, options).
    """

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "", **context: Any) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.context = context

    @property
    def code(self) -> str:
        """Stable name of the kind of error."""
        return type(self).__name__

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.message, self.hint, self.context)


def _rebuild(
    kind: type[TrueEffectError], message: str, hint: str, context: dict[str, Any]
) -> TrueEffectError:
    return kind(message, hint=hint, **context)


class InputError(TrueEffectError, ValueError):
    """What the user gave cannot be used."""


class UnknownOption(InputError):
    """An option has a value that is not offered."""

    @classmethod
    def of(cls, name: str, given: object, allowed: Iterable[str]) -> UnknownOption:
        """Build the error for option ``name``, naming the allowed values and the nearest one."""
        choices = sorted(allowed)
        near = difflib.get_close_matches(str(given), choices, n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        return cls(
            f"{name}={given!r} is not offered.",
            hint=f"{hint}Allowed: {', '.join(choices)}.",
            name=name,
            given=str(given),
            allowed=choices,
        )


class UnreadableSource(InputError):
    """A file, address or stream could not be read as what it should be."""


class MissingField(InputError):
    """A column or field that is needed is not there."""


class UnitMismatch(InputError):
    """Two quantities that must share a unit or scale do not."""


class EvidenceError(TrueEffectError):
    """The evidence base breaks a promise."""

    exit_code = 3


class IntegrityError(EvidenceError):
    """A row of the evidence base breaks an integrity rule."""


class NotFound(EvidenceError):
    """Something asked for by name is not in the evidence base."""


class SnapshotMismatch(EvidenceError):
    """An evidence snapshot has another version than the program expects."""


class EstimationError(TrueEffectError):
    """A model could not be fitted."""

    exit_code = 4


class TooFewEffects(EstimationError):
    """Fewer effects than the calculation needs."""


class NonConvergence(EstimationError):
    """An iterative estimator did not settle."""


class SingularDesign(EstimationError):
    """Moderators are linearly dependent."""


class DisconnectedNetwork(EstimationError):
    """A network of treatments falls into parts."""


class EngineError(TrueEffectError):
    """A database or bulk engine failed."""

    exit_code = 5


class EngineUnavailable(EngineError):
    """An optional package is not installed."""


class RenderError(TrueEffectError):
    """A report could not be written in the format asked for."""

    exit_code = 6


class TrueEffectWarning(UserWarning):
    """Base of every warning."""


class StatisticalWarning(TrueEffectWarning):
    """A result stands on a thin or odd basis."""


class ExtractionWarning(TrueEffectWarning):
    """Something could not be read from a source."""


class CurationWarning(TrueEffectWarning):
    """A curated row deserves a second look."""


class ApproximationWarning(TrueEffectWarning):
    """A number is approximate; the text says how far."""
