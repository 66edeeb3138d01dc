"""What a number counts, told by a label before it: odds ratio, mean difference, age, scale."""

from __future__ import annotations

from trueeffect.text.quantities._base import CountRule

_IS = (
    r"(?:\s*\([^()#@]{1,40}\))?\s*[,:=]?\s*(?:(?:of|was|were|is|about|approximately|at|equal to|=|"
    r"for [a-z ]{1,30}(?:was|of))\s*)*[(\[]?\s*"
)
_LIST = r"(?:#[^.;#@]{0,60}?){0,3}"

RULES: tuple[CountRule, ...] = (
    CountRule(
        name="standardised_difference",
        counts="standardised_difference",
        pattern=(
            rf"(?:(?-i:\bSMDs?\b)|standardi[sz]ed (?:mean )?(?:difference|effect)s?(?: sizes?)?|"
            rf"effect sizes?|cohen['’]?s? d|hedges['’]?s? g|(?-i:\b[dg](?=\s*=))){_IS}@"
        ),
        units=("",),
        examples=(
            "SMD {-0.36}",
            "effect size of {0.3}",
            "Cohen's d = {0.45}",
            "standardised mean difference (SMD) was {−0.5}",
        ),
        counter_examples=("mean difference {3.1}", "we add {5}"),
    ),
    CountRule(
        name="number_needed",
        counts="number_needed",
        pattern=rf"(?:(?-i:\bNNT[BH]?s?\b|\bNNHs?\b)|numbers? needed to (?:treat|harm)){_IS}@",
        examples=("NNT of {5}", "number needed to treat was {7}"),
        counter_examples=("needed to treat {5} patients",),
    ),
    CountRule(
        name="odds_ratio",
        counts="odds_ratio",
        pattern=rf"(?:(?-i:\ba?ORs?\b)|odds[\s-]ratios?){_IS}{_LIST}@",
        units=("",),
        examples=(
            "OR {1.62}",
            "adjusted odds ratio (aOR) = {3.5}",
            "odds ratio of {2.1}",
            "odds ratio {3.5}, 2.9 to 4.1",
        ),
        counter_examples=("5 or {6} sessions",),
    ),
    CountRule(
        name="relative_risk",
        counts="relative_risk",
        pattern=(
            rf"(?:(?-i:\ba?RRs?\b|\bIRRs?\b)|relative risks?|risk ratios?|rate ratios?|relative rates?|"
            rf"prevalence ratios?){_IS}{_LIST}@"
        ),
        units=("",),
        examples=(
            "RR {1.33}",
            "relative risk, {1.49}",
            "risk ratio (RR) of {0.8}",
            "relative risks {1.33}, 1.04 to 1.70, and 1.49",
        ),
        counter_examples=("relative risk reduction of {44}%",),
    ),
    CountRule(
        name="hazard_ratio",
        counts="hazard_ratio",
        pattern=rf"(?:(?-i:\ba?HRs?\b)|hazards?[\s-]ratios?){_IS}{_LIST}@",
        units=("",),
        examples=("HR {0.72}", "hazard ratio was {0.56}", "adjusted hazard ratio (HR), {0.8}"),
        counter_examples=("after 24 h {5} patients left",),
    ),
    CountRule(
        name="mean_difference",
        counts="mean_difference",
        pattern=(
            rf"(?:(?-i:\bW?MDs?\b)|"
            rf"(?<!standardized )(?<!standardised )mean (?:between[\s-]group )?differences?|"
            rf"between[\s-]groups? differences?|treatment (?:effect|difference)s?|"
            rf"difference between (?:the )?(?:two )?(?:groups|arms|treatments)){_IS}@"
        ),
        examples=("MD {-0.34} points", "mean difference, {3.1} mm", "between-group difference was {5.1} mm"),
        counter_examples=("standardised mean difference of {0.3}",),
    ),
    CountRule(
        name="age",
        counts="age",
        pattern=(
            r"\b(?:ages?|aged|ageing)\b(?:\s*\([^()#@]*\))?[\s,:=]*(?:(?:of|was|were|is|from|range|"
            r"ranging|between|about|median|mean|group|over|under|the|ages)[\s,:=]*){0,4}[(]?@|"
            r"@[\s-]*(?:(?:years?|yrs?)[\s-]*)?(?:old\b|of age\b|in age\b|year-olds?\b)|\b(?:older|"
            r"younger) (?:than|adults of) @|@ (?:and|or) (?:over|older|under|younger)\b"
        ),
        units=("", "years", "months"),
        examples=(
            "adults aged {18 to 65}",
            "mean age {59}",
            "an {87}-year-old woman",
            "women older than {50}",
            "{73.6} years old",
            "aged {65} or over",
        ),
        counter_examples=("for {5} years", "the {12}-week follow-up"),
    ),
    CountRule(
        name="scale",
        counts="scale",
        pattern=(
            r"@(?:\s?-?)\s*(?:(?:[\w-]+\s){0,4}?(?:scales?|vas|nrs|likert|questionnaire|index|"
            r"inventory)\b)|\b(?:scale|possible scores?|score range)s?\b[\s,:(]*(?:of|from|between|"
            r"ranging from|with)\s+@|\b(?:out of|on a) @"
        ),
        units=("", "points", "mm", "cm"),
        examples=(
            "on a {0-100} mm scale",
            "an {11}-point numerical rating scale",
            "the {0-23} Roland-Morris scale",
            "scale (range {0 to 10})",
        ),
        counter_examples=("fell by {28.7} mm", "gained {2.1} points", "more than 3 ({5.1} mm)"),
    ),
    CountRule(
        name="scale_range",
        counts="scale",
        pattern=(
            r"[(]\s*(?:range|scale|scored|score)?[\s:]*@\s*(?:scale)?[);,]|\b(?:vas|nrs|scores?|scored|"
            r"range|ranging)[\s,:(]*(?:from\s|between\s|of\s)?@\s*[);,]"
        ),
        units=("", "points", "mm", "cm"),
        ranged=True,
        examples=("bothersomeness ({0-10}) fell",),
        counter_examples=("no better ({5.1} mm)", "for (2 to {4} weeks)"),
    ),
)
