"""The role of each sentence of an abstract that has no headings.

Each role gets a score from the words of the sentence and its place (a softmax regression, trained by
``validation/accuracy/train_roles.py`` on abstracts whose headings were hidden), and the best order of
roles is taken: an abstract moves from background to conclusions and hardly ever back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from trueeffect.check.facts.abstract import Sentence, section_role
from trueeffect.vocab.concepts import stem
from trueeffect.vocab.terms import words

ROLES = ("BACKGROUND", "OBJECTIVE", "METHODS", "RESULTS", "CONCLUSIONS")
_MARKS = (
    ("#p", re.compile(r"\bp\s*[<=>≤]", re.IGNORECASE)),
    ("#ci", re.compile(r"\bCI\b|confidence interval|±|\bSD\b")),
    ("#percent", re.compile(r"\d\s*%")),
    ("#number", re.compile(r"\d")),
    ("#n", re.compile(r"\bn\s*=", re.IGNORECASE)),
    ("#will", re.compile(r"\bwill\b", re.IGNORECASE)),
    ("#aim", re.compile(r"^\W*(?:the )?(?:aim|purpose|objective|to \w+ (?:the|whether|if))", re.IGNORECASE)),
    ("#concluding", re.compile(r"^\W*(?:in conclusion|conclusion|our (?:results|findings|data|study)|"
                               r"these (?:results|"
                               r"findings|data)|this (?:study|trial)|overall|thus|therefore)", re.I)),
)  # fmt: skip
_INLINE = re.compile(
    r"^\W*(background|objectives?|aims?|purpose|methods?|design|setting|participants|patients|interventions?|"
    r"main outcome measures?|results|findings|conclusions?|introduction|materials and methods|"
    r"study design)\s*[.:]",
    re.IGNORECASE,
)
_AIMS = re.compile(
    r"\b(?:aims?|aimed|objective|purpose|goal)\b|"
    r"\bwe (?:sought|tested|investigated|examined|compared|"
    r"evaluated|assessed)\b|"
    r"\b(?:study|trial) (?:was|is) (?:designed|conducted|undertaken) to\b",
    re.IGNORECASE,
)
_SHORT = 8
"""Up to so many sentences without headings make a summary in which results may stand anywhere."""
_TELLS = re.compile(
    r"\bp\s*[<=>≤]|\bCI\b|\b(?:did not|not|no) (?:\w+ ){0,3}(?:differ|difference|better|improve|reduce|"
    r"benefit|effect)|"
    r"\b(?:fell|rose|improved|increased|decreased|reduced|lowered|raised|eased|worsened|dropped)\b|"
    r"\b(?:better|worse|more|less|fewer|higher|lower|greater|longer|shorter)\b[^.]{0,60}\bthan\b",
    re.IGNORECASE,
)
_GIVEN = 20.0
"""Score of a role that a heading states; larger than any sum of weights."""


class _Model(NamedTuple):
    weights: dict[str, list[float]]
    follow: list[list[float]]


@cache
def _model() -> _Model:
    path = files("trueeffect.data") / "models" / "roles.json"
    read = json.loads(path.read_text(encoding="utf-8"))
    return _Model(read["weights"], read["follow"])


def role_features(sentence: Sentence, index: int, count: int) -> list[str]:
    """Return the features of a sentence: stems, marks, and its place in tenths and from the end.

    Examples
    --------
    >>> from trueeffect.model.provenance import Span
    >>> role_features(Sentence(Span(start=0, end=10), "Pain fell (P < 0.01).", ""), 2, 4)
    ['pain', 'fell', '#p', '#number', '@5', '@last1']
    """
    found = [stem(w.fold) for w in words(sentence.text) if not w.fold.isdigit() and len(w.fold) > 1]
    found += [name for name, pattern in _MARKS if pattern.search(sentence.text)]
    place = f"@{int(10 * index / count)}"
    return [*found, place, f"@last{min(count - 1 - index, 3)}"]


def sentence_roles(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Return a role for each sentence: its heading's when it has one, else the most likely.

    Examples
    --------
    >>> from trueeffect.check.facts.abstract import abstract_sentences
    >>> from trueeffect.model.record import AbstractSection, Record
    >>> text = "We aimed to test yoga. Sixty people were randomised. Pain fell (p < 0.01). Yoga may help."
    >>> sentence_roles(abstract_sentences(Record(id="x", abstract=(AbstractSection(text=text),))))[1:]
    ('METHODS', 'RESULTS', 'CONCLUSIONS')
    """
    if all(s.section for s in sentences):
        return tuple(s.section for s in sentences)
    path = _best_path([_scores(s, i, len(sentences)) for i, s in enumerate(sentences)])
    short = len(sentences) <= _SHORT
    return tuple(_settled(role, sentence, short) for role, sentence in zip(path, sentences, strict=True))


def _settled(role: str, sentence: Sentence, short: bool) -> str:
    """Mend two things that the training texts do not teach.

    An aim in the background is the objective (headings rarely part the two), and in a short summary a
    sentence that tells a result does so wherever it stands.
    """
    if sentence.section or role in ("RESULTS", "CONCLUSIONS"):
        return role
    if _AIMS.search(sentence.text):
        return "OBJECTIVE" if role == "BACKGROUND" else role
    return "RESULTS" if short and _TELLS.search(sentence.text) else role


def _scores(sentence: Sentence, index: int, count: int) -> list[float]:
    label = _INLINE.match(sentence.text)
    stated = sentence.section or (section_role(label.group(1)) if label else "")
    weights = _model().weights
    scores = [0.0] * len(ROLES)
    for feature in set(role_features(sentence, index, count)):
        for j, value in enumerate(weights.get(feature, ())):
            scores[j] += value
    if stated in ROLES:
        scores[ROLES.index(stated)] += _GIVEN
    return scores


def _best_path(scores: list[list[float]]) -> tuple[str, ...]:
    """Return the best sequence of roles (Viterbi)."""
    if not scores:
        return ()
    follow, size = _model().follow, range(len(ROLES))
    best, back = [scores[0]], []
    for row in scores[1:]:
        step = [max((best[-1][i] + follow[i][j], i) for i in size) for j in size]
        best.append([value + row[j] for j, (value, _) in enumerate(step)])
        back.append([i for _, i in step])
    path = [max(size, key=lambda j: best[-1][j])]
    for pointers in reversed(back):
        path.append(pointers[path[-1]])
    return tuple(ROLES[j] for j in reversed(path))
