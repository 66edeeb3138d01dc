"""Result frames: what a clause says happened to which outcome, in which arm, against what.

Claims and abstracts are read into the same frames; to compare a claim with a study is then to find the
frames about the same outcome and arms, and to look whether they point the same way.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import NamedTuple

from trueeffect.check.facts.polarity import cues_of, polarity
from trueeffect.vocab.concepts import concepts
from trueeffect.vocab.tables import load_terms
from trueeffect.vocab.terms import Hit, find_terms

_BREAK = re.compile(
    r";\s|:\s(?=[A-Za-z])|,?\s+(?:but|whereas|however|although|though|while|yet)\b,?|"
    r",?\s+(?=(?:and|with)\s+(?:no|not|neither|did not|was not|were not|without)\b)|"
    r",\s+(?=(?:without|nor|not)\b)|\s+(?=without (?:improv|affect|increas|reduc|chang|rais))|"
    r"\s+(?=rather than\b)",
    re.IGNORECASE,
)
_AND = re.compile(r",?\s+and\s+|,\s+")
_VERSUS = re.compile(
    r"\b(?:than|compared (?:with|to)|compare[ds]? (?:with|to)|in comparison (?:with|to)|versus|vs\b\.?|"
    r"relative to|against|"
    r"as opposed to|superior to|inferior to|beat|beats|outperform(?:ed|s)?|as (?:with|in|those)|"
    r"over(?= (?:the )?(?:placebo|sham|usual|standard|control|routine|conventional|simulated|fake|minimal|"
    r"dummy))|from that (?:in|of|with)"
    r"|(?:similar|equivalent|equal|identical|comparable|alternative) to|differ(?:ed|s|"
    r"ent)?(?: \w+){0,2} from)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^\W*(?:when |as )?(?:compared|relative|in comparison|against|in contrast|unlike)\b[^,]*,", re.I
)
_BETWEEN = re.compile(
    r"\bbetween[- ](?:the )?(?:\w+ ){0,4}(?:groups?|arms?|treatments?|conditions?|interventions?|two|three|"
    r"them)\b"
    r"|\b(?:groups|arms|treatments|conditions) (?:did not|didn't) differ|\bthe difference\b|"
    r"\bacross (?:the )?groups|"
    r"\badd(?:ed|ing|ition)\b|\bin favou?r of\b|\badvantage\b|\bthe other group\b|\beffect of\b|"
    r"\bintergroup\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\bfrom baseline\b|\bbefore and after\b|\bpre[- ]?(?:to|and)[- ]?post|\bwithin[- ](?:the )?groups?\b|"
    r"\b(?:both|each|all|all three|all four|either) (?:of the )?(?:\w+ )?(?:groups|group|arms|arm|"
    r"treatments|interventions|plans|"
    r"conditions)\b|\bin both\b|\bover time\b|\bat baseline\b|\bafter (?:the )?(?:treatment|intervention|"
    r"therapy|training|"
    r"programme|program|surgery|\d+|six|four|eight|twelve)\b|\bfrom \d|\btoo\b|\bas well\b\W*$|"
    r"\bcompared (?:with|to) "
    r"(?:baseline|pre|before)|\bthan (?:at )?(?:before|baseline|at the start)|\bduring\b|\bsince\b",
    re.IGNORECASE,
)
_DENYING = re.compile(r"\W*(?:not\b|nor\b|neither\b|no\b|without\b|only\b)", re.IGNORECASE)
_DENIED_LAST = re.compile(
    r"\b(?:(?:did|do|does|was|were|is|are) not|(?:did|do|does|was|were|is|are)n['’]t)\W*$", re.IGNORECASE
)
_ALL_ARMS = re.compile(
    r"\b(?:both|each|all|all three|all four|either|neither|the two|the three|"
    r"every)(?: of)?(?: the)?(?: \w+){0,2} (?:groups?|arms?|treatments?|"
    r"interventions?|plans?|conditions?|trials?)\b|\bin both\b",
    re.IGNORECASE,
)
_PEOPLE_WITH = re.compile(
    r"\b(?:patients|people|adults|women|men|children|those|students|persons|individuals|participants|"
    r"volunteers|sufferers)"
    r"(?: \w+){0,3} (?:with|suffering from|who had|who have|having)(?: \w+){0,2} $",
    re.IGNORECASE,
)
_CAME_WITH = re.compile(
    r"(?:\b(?:with|suffering from|who had|who have|having|for|in|of|against|treat(?:ing|ment of)?)|"
    r"^)(?: \w+){0,2}\s*$",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    r"\bbaseline (?:characteristic|difference|value|data|demograph)|\b(?:were|was) (?:similar|comparable|"
    r"balanced)[^.]*"
    r"\bat baseline\b|\bdifferences? (?:were|was) found at baseline|^no baseline differ|"
    r"\bpre[- ]?treatment differences|"
    r"\bat baseline,? (?:the )?(?:\w+ ){0,3}(?:did not differ|were similar|were comparable)|\bdemographic",
    re.IGNORECASE,
)
_CORRELATION = re.compile(r"\bcorrelat(?:ed|ion|ions|es)\b", re.IGNORECASE)
_RISK = re.compile(
    r"\b(?:risk|rates?|incidence|new cases|cases|diagnosed|developed|onset|odds|hazard|prevent\w*|"
    r"protect\w*|chances?|likel\w+)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will (?:be|have|help|receive|undergo|provide|allow|determine)|to (?:determine|evaluate|assess|"
    r"examine|compare|"
    r"investigate|test|explore|find out|see)\b|aims? (?:of|to|was)|hypothesi[sz]|we (?:tested|examined|"
    r"investigated|compared|"
    r"evaluated|assessed) (?:whether|if|the)|whether|objective|purpose|is to\b|null hypothesis|"
    r"power(?:ed)? to|"
    r"(?:studies|research|trials?|work|study) (?:is|are|were|will be) (?:still )?(?:needed|required|"
    r"warranted|necessary)|would be\b|is unclear|is unknown|been (?:shown|suggested|reported|associated))\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could(?! (?:also |now |even |all )*(?:walk|sleep|hear|see|bend|move|climb|hold|lift|"
    r"cycle|run|breathe|swallow|stand|cope)\b)|appears?|appeared|seems?|seemed|suggests?|suggested|possibl[ey]|perhaps|"
    r"probably|likely|"
    r"potentially|tend(?:s|ed)?|trend|promising|encouraging|hint(?:s|ed)?|preliminary|tentative)\b",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:the|this|these|that|paired|observed)(?: \w+){0,4} (?:differences?|changes?|effects?|reductions?|"
    r"increases?|trends?|result) "
    r"(?:was|were|is|did|failed)[^.]{0,20}\bnot?\b|^(?:but |though |although )?(?:it|this) (?:was|did|"
    r"were) not (?:statistically|clinically|reach|significan)|\bnot statistically significant\b",
    re.IGNORECASE,
)
_ANY_OUTCOME = re.compile(
    r"\b(?:(?:all|any|other|the|these|no|secondary|main|primary|every|none of the) (?:\w+ )?(?:outcomes?|"
    r"measures?|variables?|"
    r"parameters?|end ?points?|assessments?|scores?))\b",
    re.IGNORECASE,
)


class Frame(NamedTuple):
    """One result: ``effect`` is good, bad, up, down, none or differ, for the arm on the left.

    ``arms`` are intervention and comparator terms of the clause, ``right`` those that the left arm is
    compared with; ``left_words`` and ``right_words`` are content words on the two sides. ``any_outcome``
    is a clause about all or any outcomes. ``[start, end)`` are characters of the text that was read.
    """

    start: int
    end: int
    effect: str
    comparative: bool
    within: bool
    hedged: bool
    planned: bool
    outcomes: frozenset[str]
    any_outcome: bool
    left: frozenset[str]
    right: frozenset[str]
    left_words: frozenset[str]
    right_words: frozenset[str]
    words: frozenset[str]
    quote: str
    only: bool = False
    all_arms: bool = False

    @property
    def arms(self) -> frozenset[str]:
        """All arms named in the clause."""
        return self.left | self.right


@lru_cache(maxsize=4096)
def read_frames(sentence: str, extra: tuple[tuple[str, str], ...] = ()) -> tuple[Frame, ...]:
    """Return the result frames of a sentence.

    Parameters
    ----------
    sentence : str
        One sentence of a claim or an abstract.
    extra : tuple of (short, long), optional
        Abbreviations that the text has defined.

    Examples
    --------
    >>> [f.effect for f in read_frames("Pain fell more with needles than with massage, but not sleep.")]
    ['down', 'none']
    >>> sorted(read_frames("It was no better than sham acupuncture.")[0].right)
    ['sham_acupuncture']
    """
    frames: list[Frame] = []
    known = dict(extra)
    for start, end in _clauses(sentence):
        clause = sentence[start:end]
        if _BASELINE.search(clause) or _CORRELATION.search(clause):
            continue
        frame = _frame(sentence, start, end, known)
        if frame is None:
            frame = _inherited(sentence, start, end, frames, known)
        if frame is not None:
            frames.append(_completed(frame, frames))
            if len(frames) > 1 and _TAKES_BACK.search(frame.quote) and frame.effect == "none":
                frames[-2] = frames[-2]._replace(effect="none", comparative=True, within=False)
    return tuple(frames)


def _clauses(sentence: str) -> list[tuple[int, int]]:
    """Return the clauses of a sentence: at contrasts, and at "and" when both sides state a result."""
    cuts = [0, *(m.end() for m in _BREAK.finditer(sentence))]
    bounds = [*cuts, len(sentence)]
    pieces: list[tuple[int, int]] = []
    for start, end in itertools.pairwise(bounds):
        pieces += _coordinated(sentence, start, end)
    return [(s, e) for s, e in pieces if sentence[s:e].strip()]


def _coordinated(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a clause at "and" where each part has its own verb of result and its own outcome."""
    pieces: list[tuple[int, int]] = []
    last = start
    for match in _AND.finditer(sentence, start, end):
        left, right = sentence[last : match.start()], sentence[match.end() : end]
        rest = right.split(",")[0]
        if (_states_result(left) and _states_result(rest)) or (_compares(left) and _compares(rest)):
            pieces.append((last, match.start()))
            last = match.end()
    return [*pieces, (last, end)]


def _states_result(text: str) -> bool:
    has_cue = any(c.kind != "NEG" for c in cues_of(text))
    return has_cue and any(h.facet == "outcome" for h in find_terms(text))


def _compares(text: str) -> bool:
    return bool(_VERSUS.search(text)) and any(c.kind not in ("NEG", "DIFF") for c in cues_of(text))


def _arms(hits: tuple[Hit, ...]) -> frozenset[str]:
    return frozenset(
        h.term for h in hits if h.facet in ("intervention", "comparator") and h.term != "control_group"
    )


def _outcomes(hits: tuple[Hit, ...], text: str = "") -> frozenset[str]:
    """Return the outcomes named; "fell" as a verb of change is not the outcome "falls"."""
    ill = {h.start for h in hits if h.facet == "condition" and _PEOPLE_WITH.search(text[: h.start])}
    found = frozenset(h.term for h in hits if h.facet == "outcome" and h.start not in ill)
    if "falls_event" in found and re.search(r"\bfell\b(?! over)|\bfall (?:in|of)\b", text):
        return found - {"falls_event"}
    return found


def _illnesses(text: str, hits: tuple[Hit, ...]) -> frozenset[str]:
    """Return illnesses that may be what was measured, as ``risk:`` terms; not those that people came with."""
    return frozenset(
        f"risk:{h.term}" for h in hits if h.facet == "condition" and not _CAME_WITH.search(text[: h.start])
    )


def _long_forms(text: str, known: dict[str, str]) -> str:
    used = [
        long
        for short, long in known.items()
        if short in text and re.search(rf"\b{re.escape(short)}s?\b", text)
    ]
    return " ; ".join([text, *used])


def _frame(sentence: str, start: int, end: int, known: dict[str, str]) -> Frame | None:
    clause = sentence[start:end]
    found = polarity(clause)
    if found is None:
        return None
    left, right = _sides(clause, found.start)
    left_full, right_full = _long_forms(left, known), _long_forms(right, known)
    hits_left, hits_right = find_terms(left_full), find_terms(right_full)
    outcomes = _outcomes(hits_left, left_full) or _outcomes(hits_right, right_full)
    if _RISK.search(clause) or not outcomes:
        outcomes |= _illnesses(left_full, hits_left) | _illnesses(right_full, hits_right)
    versus = bool(right)
    within = bool(_WITHIN.search(clause))
    left_arms, right_arms = _arms(hits_left), _arms(hits_right)
    return Frame(
        start=start,
        end=end,
        effect=found.effect,
        comparative=(versus and "baseline" not in right_arms)
        or bool(_BETWEEN.search(clause))
        or (found.comparative and not within),
        within=within and not (versus and "baseline" not in right_arms),
        hedged=bool(_HEDGE.search(clause)),
        planned=bool(_PLANNED.search(sentence)),
        outcomes=outcomes,
        any_outcome=bool(_ANY_OUTCOME.search(clause)),
        left=left_arms,
        right=right_arms,
        left_words=concepts(left_full),
        right_words=concepts(right_full),
        words=_topic(left_full, hits_left) | _topic(right_full, hits_right),
        quote=clause.strip(),
        all_arms=bool(_ALL_ARMS.search(clause)),
        only=bool(re.search(r"\b(?:only|alone|just)\b", clause, re.I)),
    )


def _topic(text: str, hits: tuple[Hit, ...]) -> frozenset[str]:
    """Return the concepts of a text without the names of treatments, comparators, conditions and people."""
    kept, at = [], 0
    for hit in hits:
        if (
            hit.facet in ("intervention", "comparator", "condition", "population", "species")
            and hit.start >= at
        ):
            if any(h.facet == "outcome" and h.start <= hit.start and hit.end <= h.end for h in hits):
                continue
            kept.append(text[at : hit.start])
            at = hit.end
    return concepts(" ".join([*kept, text[at:]]))


def _sides(clause: str, cue: int) -> tuple[str, str]:
    """Return the words about the favoured side and those about what it is compared with."""
    leading = _LEADING.match(clause)
    if leading:
        return clause[leading.end() :], leading.group()
    for match in _VERSUS.finditer(clause):
        if match.end() > cue or match.start() >= cue:
            return clause[: match.start()], clause[match.end() :]
    return clause, ""


def _inherited(
    sentence: str, start: int, end: int, frames: list[Frame], known: dict[str, str]
) -> Frame | None:
    """Read "but not than sham" and "but not sleep": the change of the clause before, denied."""
    clause = sentence[start:end]
    if not frames or not (_DENYING.match(clause) or _DENIED_LAST.search(clause)):
        return None
    before = frames[-1]
    match = _VERSUS.search(clause) or re.search(r"\b(?:with|over|against|to)\b", clause)
    left, right = (clause[: match.start()], clause[match.end() :]) if match else (clause, "")
    if not match and before.right and _arms(find_terms(clause)) and not _outcomes(find_terms(clause)):
        left, right = "", clause
    hits_left, hits_right = find_terms(_long_forms(left, known)), find_terms(_long_forms(right, known))
    denied = not re.match(r"\W*only\b", clause, re.I)
    return before._replace(
        start=start,
        end=end,
        effect="none" if denied else before.effect,
        outcomes=_outcomes(hits_left) or (frozenset() if not right else before.outcomes) or before.outcomes,
        left=_arms(hits_left) or before.left,
        right=_arms(hits_right) or (frozenset() if right else before.right),
        left_words=concepts(left) if not right else before.left_words,
        right_words=concepts(right),
        words=concepts(clause),
        within=before.within,
        quote=clause.strip(),
        any_outcome=bool(_ANY_OUTCOME.search(clause)),
    )


def _completed(frame: Frame, before: list[Frame]) -> Frame:
    """Fill what a later clause leaves out from the clause before it."""
    if not before:
        return frame
    last = before[-1]
    if not frame.outcomes and not frame.any_outcome and len(frame.words - frame.left - frame.right) < 3:
        frame = frame._replace(outcomes=last.outcomes)
    if not frame.arms:
        frame = frame._replace(left=last.left)
    return frame


_DURATIONS = frozenset(
    {"hospital_stay", "recovery_time", "labour_duration", "operating_time", "sick_leave", "wound_healing"}
)
_SOON = re.compile(r"\b(?:sooner|faster|quicker|earlier|more quickly)\b", re.IGNORECASE)
"""Words that are more of speed, and so less of time."""


def goodness(frame: Frame) -> str:
    """Return ``good``, ``bad``, ``none``, or the bare direction when better is not known.

    Examples
    --------
    >>> goodness(read_frames("Pain fell.")[0]), goodness(read_frames("Walking distance fell.")[0])
    ('good', 'bad')
    """
    if frame.effect not in ("up", "down"):
        return frame.effect
    if frame.outcomes & _DURATIONS and _SOON.search(frame.quote):
        return "good"
    table = load_terms("outcome")
    ways = {table[o].better for o in frame.outcomes if o in table}
    ways |= {"lower" for o in frame.outcomes if o.startswith("risk:")}
    if len(ways) != 1 or ways == {""}:
        return frame.effect
    lower = ways == {"lower"}
    return "good" if (frame.effect == "down") == lower else "bad"
