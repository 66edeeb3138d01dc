"""The role of each sentence of an abstract that has no headings.

Every role gets a score from wording and place, and the best order of roles is taken: an abstract moves
from background to conclusions and hardly ever back (a Viterbi path over five states).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from trueeffect.check.facts.abstract import Sentence, section_role

ROLES = ("BACKGROUND", "OBJECTIVE", "METHODS", "RESULTS", "CONCLUSIONS")
_CUES: dict[str, tuple[tuple[str, float], ...]] = {
    "BACKGROUND": (
        (r"\b(?:is|are) (?:a |an |one of |the )?(?:common|leading|major|important|often|widely|frequent)",
         2.0),
        (r"\b(?:has|have) been (?:shown|used|suggested|reported|proposed|associated)|\blittle is known|"
         r"\bunclear\b|\bunknown\b", 1.5),
    ),
    "OBJECTIVE": (
        (r"\b(?:aim|objective|purpose|goal)s?\b|\bwe (?:aimed|sought|tested whether|examined whether|"
         r"hypothesi)|\bto (?:determine|evaluate|"
         r"assess|investigate|compare|examine|test|explore) (?:the|whether|if|how)", 3.0),
    ),
    "METHODS": (
        (r"\b(?:were|was) (?:randomi[sz]ed|randomly|assigned|allocated|recruited|enrolled|included|"
         r"assessed|measured|collected|"
         r"administered|performed|conducted|evaluated|used|recorded|analy[sz]ed|divided|treated|invited)\b",
         1.7),
        (r"\b(?:primary|secondary|main) (?:outcome|end ?-?point)|\boutcome measures?\b|\bdouble[- ]blind|"
         r"\brandomi[sz]ed (?:to|into)|"
         r"\breceived\b|\bwill be\b|\binclusion criteria|\bregist(?:er|ration)", 1.3),
    ),
    "RESULTS": (
        (r"\bp\s*[<=>≤]|\b95 ?%|\bCI\b|\bconfidence interval|±", 2.2),
        (r"\bsignificant(?:ly)?\b|\bno difference|\bdid not differ|\bcompared (?:with|to)\b|\b(?:increased|"
         r"decreased|improved|reduced|"
         r"higher|lower|greater|similar|fell|rose)\b|\bthere (?:was|were)\b", 1.1),
        (r"\d+(?:\.\d+)? ?%|\(n ?=|\bvs\b|\bversus\b", 0.5),
    ),
    "CONCLUSIONS": (
        (r"^\W*(?:in conclusion|we conclude|conclusions?|overall|in summary|these (?:results|findings|"
         r"data)|our (?:results|findings|"
         r"data|study)|this (?:study|trial) (?:shows|showed|suggests|demonstrates|provides)|"
         r"the (?:results|findings) suggest|thus|therefore)", 3.0),
        (r"\b(?:may|might|should|could)\b|\bsuggest|\bfurther (?:research|stud)|\b(?:is|are) (?:safe|"
         r"effective|feasible|recommended|"
         r"superior|needed|warranted)\b", 1.2),
    ),
}  # fmt: skip
_COMPILED = {role: [(re.compile(p, re.I), w) for p, w in rows] for role, rows in _CUES.items()}
_INLINE = re.compile(
    r"^\W*(background|objectives?|aims?|purpose|methods?|design|setting|participants|patients|interventions?|"
    r"main outcome measures?|results|findings|conclusions?|introduction|materials and methods|"
    r"study design)\s*[.:]",
    re.IGNORECASE,
)
_BACK, _FORWARD, _SKIP = -4.0, -0.9, -0.5
"""Cost of going back, of each step forward, and of leaving a role out; chosen on the training abstracts."""


def sentence_roles(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Return a role for each sentence: its heading's when it has one, else the most likely.

    Examples
    --------
    >>> from trueeffect.check.facts.abstract import abstract_sentences
    >>> from trueeffect.model.record import AbstractSection, Record
    >>> text = "We aimed to test yoga. Sixty people were randomised. Pain fell (p < 0.01). Yoga may help."
    >>> sentence_roles(abstract_sentences(Record(id="x", abstract=(AbstractSection(text=text),))))
    ('OBJECTIVE', 'METHODS', 'RESULTS', 'CONCLUSIONS')
    """
    if all(s.section for s in sentences):
        return tuple(s.section for s in sentences)
    scores = _inline([_scores(s, i, len(sentences)) for i, s in enumerate(sentences)], sentences)
    return _best_path(scores)


def _scores(sentence: Sentence, index: int, count: int) -> dict[str, float]:
    if sentence.section:
        return {role: 20.0 if role == sentence.section else 0.0 for role in ROLES}
    place = (index + 0.5) / count
    centre = {"BACKGROUND": 0.05, "OBJECTIVE": 0.15, "METHODS": 0.35, "RESULTS": 0.65, "CONCLUSIONS": 0.97}
    scores = {role: -3.0 * abs(place - centre[role]) for role in ROLES}
    for role, patterns in _COMPILED.items():
        scores[role] += sum(weight for pattern, weight in patterns if pattern.search(sentence.text))
    return scores


def _inline(scores: list[dict[str, float]], sentences: Sequence[Sentence]) -> list[dict[str, float]]:
    """Take labels that stand in the text itself ("Results. Pain fell ...")."""
    for row, sentence in zip(scores, sentences):
        match = _INLINE.match(sentence.text)
        role = section_role(match.group(1)) if match else ""
        if role:
            row[role] += 10.0
    return scores


def _best_path(scores: list[dict[str, float]]) -> tuple[str, ...]:
    best = [[scores[0][role] for role in ROLES]] if scores else []
    back: list[list[int]] = []
    for row in scores[1:]:
        step = [max((best[-1][i] + _move(i, j), i) for i in range(5)) for j in range(5)]
        best.append([value + row[ROLES[j]] for j, (value, _) in enumerate(step)])
        back.append([i for _, i in step])
    if not best:
        return ()
    path = [max(range(5), key=lambda j: best[-1][j])]
    for pointers in reversed(back):
        path.append(pointers[path[-1]])
    return tuple(ROLES[j] for j in reversed(path))


def _move(i: int, j: int) -> float:
    if j < i:
        return _BACK
    return 0.0 if i == j else _FORWARD + _SKIP * (j - i - 1)
