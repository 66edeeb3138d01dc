"""What a plain number measures: a change, a difference, a mean, a score."""

from __future__ import annotations

from trueeffect.text.quantities._base import CountRule

CHANGE_VERB = (
    r"increas(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|reduc(?:e|es|ed|ing)|improv(?:e|es|ed|ing)|"
    r"f[ea]ll(?:s|en|ing)?|"
    r"drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|r[oi]se[sn]?|rising|cuts?|cutting|lower(?:s|ed|ing)?|"
    r"rais(?:e|es|ed|ing)|"
    r"shr[aiu]nk\w*|gain(?:s|ed|ing)?|gr[eo]w[ns]?|boost(?:s|ed|ing)?|eas(?:e|es|ed|ing)|diminish\w*|"
    r"slash\w*|"
    r"climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|lost|lose|loses|losing|chang(?:e|es|ed|ing)|worsen\w*|"
    r"reliev\w+|lessen\w*|"
    r"shorten\w*|lengthen\w*|extend\w*|shift\w*|went (?:up|down)|got better|slow(?:s|ed|ing)?|bettered|"
    r"alleviat\w+|"
    r"ameliorat\w+|enhanc\w+|elevat\w+|attenuat\w+|came down|dipped|soar\w*|plummet\w*|sank|prolong\w*|"
    r"suppress\w*"
)
CHANGE_NOUN = (
    r"increases?|decreases?|reductions?|improvements?|falls?|drops?|declines?|rises?|gains?|cuts?|loss|"
    r"relief|changes?|"
    r"decrements?|increments?|worsening|shift|growth|boost|lowering|shortening|jump|dip"
)
COMPARATIVE = (
    r"more|less|greater|higher|lower|fewer|better|worse|shorter|longer|faster|slower|larger|smaller|"
    r"further|bigger|"
    r"stronger|weaker|likelier"
)
ADVERB = (
    r"(?:(?:an?|the|only|just|about|around|some|another|as much as|as little as|mean|average|median|of|"
    r"on average|"
    r"roughly|approximately|a mere|a full|total|further|additional|whopping|almost|nearly|over|under)\s+)*"
)
_ANY = (
    "",
    "points",
    "mm",
    "cm",
    "m",
    "km",
    "<pressure>",
    "<mass>",
    "<weight>",
    "<concentration>",
    "<volume>",
    "degrees",
    "°C",
    "<length>",
)
_CLOCK = (*_ANY, "minutes", "hours", "seconds")

RULES: tuple[CountRule, ...] = (
    CountRule(
        name="difference_noun",
        counts="mean_difference",
        pattern=(
            rf"\bdifferences?\b(?:\s+(?!from\b)[\w'’,/-]+){{0,9}}?\s+(?:of|was|were|is|=|:)\s*{ADVERB}@|"
            rf"\bdifferences?\b\s*[,:]?\s*@|\bdifferences?\b[^.;#@]{{0,40}}[(]\s*@|@\s+(?:(?:mean|"
            rf"average)\s+)?(?:differences?|advantage|benefit)\b|\b(?:benefit|advantage|"
            rf"superiority)\b\s+(?:of|was|were)\s+{ADVERB}@"
        ),
        units=_CLOCK,
        examples=(
            "a difference of {2.1} points",
            "the difference in pain was {5} mm",
            "a {3}-point advantage",
            "the mean difference between groups ({21.7} mm)",
        ),
        counter_examples=("differed from {5} patients",),
    ),
    CountRule(
        name="difference_comparative",
        counts="mean_difference",
        pattern=(
            rf"\b(?:{COMPARATIVE})\b(?:\s+(?!by\b)[\w'’,/-]+){{0,6}}?\s+by\s+{ADVERB}@|"
            rf"@\s+(?:{COMPARATIVE})\b(?!\s+(?:than\s+)?(?:#|before|at baseline))|"
            rf"\bby\s+{ADVERB}@\s+(?:{COMPARATIVE})\b|\b(?:better|worse|superior|inferior|higher|lower|"
            rf"greater|less|more)\s+(?:than|to)\b[^.;#@]{{1,60}}[(]@"
        ),
        units=_CLOCK,
        examples=(
            "was better by {1.0} point",
            "scored {3} points lower than usual care",
            "no better than minimal needling ({5.1} mm)",
        ),
        counter_examples=("fell by {28.7} mm", "more than {20} patients"),
    ),
    CountRule(
        name="change_by",
        counts="mean_change",
        pattern=rf"\b(?:{CHANGE_VERB})\b(?:\s+(?!of\b)[\w'’,/()-]+){{0,9}}?\s+by\s+{ADVERB}@",
        units=_CLOCK,
        examples=(
            "pain fell by {28.7} mm",
            "had improved by a mean of {4.4} points",
            "blood flow was increased by {5} ml",
            "disability fell on the scale by {3} points",
        ),
        counter_examples=("was measured by {3} nurses", "improved by week {8}"),
    ),
    CountRule(
        name="change_noun",
        counts="mean_change",
        pattern=(
            rf"\b(?:{CHANGE_NOUN})s?\b(?:\s+(?:in|from|for|on|at)\s+(?:[\w'’-]+\s+){{1,7}}?)?\s*(?:(?:of|"
            rf"was|were|by|averaged|amounted to|reached|is)\s+)+{ADVERB}@|@\s+(?:(?:mean|average|overall|"
            rf"further|greater)\s+)*(?:{CHANGE_NOUN})\b|\b(?:{CHANGE_NOUN})s?\b[^.;#@]{{0,30}}[(]@"
        ),
        units=_CLOCK,
        examples=(
            "a mean reduction in pain of {2.1} points",
            "a {15} mm fall",
            "an improvement of {3.2}",
            "the change was {4}",
        ),
        counter_examples=("the fall of 12 women and {5} men",),
    ),
    CountRule(
        name="change_of_time",
        counts="mean_change",
        pattern=(
            rf"\b(?:shorten\w*|lengthen\w*|prolong\w*|delay\w*|brought forward|sped up|speeded up|"
            rf"cut short)\b(?:\s+(?!of\b)[\w'’,-]+){{0,6}}?\s+by\s+{ADVERB}@"
        ),
        units=("<time>",),
        examples=("tablets shortened the illness by {7.5} days", "prolonged life by {3} months"),
        counter_examples=("pain was lower by {8} weeks",),
    ),
    CountRule(
        name="change_bare",
        counts="mean_change",
        pattern=(
            rf"\b(?:{CHANGE_VERB})\s+{ADVERB}@(?=\s*(?:in|over|after|from|with|during|on|compared|[.,;)]|"
            rf"$))"
        ),
        units=("points", "mm", "cm", "kg", "mmHg", "minutes", "m"),
        examples=("pain dropped {3} points over a year", "lost {5} kg with the diet"),
        counter_examples=("reduced {12} women",),
    ),
    CountRule(
        name="median",
        counts="median",
        pattern=rf"\bmedian\b(?:\s+[\w'’-]+){{0,6}}?\s*(?:of|was|were|is|=|:|,|[(])?\s*{ADVERB}@",
        examples=("median stay was {4}", "a median of {1.9} years"),
        counter_examples=("mean pain was {4}",),
    ),
    CountRule(
        name="mean",
        counts="mean",
        pattern=(
            rf"\b(?:means?|averages?|averaged|averaging)\b(?!\s+ages?)(?:\s+[\w'’/()-]+){{0,8}}?\s*(?:of|"
            rf"was|were|is|=|:|,|[(])?\s*{ADVERB}@|@\s+on average\b"
        ),
        units=(*_CLOCK, "%"),
        examples=("mean pain was {4.5}", "average pain of {6.8} points", "an average of {12} mm"),
        counter_examples=("the median was {4}",),
    ),
    CountRule(
        name="score",
        counts="score",
        pattern=(
            rf"\b(?:(?:vas|nrs)(?=\s*[,=:(]?\s*@)|scores?|scored|ratings?|intensity|"
            rf"levels?)\b(?:\s+[\w'’/()-]+){{0,7}}?\s*(?:of|was|were|is|=|:|at|from|to|[(]|,|"
            rf")\s*{ADVERB}@|\bscored\s+@|"
            rf"\bfrom\s+{ADVERB}@\s*(?:\([^()]*\)\s*)?(?:[\w-]+\s+){{0,4}}to\s+#|"
            rf"\bfrom\s+#\s*(?:\([^()]*\)\s*)?(?:[\w-]+\s+){{0,4}}to\s+@"
        ),
        units=(*_CLOCK, "%"),
        examples=(
            "a pain score of {6.8}",
            "scores were {12} at baseline",
            "fell from {6.8} to 5.5",
            "fell from 6.8 at entry to {5.5}",
        ),
        counter_examples=("underscored by {5} authors",),
    ),
)
