"""What a bare number counts: people in a group, people with an event, events, studies, time, doses."""

from __future__ import annotations

from trueeffect.text.quantities._base import CountRule
from trueeffect.text.quantities.nouns import ANIMALS, PEOPLE

_NP = r"(?:\s+(?!(?:and|or|with|in|on|at|by|from|for|to|than|were|was|of|per)\b)[\w'’-]+){0,5}?"
_WHO = rf"(?:{PEOPLE}|{ANIMALS})(?![\w-])"
_TAKEN_IN = (
    r"(?:randomi[sz]\w*|allocat\w+|assign\w+|enrol\w*|recruit\w*|includ\w+|participat\w+|took part|"
    r"take part|taking part|"
    r"stud(?:y|ied)|tested|treated|analy[sz]ed|evaluated|examined|invit\w+|screened|admitted|allotted|"
    r"surveyed|"
    r"interviewed|involv\w+|divided|split|followed|assessed|entered|eligible|underwent|undergoing|"
    r"signed up|joined|"
    r"were in (?:the|this|that) (?:trial|study)|"
    r"received|investigated|measured|had data|given|complet\w+|finish\w+)"
)

RULES: tuple[CountRule, ...] = (
    CountRule(
        name="group_size_verb",
        counts="group_size",
        pattern=(
            rf"@{_NP}\s+{_WHO}[^.;]{{0,70}}?\b{_TAKEN_IN}\b|"
            rf"\b{_TAKEN_IN}\b(?:\s+[\w'’,-]+){{0,4}}?\s+@{_NP}\s+{_WHO}"
        ),
        units=("",),
        examples=(
            "{298} patients were randomised",
            "we enrolled {66} adults",
            "the trial included {380} people",
            "{16} rats were divided",
        ),
        counter_examples=("{7} weeks of treatment", "pain fell in {5} studies"),
    ),
    CountRule(
        name="group_size_study",
        counts="group_size",
        pattern=(
            rf"\b(?:trials?|stud(?:y|ies)|series|cohort|sample|survey|experiment|analysis|group|total|"
            rf"data)\b\s+(?:\w+\s+)?(?:of|on|in|with|among|from|comprised|had|"
            rf"involving)\s+(?:a total of\s+)?@{_NP}\s+{_WHO}|\b(?:in|among|to|on|for|from)\s+(?:all\s+|"
            rf"the\s+|a total of\s+)?@{_NP}\s+{_WHO}|(?<!of )@\s+(?:in|to) (?:the|each|every|"
            rf"either)\s+(?:[\w-]+\s+){{0,4}}?(?:groups?|arms?)\b|@{_NP}(?:\s+{_WHO})?\s+(?:per|in each|"
            rf"in either)\s+(?:group|arm)|\b(?:it|trial|study|which|team|group|arm|researchers|authors|they|"
            rf"we)\s+(?:had|followed|looked at|tested|studied|covered|enrolled|used|"
            rf"took)\s+(?:\w+\s+){{0,2}}?@{_NP}\s+{_WHO}|\bsample(?: size)?\s+(?:of|was)\s+@|"
            rf"@{_NP}\s+{_WHO}\s+with\b|\b(?:randomi[sz]ed|allocated|assigned)\s+@\b"
        ),
        units=("",),
        examples=(
            "a trial of {66} patients",
            "in {800} adults",
            "{32} in the acupuncture group",
            "a sample of {120}",
            "{38} subjects per arm",
        ),
        counter_examples=("in {5} studies", "pain of {5} in the group that walked"),
    ),
    CountRule(
        name="people",
        counts="people",
        pattern=(
            rf"@{_NP}\s+{_WHO}|@\s+(?:of (?:them|these|those)\b|(?:were|was|had|did|dropped|left|died|"
            rf"withdrew|completed|attended|reported|remained|improved|recovered|responded|stayed|came|"
            rf"experienced|developed|showed|received|did|declined|refused|relapsed)\b)"
        ),
        units=("",),
        examples=(
            "only {six} women had less pain",
            "{seven} remained to the final week",
            "{12} dropped out",
            "{5} of them left",
        ),
        counter_examples=("{6} weeks", "a gain of {5}"),
    ),
)
