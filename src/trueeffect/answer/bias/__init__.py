"""Risk of bias: the RoB 2 algorithm from signalling answers."""

from trueeffect.answer.bias.assess import Assessment, assess
from trueeffect.answer.bias.rob2 import DOMAINS, judge

__all__ = ["DOMAINS", "Assessment", "assess", "judge"]
