"""How sure the words are: proof, plain statement, hedge, doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.check.facts.detectors._base import Detector, Reading, pattern_facts
from trueeffect.model.fact import Assertion

_PROVEN = re.compile(
    r"\bprov(?:e|es|ed|en|ing)\b(?! (?:to be )?(?:difficult|hard|popular|safe|feasible|wrong|impossible|"
    r"able|useful|unable))|\bproof\b(?![ -]of[ -](?:concept|principle))|"
    r"\bconclusive(?:ly)?\b|\bdefinitive(?:ly)?(?= (?:proof|prove|evidence|answer|show))|"
    r"\bwithout (?:a )?doubt\b|"
    r"\bbeyond (?:any |all )?doubt\b|\bcertain(?:ly|ty| that| to)\b|"
    r"\bdefinitely\b|\bundoubtedly\b|\bunquestionabl[ye]\b|\bestablish(?:es|ed) (?:that|beyond)|"
    r"\bclearly\b|\bwe can be sure\b|"
    r"\bsettles? the (?:question|matter|case)\b|\bguarantee[sd]?\b|\bno (?:longer any )?doubt\b|"
    r"\bclear-?cut\b|\bmiracle\b|"
    r"\bdramatic(?:ally)?\b|\bhuge(?:ly)?\b|\bbreakthrough\b|\bcures\b|\bremarkabl[ey]\b|"
    r"\bspectacular(?:ly)?\b|"
    r"\b(?:powerful|strong) evidence\b|\bfor good\b|\bonce and for all\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:uncertain|unclear|inconclusive|insufficient|not (?:enough|sufficient)|limited evidence|"
    r"too (?:small|few)|caution|"
    r"cautious(?:ly)?|low[- ](?:quality|certainty)|weak evidence|cannot be (?:ruled out|generali[sz]ed|"
    r"concluded|drawn)|"
    r"(?:further|more|larger|additional|future) (?:\w+ ){0,3}(?:research|stud(?:y|ies)|trials?|work) (?:is|"
    r"are|will be|seem)? ?"
    r"(?:needed|required|warranted|necessary)|preliminary|no firm conclusions?|remains to be|"
    r"should be interpreted|feasibility|"
    r"not the clear|mixed results|hypothesis-generating)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|can|appears?|appeared|seems?|seemed|suggests?|suggested|suggesting|possibl[ey]|"
    r"perhaps|probably|likely|"
    r"potential(?:ly)?|promising|encouraging|hints?|hinted|tentative(?:ly)?|tend(?:s|ed)? to|trend|"
    r"indicat(?:e|es|ed|ing))\b",
    re.IGNORECASE,
)
_PATTERNS = (("proven", _PROVEN), ("uncertain", _DOUBT), ("possible", _HEDGE))


def _find(reading: Reading) -> Iterator[Assertion]:
    for fact in pattern_facts(reading, "certainty", _PATTERNS):
        start = fact.span.start - reading.offset
        before = reading.text[max(0, start - 40) : start].lower()
        against = bool(
            re.search(
                r"(?:\bnot?\b|n['’]t\b|\bnever\b|\bfar from\b|\bwithout\b|\bnor\b|\bno\b|\bnobody\b|"
                r"\bno one\b|\bscant\b|\blittle\b|\bwhether\b|\bcannot\b|\bcould\b|\bwould\b|\bmight\b|"
                r"\bneed(?:s|ed)?\b)",
                before,
            )
        )
        yield reading.fact(
            "certainty", start, fact.span.end - reading.offset, term=fact.term, negated=against
        )


DETECTOR = Detector(
    facet="certainty",
    find=_find,
    examples=(
        ("This proves that it works.", "proven"),
        ("It may help.", "possible"),
        ("Further research is needed.", "uncertain"),
    ),
    counter_examples=(("Certain foods were avoided.", "proven"), ("Pain fell.", "")),
)
