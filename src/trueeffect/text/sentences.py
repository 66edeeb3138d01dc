"""Cut a passage into sentences.

Medical prose is full of full stops that end nothing: "et al.", "vs.", "P. value", initials, decimals, and
of citation marks that stand behind the stop they belong to ("common.1 It", "backs.[2,3] One"). The rules
below look at both sides of each stop; they need no model, so they cost nothing to load.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from trueeffect.model.article import Article, Passage
from trueeffect.model.provenance import Span
from trueeffect.text.wordlists import word_set

# Never the end of a sentence, whatever follows.
_NEVER = word_set(
    "dr prof mr mrs ms st mt ed eds vs cf viz e.g i.e eg ie ca approx resp incl excl suppl spp sp var subsp "
    "dept univ gen capt lt sgt rev hon messrs drs profs gov sen rep op cit ibid loc av avg temp wt ht m.p "
    "b.i.d t.i.d q.i.d"
)
# No end before a number; otherwise the end when what follows clearly begins a sentence.
_NUMBERED = word_set("nos fig figs ref refs eq tab vol p pp ch chap sect v")
# The end of a sentence only when what follows clearly begins one.
_OFTEN = word_set(
    "al etc inc ltd co corp jr sr ph.d m.d b.sc m.sc a.m p.m u.s u.k u.s.a e.u jan feb apr jun jul aug sept "
    "sep oct nov dec"
)
_CITED = r"(?:\[[\d,;\s–—-]{1,40}\][–-]?|\(\d[\d,;\s–—-]{0,30}\)|[\u00b9\u00b2\u00b3\u2070-\u2079]+)"
_STOP = re.compile(rf"(?P<mark>[.!?…]+)(?P<close>[\"”’')\]»]*)(?P<cite>{_CITED}*)(?P<space>\s+|$)")
_NUMBERS = r"\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,8}"
_GLUED = re.compile(
    rf"(?<=[a-z)\]%])(?P<mark>[.!?])(?P<cite>{_NUMBERS}|\[[\d,;\s–—-]{{1,40}}\])(?P<space>\s+)(?=[A-Z\"“‘(])"
)
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+$")
_STARTS = re.compile(r"[\"“‘'(\[]*[A-Z\u00c0-\u00de0-9]")
_STARTS_WORD = re.compile(r"[\"“‘'(\[]*(?P<word>[^\W_]+)")
# A line break ends a sentence only behind a stop, or when it is an empty line: others wrap the text.
_LINE_BREAK = re.compile(r"(?<=[.!?:])[ \t]*\n\s*|\n[ \t]*\n\s*")
# Words that begin a sentence behind a doubtful stop ("... by Smith et al. The treatment").
_OPENERS = word_set(
    "the a an in this these those that it they we he she but however and so yet or there here when "
    "while after before although though for at on by with from as if since both all most many some one "
    "two three patients people researchers studies results another other no not our their his her its "
    "what who which how why to moreover furthermore thus therefore overall compared among during "
    "despite participants pain women men"
)


def sentence_spans(text: str, *, raised: Iterable[Span] = (), offset: int = 0) -> tuple[Span, ...]:
    """Return the sentences of ``text`` as spans, without the white space between them.

    Parameters
    ----------
    text : str
        One paragraph, heading, list item or the like.
    raised : iterable of Span
        Superscripts, as spans of ``text``: a number behind a full stop is then a citation, not a decimal.
    offset : int
        Added to every position of the answer.

    Examples
    --------
    >>> text = "Smith et al. (2009) found 5.4 points (95% CI 1.1 to 9.7). It was small.1 Nothing else."
    >>> [s.of(text) for s in sentence_spans(text)]
    ['Smith et al. (2009) found 5.4 points (95% CI 1.1 to 9.7).', 'It was small.1', 'Nothing else.']
    """
    cuts = _cuts(text, sorted(raised))
    spans, start = [], 0
    for cut in [*cuts, len(text)]:
        piece = text[start:cut]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            spans.append(Span(start=offset + start + lead, end=offset + start + len(piece.rstrip())))
        start = cut
    return tuple(spans)


def article_sentences(article: Article, passage: Passage) -> tuple[Span, ...]:
    """Return the sentences of one passage as spans of the article's plain text.

    Examples
    --------
    >>> from trueeffect.text.reading import read_article
    >>> article = read_article(b"One trial had 40 patients. It ended early.")
    >>> [s.of(article.text.plain) for s in article_sentences(article, article.passages[0])]
    ['One trial had 40 patients.', 'It ended early.']
    """
    span = passage.span
    raised = [
        mark.span.shifted(-span.start)
        for mark in article.marks
        if mark.kind != "anchor" and mark.span.overlaps(span)
    ]
    return sentence_spans(span.of(article.text.plain), raised=raised, offset=span.start)


def _cuts(text: str, raised: list[Span]) -> list[int]:
    """Return the positions where a new sentence begins."""
    cuts = {match.end() for match in _STOP.finditer(text) if _ends(text, match)}
    if re.search(r"[.!?]\d|[.!?]\[", text):
        cuts |= {match.end() for match in _GLUED.finditer(text) if not _is_decimal(text, match)}
    for span in raised:
        cut = _after_raised(text, span)
        if cut:
            cuts.add(cut)
    cuts |= {match.end() for match in _LINE_BREAK.finditer(text)}
    return sorted(_outside_raised(cut, raised) for cut in cuts if 0 < cut < len(text))


def _outside_raised(cut: int, raised: list[Span]) -> int:
    """A cut never separates a sentence from the raised number behind its full stop."""
    index = bisect_right(raised, cut, key=lambda span: span.start) - 1
    if index >= 0 and raised[index].start <= cut < raised[index].end:
        return raised[index].end
    return cut


def _after_raised(text: str, span: Span) -> int:
    """Return where the sentence behind a raised citation begins, or 0."""
    if not text[: span.start].rstrip().endswith((".", "!", "?")):
        return 0
    rest = text[span.end :]
    space = len(rest) - len(rest.lstrip())
    return span.end + space if space and _STARTS.match(rest.lstrip()) else 0


def _is_decimal(text: str, match: re.Match[str]) -> bool:
    """ "p.1 The" and "vs.2 The" are no ends; digits before the stop cannot be, by the pattern."""
    word = _last_word(text, match.start())
    return word in _NEVER or word in _NUMBERED or word == "no"


def _last_word(text: str, end: int) -> str:
    match = _LAST_WORD.search(text, max(0, end - 24), end)
    return match.group().lower() if match else ""


def _ends(text: str, match: re.Match[str]) -> bool:
    """Decide whether a stop ends a sentence, by what stands before and behind it."""
    after = text[match.end() : match.end() + 40]
    if not after:
        return True
    if not _STARTS.match(after):
        return False
    mark = match.group("mark")
    if mark != ".":
        inside = _inside_brackets(text, match.start())
        return not inside if mark[0] in "!?" else _opens(after)
    if match.group("close")[:1] in (")", "]") and match.group("close"):
        return True
    if _inside_brackets(text, match.start()):
        return False
    word = _last_word(text, match.start())
    if not word or word.isdigit():
        return _ends_after_number(text, match, after)
    if word in _NUMBERED:
        return _opens(after)
    if word == "no":
        return not after[0].isdigit()
    if word in _NEVER or _is_initial(text, match.start(), word, after):
        return False
    if word in _OFTEN or "." in word:
        return _opens(after)
    return True


def _ends_after_number(text: str, match: re.Match[str], after: str) -> bool:
    """A number and a full stop end a sentence, unless they number a list ("1. Needles")."""
    before = text[: match.start()]
    lone = re.search(r"(?:^|\n)\s*\(?\d{1,3}$", before[-8:] if len(before) > 8 else before)
    return not lone


def _is_initial(text: str, position: int, word: str, after: str) -> bool:
    """Tell whether a single capital is a person's initial ("A. Smith") and not the end of "vitamin D."."""
    if len(word) != 1 or not text[position - 1].isupper():
        return False
    before = text[: position - 1].rstrip()
    kind = _last_word(before, len(before))
    if kind in (
        "vitamin",
        "hepatitis",
        "type",
        "group",
        "arm",
        "phase",
        "grade",
        "appendix",
        "table",
        "protein",
    ):
        return False
    return not _opens(after) or before.endswith(".") or not before


def _opens(after: str) -> bool:
    match = _STARTS_WORD.match(after)
    return (
        match is not None
        and match.group("word").lower() in _OPENERS
        and after.lstrip("\"“‘'([")[:1].isupper()
    )


def _inside_brackets(text: str, position: int) -> bool:
    """Tell whether a bracket is open at ``position`` that does not hold whole sentences."""
    back = text[max(0, position - 300) : position]
    at = back.rfind("(")
    if at <= back.rfind(")") or ")" not in text[position : position + 300]:
        return False
    before = back[:at].rstrip()
    return bool(before) and before[-1] not in ".!?"
