"""Which sentences go on about the study that a neighbour cites."""

from __future__ import annotations

import re

_LINKER = (
    r"(?:(?:and|but|however|yet|also|in addition|moreover|furthermore|indeed|instead|still|then|"
    r"interestingly|"
    r"importantly|notably|in fact|what is more|even so|even better|better still|by contrast|in contrast|"
    r"similarly|"
    r"likewise|on average|as a result|afterwards?|later|more importantly|surprisingly|sadly|unfortunately|"
    r"finally|"
    r"even|only|so|nor|crucially|in all|overall|in total|on top of that|not only that|best of all),?\s+)?"
)
_NOUN = (
    r"treat(?:ment|ed)s?|therap(?:y|ies)|patients?|participants?|volunteers?|subjects?|wom[ae]n|m[ae]n|"
    r"children|people|"
    r"adults|babies|infants|girls|boys|mothers|researchers|authors|scientists|team|investigators|stud(?:y|"
    r"ies)|trial|"
    r"experiment|review|reviewers|analysis|meta-analysis|paper|report|results?|findings?|benefits?|effects?|"
    r"improvements?|differences?|gains?|changes?|drop|rise|increase|decrease|reduction|groups?|controls?|"
    r"sham|placebo|"
    r"comparison|needles?|needling|injections?|animals|rats|mice|dogs|rabbits|average|mean|median|"
    r"numbers?|figures?|"
    r"scores?|rate|risk|drug|pills?|tablets?|capsules?|drops|dose|procedure|operation|programme|program|"
    r"sessions?|"
    r"course|intervention|method|technique|approach|response|relief|pain|rest|others?|remaining|same|"
    r"two groups|three"
    r"|doctors|nurses|therapists|clinics?|hospitals?|outcome|outcomes|symptoms|volunteers|users|diet|"
    r"exercises?|"
    r"supplement|vaccine|first|second|active|real|true|fake|dummy|low-dose|high-dose|usual-care|waiting"
)
_ANAPHOR = re.compile(
    rf"^[\"“'(\[]*{_LINKER}(?:"
    rf"(?:it|they|he|she|his|her|hers|their|theirs|its|these|those|this|that)\b(?!['’]s why)"
    rf"|(?:the|both|such|each|all|all of the|most of the|half of the|one of the|none of the|"
    rf"neither of the|among the|of the"
    rf"|in the|for the|compared with the|unlike the|by the end)\s+(?:\w+[- ]){{0,2}}?(?:{_NOUN})\b"
    r"|(?:both|neither|none|all|half|most|some|nearly all|almost all|many)\s+of\s+(?:them|these|those)\b"
    r"|(?:both groups|neither group|no one|nobody|everyone|no serious|side effects|adverse events|"
    r"unwanted effects|"
    r"no side effects|no adverse)\b"
    r"|after(?:\s+(?:the|this|that|these|all|receiving|their|her|his))?\s+(?:\w+[ -]){0,3}?"
    r"(?:treatments?|sessions?|weeks?|months?|days?|years?|injections?|course|programme|therapy|trial|"
    r"study|needles|surgery)\b"
    r"|(?:at|by|within|during|over)\s+(?:the\s+)?(?:\w+[ -]){0,2}?(?:weeks?|months?|follow-up|end|days?|"
    r"years?)\b"
    r"|(?:compared|in comparison)\s+(?:with|to)\b"
    r")",
    re.I,
)
_ALSO = re.compile(
    r"^(?:[\w’'-]+\s+){1,4}also\b|\bon the other hand\b|^[\"“]?neither\b"
    r"|\b(?:either|too|as well)[\s.!)\]\d]*$",
    re.I,
)
_BREAK = re.compile(
    r"^[\"“'(\[]*(?:however,?\s+|but\s+|and\s+|yet\s+)?(?:other|another|many|several|some|various|"
    r"numerous|different|more "
    r"recent(?:ly)?|recent(?:ly)?|previous|earlier|further|experts|critics|doctors often|in general|"
    r"generally|as with|"
    r"a (?:different|second|third|recent|further|larger|newer|later|more recent|\d{4}|small|large|"
    r"separate|new)\b|"
    r"one (?:study|trial|review|team|survey)|in (?:one|another|a|an)\s+(?:\w+\s+){0,3}(?:study|trial|"
    r"review|survey|experiment)|"
    r"this (?:article|page|website|blog|post|site|is why|means you)|these days|that (?:is|said|being)|"
    r"this is (?:why|because)|"
    r"it is (?:important|worth|best|no surprise|thought|believed|always|not surprising)|"
    r"the (?:bottom line|good news|bad "
    r"news|takeaway|take-home|truth is|idea|same (?:goes|applies)))",
    re.I,
)
_OWN = re.compile(
    r"\b(?:we|our|us|I|my|you|your)\b|\b(?:present|current) (?:study|trial|review|work|article)\b|"
    r"\(?\b(?:Fig|Table)\b\.? ?\d"
)
_OPENING = re.compile(
    r"\b(?:in (?:one|a|an|this|that)\b[^.,;]{0,60}\b(?:study|trial|experiment|survey|review|report|case)|"
    r"one (?:\w+ ){0,3}"
    r"(?:study|trial|review|survey|experiment|team|group)|a (?:\w+[- ]){0,4}(?:study|trial|review|survey|"
    r"experiment|team)\b|"
    r"(?:researchers?|scientists|investigators|doctors|a team)\b[^.]{0,40}\b(?:found|showed|looked|tested|"
    r"studied|"
    r"compared|gave|treated|reported|examined|asked|followed))",
    re.I,
)


def continues(text: str) -> bool:
    """Tell whether a sentence starts as one that goes on about what was just spoken of.

    Examples
    --------
    >>> continues("They slept better after it."), continues("The patients slept better.")
    (True, True)
    >>> continues("Another trial found nothing."), continues("Yoga is popular in Norway.")
    (False, False)
    """
    return not breaks(text) and bool(_ANAPHOR.match(text) or _ALSO.search(text))


def opens_study(text: str) -> bool:
    """Tell whether a sentence brings up one study ("In one trial, ...", "Researchers compared ...")."""
    return bool(_OPENING.search(text))


def breaks(text: str) -> bool:
    """Tell whether a sentence turns to other work, to things in general, or to the writer and the reader.

    Examples
    --------
    >>> breaks("Another trial found nothing."), breaks("They fell in our own study."), breaks("They fell.")
    (True, True, False)
    """
    return bool(_BREAK.match(text) or _OWN.search(text))
