"""Rules that say what a number counts, in the order in which they are tried."""

from trueeffect.text.quantities.counting.cascade import RULES, decide_counts

__all__ = ["RULES", "decide_counts"]
