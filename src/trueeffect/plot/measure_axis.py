"""What the working scale of a measure looks like to a reader: transformation, axis and null line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from trueeffect.errors import UnknownOption
from trueeffect.plot import scales
from trueeffect.plot.figure import Scale

if TYPE_CHECKING:
    from trueeffect.synthesis.effects import EffectTable

TRANSFORMS = ("auto", "none", "exp", "tanh", "logit_inv")


class Axis(NamedTuple):
    """How effects are shown: ``change`` from the working scale, name, the value of no effect or None."""

    change: Callable[[float], float]
    name: str
    null: float | None
    log: bool

    @property
    def noun(self) -> str:
        """Name inside a sentence."""
        return self.name[:1].lower() + self.name[1:]

    def scale(self, low: float, high: float, room: float, title: str | None = None) -> Scale:
        """Return a scale over changed values."""
        words = self.name if title is None else title
        if self.log:
            return scales.ratio(low, high, title=words, room=room)
        return scales.linear(low, high, title=words, room=room)


def axis_of(effects: EffectTable, transform: str = "auto") -> Axis:
    """Return the axis for effects of a measure: ratios as ratios on a logarithmic axis, correlations as such.

    ``transform`` "none" keeps the working scale; "exp", "tanh" and "logit_inv" are for ready-made effects.
    """
    if transform not in TRANSFORMS:
        raise UnknownOption.of("transform", transform, TRANSFORMS)
    import numpy as np

    from trueeffect.synthesis.measures import catalogue
    from trueeffect.synthesis.transforms import find_transform

    measure = catalogue().get(effects.measure)
    name = measure.name if measure else "effect"
    two_sided = measure is None or measure.groups != 1
    scale = measure.scale if measure else "identity"
    chosen = {"log": "exp", "atanh": "tanh", "logit": "logit_inv"}.get(scale, "none")
    if transform != "auto":
        chosen = transform
    if chosen == "none":
        return Axis(float, _capital(name), 0.0 if two_sided else None, False)
    function = find_transform(chosen).function
    shown = name.removeprefix("log ").replace("Fisher's z of the ", "")
    null = {"exp": 1.0, "tanh": 0.0, "logit_inv": None}[chosen] if two_sided or chosen == "tanh" else None
    return Axis(lambda value: float(function(np.array([value]))[0]), _capital(shown), null, chosen == "exp")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
