"""Let the words of a claim choose between the works that its citation may mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from trueeffect.check.claims.statements import is_report
from trueeffect.model.article import Claim, ClaimLink

_WORD = re.compile(r"[^\W\d_]{4,}|\d+(?:\.\d+)?")
_IDLE_WORDS = """
that this with from were have been they their them then than which while also after before more most
less study studies trial patients patient treatment treated effect effects result results found showed
show using used compared between group groups significant significantly people research researchers
evidence other such these those into over only both some very much many when what would could should
might does done each during within about along among author authors journal review clinical controlled
randomized randomised therapy
"""
_IDLE = frozenset(_IDLE_WORDS.split())
_ENDING = re.compile(r"(?:ations?|ating|ated?|ates|ions?|ings?|edly|ed|es|s|ally|al|ic|ive|ity|e|y)$")
_MIN_EVIDENCE = 2.0
_MIN_INFERRED = 4.0
_RATIO = 2.0
_TITLE = 30
"""Words at the beginning of a text that are taken for its title (and, in a printed entry, its authors)."""
_NUMBER_WEIGHT = 1.5
_DECIMAL_WEIGHT = 2.0
"""Figures tell works apart better than words, and figures with decimals best."""


def stem(word: str) -> str:
    """Return a word without its ending, for comparing; numbers stay.

    >>> stem("stimulation") == stem("stimulate"), stem("nerves") == stem("nerve"), stem("56.9")
    (True, True, '56.9')
    """
    short = word.casefold()
    while not short[0].isdigit():
        shorter = _ENDING.sub("", short)
        if len(shorter) < 4 or shorter == short:
            break
        short = shorter
    return short


def content_words(text: str) -> frozenset[str]:
    """Return the stems of the words and numbers of a text that say what it is about."""
    found = (word for word in _WORD.findall(text) if word.casefold() not in _IDLE)
    return frozenset(stem(word) for word in found if not re.fullmatch(r"\d|(?:19|20)\d\d", word))


@dataclass(frozen=True)
class Words:
    """What a text is about: the words of its opening, where the title stands, and of the whole."""

    title: frozenset[str]
    whole: frozenset[str]


def _words(texts: Mapping[str, str]) -> dict[str, Words]:
    return {
        name: Words(content_words(" ".join(text.split()[:_TITLE])), content_words(text))
        for name, text in texts.items()
    }


def decide_by_content(claim: Claim, texts: Mapping[str, str]) -> Claim:
    """Return the claim with each ambiguous link settled where its words clearly fit one work.

    A link that was handed over from a neighbour (``carried``, ``late``) is left alone: its neighbour
    decides, see :func:`settle_links`. A claim with no link at all is linked as ``inferred`` when it
    reports something and its words fit exactly one work.

    Parameters
    ----------
    claim : Claim
    texts : mapping
        Reference id to title and abstract, or to the printed entry.

    Notes
    -----
    Only words that some of the candidates have and others lack count. The best must share at least two
    such words, and twice the weight of the next; else the link stays ambiguous.
    """
    words = _words(texts)
    if not claim.links:
        return _inferred(claim, words)
    return _replaced(claim, lambda link: _settle(link, claim.text, words) if link.how in _OWN else link)


def settle_links(claims: Sequence[Claim], texts: Mapping[str, str]) -> tuple[Claim, ...]:
    """Return the claims with their links settled by content, and uncited ones linked where they fit.

    The claim that holds the marker decides for the claims it was handed to; when its own words do not
    decide, those of the whole block do. One marker never ends up as two works.

    Parameters
    ----------
    claims : sequence of Claim
        The claims of one article, in order.
    texts : mapping
        Reference id to title and abstract, or to the printed entry.
    """
    words = _words(texts)
    settled = _settled_blocks(claims, words)

    def choose(link: ClaimLink) -> ClaimLink:
        return settled.get((link.citation_id, link.reference_ids), link)

    out = []
    for claim in claims:
        chosen = _replaced(claim, lambda link: _inherit(link, choose(link)))
        out.append(chosen if claim.links else _inferred(claim, words))
    return tuple(out)


_OWN = ("explicit", "narrative")


def _settled_blocks(
    claims: Sequence[Claim], words: Mapping[str, Words]
) -> dict[tuple[str, tuple[str, ...]], ClaimLink]:
    """Decide each ambiguous marker once: by the sentence that holds it, else by its whole block."""
    own: dict[tuple[str, tuple[str, ...]], tuple[ClaimLink, str]] = {}
    block: dict[tuple[str, tuple[str, ...]], str] = {}
    for claim in claims:
        for link in claim.links:
            key = (link.citation_id, link.reference_ids)
            if link.ambiguous and link.how in _OWN:
                own[key] = (link, claim.text)
            if link.ambiguous:
                block[key] = f"{block.get(key, '')} {claim.text}"
    out = {}
    for key, (link, text) in own.items():
        first = _settle(link, text, words)
        out[key] = _settle(link, block[key], words) if first.ambiguous else first
    return out


def _inherit(link: ClaimLink, settled: ClaimLink) -> ClaimLink:
    """Return ``link`` with the decision of ``settled``, keeping how it came about."""
    if not link.ambiguous or settled.ambiguous or link.how in _OWN:
        return settled if link.how in _OWN else link
    return msgspec.structs.replace(
        link, reference_ids=settled.reference_ids, ambiguous=False, reason=f"{link.reason} {settled.reason}"
    )


def _replaced(claim: Claim, change: Callable[[ClaimLink], ClaimLink]) -> Claim:
    links = tuple(change(link) for link in claim.links)
    return claim if links == claim.links else msgspec.structs.replace(claim, links=links)


def _weigh(text: str, candidates: Mapping[str, frozenset[str]]) -> list[tuple[float, str, list[str]]]:
    """Return the candidates by the weight of the words that tell them apart, best first."""
    claimed = content_words(text)
    out = []
    for name, words in candidates.items():
        shared = claimed & words
        weights = {w: _weight(w, candidates) for w in shared}
        telling = sorted((w for w in shared if weights[w] > 0), key=lambda w: (-weights[w], w))
        out.append((sum(weights.values()), name, telling))
    return sorted(out, key=lambda row: (-row[0], row[1]))


def _weight(word: str, candidates: Mapping[str, frozenset[str]]) -> float:
    """Return 1 for a word of one candidate, less for one of several, 0 for one of all."""
    holders = sum(word in words for words in candidates.values())
    rarity = (len(candidates) - holders) / max(1, len(candidates) - 1)
    if "." in word:
        return rarity * _DECIMAL_WEIGHT
    return rarity * (_NUMBER_WEIGHT if word[0].isdigit() else 1.0)


def _settle(link: ClaimLink, text: str, words: Mapping[str, Words]) -> ClaimLink:
    """Decide by the titles; where they do not decide, by the whole texts."""
    pool = {i: words[i] for i in link.reference_ids if i in words}
    if len(pool) < 2 or len(pool) < len(link.reference_ids):
        return link
    for level in ("title", "whole"):
        (best, name, telling), (next_best, *_) = _weigh(
            text, {i: getattr(w, level) for i, w in pool.items()}
        )[:2]
        if best >= _MIN_EVIDENCE and best >= _RATIO * next_best:
            reason = f"{link.reason} The words fit one of them: {_as_written(telling[:4], text)}.".strip()
            return msgspec.structs.replace(link, reference_ids=(name,), ambiguous=False, reason=reason)
    return link


def _as_written(stems: list[str], text: str) -> str:
    """Return the words of the text that have these stems, as they stand there."""
    written = {stem(word): word for word in reversed(_WORD.findall(text))}
    return ", ".join(written.get(one, one) for one in stems)


def _inferred(claim: Claim, words: Mapping[str, Words]) -> Claim:
    if len(words) < 2 or not is_report(claim.text):
        return claim
    (best, name, telling), (next_best, *_) = _weigh(claim.text, {i: w.whole for i, w in words.items()})[:2]
    share = len(telling) / max(1, len(content_words(claim.text)))
    if best < _MIN_INFERRED or best < _RATIO * next_best or share < 0.5:
        return claim
    reason = f"No citation; the words fit one entry only: {_as_written(telling[:4], claim.text)}."
    link = ClaimLink(reference_ids=(name,), how="inferred", reason=reason)
    return msgspec.structs.replace(claim, links=(link,), subject="study")
