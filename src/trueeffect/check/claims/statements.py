"""What kind of sentence it is: a statement, a report of a result, advice, a question."""

from __future__ import annotations

import re

_QUESTION = re.compile(r"\?[\"”’')\]]*\s*$")
_ADVICE = re.compile(
    r"\b(?:talk|speak|ask|see|consult|contact|check with|tell|visit|discuss\b[^.]{0,40}with)\s+(?:to\s+|"
    r"with\s+)?"
    r"(?:your|a|the|an)\s+(?:\w+\s+){0,2}(?:doctor|physician|gp|pharmacist|therapist|practitioner|dietitian|"
    r"provider|clinician|specialist|health department|nurse|midwife)"
    r"|\byou(?:\s+(?:\w+ly|also|really))?\s+(?:should|must|need to|ought|can|could|might want|may want)\b"
    r"|^(?:be sure|always|never|try|avoid|do not|don['’]t|remember|make sure|if you|before you|keep|stop|"
    r"start|"
    r"consider|choose|look for|find|read|click|sign up|subscribe|follow|share|buy|shop|call|book|visit|"
    r"whatever|"
    r"when you|whether you|let us|let['’]s|please|feel free|learn more|contact|stay|ask)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|didn['’]t|wasn['’]t|weren['’]t|led|rose|fell|felt|got|took|gave|went|came|"
    r"made|became|"
    r"began|saw|found|shown|lost|kept|ran|grew|cut|beat|won|slept|ate|met|left|said|wrote|\w{3,}ed)\b",
    re.I,
)
_NUMBER = re.compile(
    r"\d|\b(?:half|third|quarter|twice|double|one|two|three|four|five|six|seven|eight|nine|ten|twelve|"
    r"twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|percent|per cent)\b",
    re.I,
)
_RESULT = re.compile(
    r"\b(?:results?|findings?|data|conclusions?|evidence|effects?|benefits?|improvements?|"
    r"difference)\b[^.]{0,60}"
    r"\b(?:suggest|indicate|show|mean|support|confirm|prove|demonstrate)s?\b|"
    r"\bno (?:significant )?difference\b",
    re.I,
)
_VERDICT = re.compile(
    r"^(?:that|this|it|these|they|so|in short|which|the (?:trial|study|results?|findings?|team|"
    r"authors))\b[^.]{0,30}"
    r"\b(?:settles?|proves?|shows?|means|suggests?|confirms?|demonstrates?|supports?|implies|indicates?|"
    r"is proof)\b",
    re.I,
)
_PEOPLE = re.compile(
    r"\b(?:groups?|patients?|participants?|volunteers?|subjects?|placebo|sham|controls?|trial|study|arms?|"
    r"dropouts?|"
    r"treated|untreated|rats?|mice|animals?)\b",
    re.I,
)
_STUDY = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|researche?r?s?|scientists?|investigators?|experiments?|meta-analys[ie]s|"
    r"reviews?|"
    r"evidence|surveys?|authors)\b",
    re.I,
)
_CLOSED = re.compile(r"[.!;:…][\"”’')\]\d¹²³⁰⁴-⁹,–\s-]*$|\]\s*$")
_MIN_WORDS = 4


def is_statement(text: str) -> bool:
    """Tell whether a sentence states something: no question, no advice, no fragment.

    Examples
    --------
    >>> is_statement("The rats recovered in six days.")
    True
    >>> [is_statement(text) for text in ("Does it work?", "Talk to your doctor first.", "Read more")]
    [False, False, False]
    >>> is_statement("Deluxe massage cushion with remote control")
    False
    """
    if len(text.split()) < _MIN_WORDS or _QUESTION.search(text) or _ADVICE.search(text):
        return False
    return bool(_CLOSED.search(text) or _PAST.search(text))


def is_report(text: str) -> bool:
    """Tell whether a sentence speaks of what happened or was measured, rather than in general.

    Examples
    --------
    >>> is_report("Pain fell by two points."), is_report("It is a popular remedy for aches.")
    (True, False)
    """
    return any(found.search(text) for found in (_PAST, _NUMBER, _RESULT, _VERDICT))


def is_detail(text: str) -> bool:
    """Tell whether a sentence tells a detail that only a study has: past tense, with a figure or its people.

    Examples
    --------
    >>> is_detail("Nine in ten of the swimmers felt better."), is_detail("Knees have always been trouble.")
    (True, False)
    """
    return bool(_PAST.search(text)) and bool(_NUMBER.search(text) or _PEOPLE.search(text))


def mentions_study(text: str) -> bool:
    """Tell whether a sentence speaks of studies, researchers or evidence."""
    return bool(_STUDY.search(text))
