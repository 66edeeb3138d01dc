"""Difference of two means on the scale of the instrument."""

from __future__ import annotations

from trueeffect.synthesis.measures._base import TWO_MEANS, Array, Inputs, Measure, Options, Pair


def pooled_variance(x: Inputs) -> Array:
    """Return the variance pooled over both groups, with n1 + n2 - 2 degrees of freedom."""
    f1, f2 = x["n1"] - 1, x["n2"] - 1
    return (f1 * x["sd1"] ** 2 + f2 * x["sd2"] ** 2) / (f1 + f2)


def mean_difference(x: Inputs, options: Options) -> Pair:
    """Return m1 - m2; its variance with a variance per group (LS) or a pooled one (HO)."""
    y = x["mean1"] - x["mean2"]
    if options.var_type == "HO":
        return y, pooled_variance(x) * (1 / x["n1"] + 1 / x["n2"])
    return y, x["sd1"] ** 2 / x["n1"] + x["sd2"] ** 2 / x["n2"]


MEASURES = (
    Measure(
        code="MD",
        name="mean difference",
        inputs=TWO_MEANS,
        compute=mean_difference,
        var_types=("LS", "HO"),
        formula="y = m1 - m2; v = sd1^2/n1 + sd2^2/n2",
        doi="10.1002/9780470743386",
        reads="higher mean in group 1",
    ),
)
