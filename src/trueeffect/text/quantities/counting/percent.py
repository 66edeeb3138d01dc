"""What a percentage counts: a share of patients or of tests, a change, a risk."""

from __future__ import annotations

from trueeffect.text.quantities._base import CountRule
from trueeffect.text.quantities.counting.change import ADVERB, CHANGE_NOUN, CHANGE_VERB, COMPARATIVE
from trueeffect.text.quantities.nouns import PEOPLE

_PERCENT = ("%", "percentage points")
_GAP = r"(?:[\w'’,-]+\s+){0,9}?"
_RISK = r"(?:risks?|odds|chances?|likelihood|probability|incidence|rates? of|hazards?|mortality|deaths?)"
_RATE = (
    r"(?:respon[ds]\w*|remission|success|recurrence|relapse|mortality|death|drop-?out|attrition|adherence|"
    r"compliance|recovery|cure|survival|complication|infection|event|referral|quit|abstinence|healing|"
    r"failure|"
    r"retention|completion|participation|prevalence|incidence|employment|pregnancy|birth|withdrawal|"
    r"hospitali[sz]ation|"
    r"admission|detection|conversion|improvement|satisfaction|follow-up|loss|efficacy|effective|"
    r"effectiveness)"
)
_DID = (
    r"(?:improved|responded|reported|report|had|have|has|were|are|was|experienced|showed|felt|feel|"
    r"achieved|reached|"
    r"got|benefit\w*|recovered|died|completed|withdrew|dropped|attended|returned|said|suffered|developed|"
    r"used|took|"
    r"received|chose|preferred|agreed|met|met the|remained|stayed|did|quit|relapsed|continued|stopped|needed|"
    r"required|considered|believed|thought|rated|went|obtained|gained|lost|noticed|described|took part|"
    r"underwent|"
    r"could|would|saw|see|found|still|no longer|become|became)"
)

RULES: tuple[CountRule, ...] = (
    CountRule(
        name="absolute_risk",
        counts="absolute_risk_difference",
        pattern=(
            rf"\babsolute\b(?:\s+[\w-]+){{0,8}}?\s+(?:of|by|was|were|is|:|=)?\s*[(]?@|@\s+absolute\b|"
            rf"(?-i:\bARR\b|\bRD\b)\s*[=:,]?\s*(?:of\s)?@|risk differences?{_GAP}@"
        ),
        units=("", *_PERCENT),
        examples=(
            "an absolute risk reduction of {1.2}%",
            "lowered the absolute risk of a stroke by {44}%",
            "a {3}% absolute difference",
        ),
        counter_examples=("a relative risk reduction of {44}%", "absolutely {5}% of them"),
    ),
    CountRule(
        name="relative_risk_change",
        counts="relative_change",
        pattern=(
            r"\brelative\b(?:\s+[\w-]+){0,8}?\s+(?:of|by|was|were|is|:|=)?\s*[(]?@|@\s+relative\b|"
            r"(?-i:\bRRR\b)\s*[=:,]?\s*(?:of\s)?@"
        ),
        units=("%",),
        examples=(
            "lowered the relative risk of a stroke by {44}%",
            "a relative risk reduction of {28}%",
            "a {20}% relative reduction",
        ),
        counter_examples=("an absolute risk reduction of {1.2}%", "relatives of {5}% of them"),
    ),
    CountRule(
        name="risk_change",
        counts="relative_change",
        pattern=(
            rf"\b(?:{CHANGE_VERB})\b[^.;#@]{{0,60}}\b{_RISK}\b[^.;#@]{{0,60}}?\bby\s+{ADVERB}@|"
            rf"\b{_RISK}\b[^.;#@]{{0,60}}\b(?:{CHANGE_VERB}|was|were|"
            rf"is)\b[^.;#@]{{0,20}}?\b(?:by\s+)?{ADVERB}@\s*(?:{COMPARATIVE})?(?=\s*(?:{COMPARATIVE}|"
            rf"[.,;)]|with|in the|after|among|$))|@\s+(?:{CHANGE_NOUN})\s+(?:in|"
            rf"of)\s+(?:[\w-]+\s+){{0,4}}?{_RISK}\b|@\s+(?:{COMPARATIVE}|increased|reduced|"
            rf"decreased)\s+(?:[\w-]+\s+){{0,3}}?{_RISK}\b|@\s+(?:more|less)\s+likely\b"
        ),
        units=("%",),
        examples=(
            "cut the risk of relapse by {28}%",
            "a {44}% lower risk of stroke",
            "the risk fell by {20}%",
            "were {30}% less likely to fall",
            "a {12}% reduction in the risk of death",
        ),
        counter_examples=(
            "{12}% of patients at risk",
            "pain fell by {28}%",
            "the risk was {12}% in the sham group and 5% in the other",
        ),
    ),
    CountRule(
        name="share_reached_by",
        counts="share_of_patients",
        pattern=(
            rf"\b(?:seen|found|reached|reported|noted|observed|occurr\w+|present|experienced|achieved|"
            rf"used|described|chosen|met|shared|felt|recorded|rated|considered|confirmed|obtained|"
            rf"mentioned|given)\b(?:\s+[\w-]+){{0,4}}?\s+(?:in|by|for|among)\s+{ADVERB}@"
        ),
        units=("%",),
        examples=("side effects occurred in {5}%", "a clinically meaningful gain was reached by {60}%"),
        counter_examples=("fell by {28.7}%",),
    ),
    CountRule(
        name="percent_change_by",
        counts="percent_change",
        pattern=(
            rf"\b(?:{CHANGE_VERB})\b(?:\s+(?!of\b)[\w'’,/()"
            rf"-]+){{0,9}}?\s+by\s+{ADVERB}@(?!\s+of\s+(?:the\s+)?(?:{PEOPLE})\b)"
        ),
        units=("%",),
        examples=(
            "pain fell by {28.7}%",
            "improved function by an average of {12}%",
            "blood flow was increased by {56.9}%",
            "fell by nearly {half}",
        ),
        counter_examples=(
            "was reported by {39}% of patients",
            "improvement was reached by {39.1}%",
            "used by {5}%",
        ),
    ),
    CountRule(
        name="percent_change_noun",
        counts="percent_change",
        pattern=(
            rf"@\s+(?:(?:mean|average|overall|further|greater|relative|clinically relevant|larger|"
            rf"smaller|significant|net)\s+)*(?:{CHANGE_NOUN})\b(?!\s+rate)|"
            rf"\b(?:{CHANGE_NOUN})s?\b(?:\s+(?:in|from|for|on)\s+(?:[\w'’-]+\s+){{1,7}}?)?\s*(?:(?:of|"
            rf"was|were|by|averaged|amounted to|to)\s+)+{ADVERB}@(?!\s+of\s+(?:the\s+)?(?:{PEOPLE})\b)"
        ),
        units=("%",),
        examples=(
            "a {56.9}% increase in blood flow",
            "a mean reduction in pain of {30}%",
            "an improvement of {20}%",
            "a {30}% greater fall",
        ),
        counter_examples=("{30}% of patients", "an increase in patients reporting pain; {5}% left"),
    ),
    CountRule(
        name="percent_compared",
        counts="percent_change",
        pattern=(
            rf"@\s+(?:{COMPARATIVE})\b|\b(?:{CHANGE_VERB})\s+{ADVERB}@(?!\s+of\b)(?=\s*(?:in|over|after|"
            rf"from|with|during|compared|more|[.,;)]|$))"
        ),
        units=("%",),
        examples=(
            "walked {20}% further",
            "symptoms improved by {36}% more than with sham",
            "pain dropped {30}% over a year",
        ),
        counter_examples=("improved {5}% of patients", "{30}% of women"),
    ),
    CountRule(
        name="share_rate",
        counts="share_of_patients",
        pattern=(
            rf"\b{_RATE}\s+(?:rates?|percentages?|proportions?)\b[^.;@]{{0,120}}@|"
            rf"\brates? of (?:[\w-]+\s+){{1,6}}?(?:was|were|of|is|at|[(]|[:,=])\s*(?:only\s|just\s)?@|"
            rf"@\s+{_RATE}\s+rates?\b|\b(?:proportion|percentage|share|fraction|prevalence|"
            rf"incidence)s? of [^.;@]{{0,90}}@"
        ),
        units=("%",),
        examples=(
            "the response rate was {47.6}%",
            "response rates were 47.6% with verum and {27.4}% with usual care",
            "the proportion of women who improved was {12}%",
            "a {20}% dropout rate",
        ),
        counter_examples=("a rate increase of {5}%",),
    ),
    CountRule(
        name="share_by_verb",
        counts="share_of_patients",
        pattern=(
            rf"@\s+(?:(?:also|only|actually|eventually|later|still|significantly)\s+)?{_DID}\b|"
            rf"\b(?:{PEOPLE})\b[^.;@]{{0,16}}[(]@\s*[);,]|\b(?:women|female|male|men|girls|"
            rf"boys)\b[\s:,]*[(]?@|@\s+(?:wom[ae]n|men|female|male|girls|boys)\b"
        ),
        units=("%",),
        examples=(
            "{47.6}% improved",
            "side effects occurred in {5}%",
            "a clinically meaningful gain was reached by {60}%",
            "patients ({54}%)",
            "{62}% women",
        ),
        counter_examples=("fell by {28.7}%",),
    ),
)
