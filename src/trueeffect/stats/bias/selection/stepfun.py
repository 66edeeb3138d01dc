"""Step function selection: one weight per interval of the p-value (the three-parameter model has one cut)."""

from trueeffect.stats.bias.selection._base import WeightFunction

WEIGHT = WeightFunction(
    code="stepfun",
    name="step function selection",
    log_weight=None,
    neutral=(1.0,),
    starts=((1.0,), (0.3,)),
    low=(0.0,),
    doi="10.1007/BF02294384",
    formula="constant between the cuts, 1 in the first interval",
    takes_steps=True,
)
