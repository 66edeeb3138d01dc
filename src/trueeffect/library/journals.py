"""Tell whether two printed names mean the same journal: in full, abbreviated, or by its initials.

Abbreviations follow the habit of ISO 4 and of the NLM catalogue: small words fall away, each other word is
cut
short or contracted and keeps its place. ``Arch Intern Med`` and ``Ann Intern Med`` differ, since neither
``arch`` nor ``ann`` can be a short form of the other's full word.
"""

from __future__ import annotations

import re
from functools import lru_cache

from trueeffect.library.words import fold
from trueeffect.model.record import Record

_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "the",
        "of",
        "for",
        "in",
        "on",
        "to",
        "at",
        "by",
        "with",
        "from",
        "und",
        "der",
        "die",
        "das",
        "des",
        "fur",
        "zur",
        "et",
        "de",
        "du",
        "la",
        "le",
        "les",
        "en",
        "y",
        "e",
        "el",
        "los",
        "del",
        "d",
        "l",
        "do",
        "da",
        "dos",
        "di",
        "i",
        "och",
        "dell",
        "dello",
        "della",
        "vo",
        "part",
        "series",
        "ser",
        "section",
        "volume",
        "vol",
        "sect",
        "reihe",
    ]
)
_NAMES = {
    "bmj": "british medical journal",
    "jama": "journal of the american medical association",
    "nejm": "new england journal of medicine",
    "cmaj": "canadian medical association journal",
    "pnas": "proceedings of the national academy of sciences of the united states of america",
    "plos": "public library of science",
    "bju": "british journal of urology",
    "ajr": "american journal of roentgenology",
    "qjm": "quarterly journal of medicine",
    "jbjs": "journal of bone and joint surgery",
    "jnci": "journal of the national cancer institute",
    "mjama": "medical journal of australia",
    "mmw": "munchener medizinische wochenschrift",
    "mmwr": "morbidity and mortality weekly report",
    "ajrccm": "american journal of respiratory and critical care medicine",
    "epmc": "european pubmed central",
}
"""Journals that are known by a short name which is not, or is more than, the initials of the full one."""
_RENAMED = (
    {"archives of internal medicine", "jama internal medicine"},
    {"archives of surgery", "jama surgery"},
    {"archives of neurology", "jama neurology"},
    {"archives of general psychiatry", "jama psychiatry"},
    {"archives of dermatology", "jama dermatology"},
    {"archives of ophthalmology", "jama ophthalmology"},
    {"archives of pediatrics and adolescent medicine", "jama pediatrics"},
    {"australian journal of physiotherapy", "journal of physiotherapy"},
    {
        "journal of alternative and complementary medicine",
        "journal of integrative and complementary medicine",
    },
    {"canadian journal of anaesthesia", "canadian journal of anesthesia"},
    {"physiotherapy research international", "physiother res int"},
    {"cochrane database of systematic reviews", "cochrane library"},
    {"acupuncture in medicine", "acupuncture in medicine journal of the british medical acupuncture society"},
)
"""Names used for one run of volumes; publishers put the later name on old volumes too."""
_EDITION = re.compile(
    r"\((?:[^()]*)\)|\bonline\b|\bclinical research ed\b|\belectronic resource\b|\bprint\b", re.IGNORECASE
)
_ELISION = re.compile(r"\b(?:d|l|dell|nell|all)['’]", re.IGNORECASE)
_LETTERS_APART = re.compile(r"\b(?:[a-z]\.? ){2,}[a-z]\b\.?")
_PARTS = re.compile(r"\s*[:=;/\[\]]\s*|(?<=[a-z]{5})\.\s+(?=The\b|(?:\w+ )?[Jj]ournal\b)")
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 2


@lru_cache(maxsize=16384)
def journal_words(name: str) -> tuple[str, ...]:
    """Return the words of a journal's name that count, folded: no small words, places or editions in
    brackets.

    Examples
    --------
    >>> journal_words("The Spine Journal (Phila. Pa. 1976)"), journal_words("J. Altern. & Complement. Med.")
    (('spine', 'journal'), ('j', 'altern', 'complement', 'med'))
    """
    name = _ELISION.sub(" ", name)
    folded = _LETTERS_APART.sub(
        lambda m: m.group().replace(" ", "").replace(".", ""), fold(_EDITION.sub(" ", name))
    )
    found = [w for w in _WORD.findall(folded) if w not in _SMALL]
    return tuple(found) or tuple(_WORD.findall(fold(name)))


@lru_cache(maxsize=16384)
def same_journal(a: str, b: str) -> bool:
    """Tell whether two printed names may mean the same journal.

    Examples
    --------
    >>> same_journal("Am J Chin Med", "American Journal of Chinese Medicine")
    True
    >>> same_journal("BMJ", "British Medical Journal (Clinical research ed.)")
    True
    >>> same_journal("Archives of Internal Medicine", "Ann Intern Med")
    False
    >>> same_journal("Pain", "Pain Medicine")
    False
    """
    forms_a, forms_b = _forms(a), _forms(b)
    return any(_fits(x, y) for x in forms_a for y in forms_b)


def journal_of(record: Record, name: str) -> bool:
    """Tell whether ``name`` may be the journal of ``record``, by its full or its short name."""
    return any(same_journal(name, known) for known in (record.journal, record.journal_abbreviation) if known)


def journal_ends(record: Record, name: str) -> bool:
    """Tell whether ``name`` is what a wrong cut leaves of the journal: its last words."""
    tail = journal_words(name)
    known = [journal_words(j) for j in (record.journal, record.journal_abbreviation) if j]
    return bool(tail) and any(len(k) > len(tail) and all(map(_short, tail, k[-len(tail) :])) for k in known)


def journal_printed(record: Record, raw: str) -> bool:
    """Tell whether the journal of ``record`` stands somewhere in ``raw``, in full or abbreviated."""
    tokens = [w for w in _WORD.findall(fold(raw)) if w not in _SMALL]
    for known in (record.journal, record.journal_abbreviation):
        for wanted in _forms(known) if known else ():
            if any(_at(tokens, start, wanted) for start in range(len(tokens))):
                return True
    return False


def _at(tokens: list[str], start: int, wanted: tuple[str, ...]) -> bool:
    if tokens[start][0] != wanted[0][0]:
        return False
    piece = tuple(tokens[start : start + len(wanted)])
    if len(piece) == len(wanted) and all(map(_short, piece, wanted)):
        return len(wanted) > 1 or piece == wanted
    return len(wanted) >= 3 and tokens[start] == _initials(wanted)


def _forms(name: str) -> tuple[tuple[str, ...], ...]:
    """The name's words, then the words of the other names it is known by."""
    own = journal_words(name)
    parts = [p for p in _PARTS.split(_EDITION.sub(" ", name)) if p.strip()]
    found = [own, journal_words(name.replace("-", ""))]
    if len(parts) > 1 and len(journal_words(parts[0])[0]) > 3:
        found.append(journal_words(parts[0]))
    if own and (known := _NAMES.get(own[0])):
        found.append((*journal_words(known), *own[1:]))
    for group in _RENAMED:
        if any(_fits(own, journal_words(other)) for other in group):
            found += [journal_words(other) for other in group]
    return tuple(dict.fromkeys(f for f in found if f))


def _fits(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if not a or not b:
        return False
    if len(a) == len(b):
        return all(map(_short, a, b))
    one, many = (a, b) if len(a) < len(b) else (b, a)
    if "".join(one) == "".join(many) or "".join(one) == _initials(many):
        return len(many) > 1
    rest = many[len(one) - 1 :]
    return len(one) > 1 and one[-1] == _initials(rest) and all(map(_short, one[:-1], many))


def _initials(many: tuple[str, ...]) -> str:
    return "".join(w[0] for w in many)


@lru_cache(maxsize=65536)
def _short(a: str, b: str) -> bool:
    """Tell whether one word is the other, cut short ("med") or contracted ("natl", "intl")."""
    if a == b or _spelling(a) == _spelling(b) or _CONTRACTED.get(a) == b or _CONTRACTED.get(b) == a:
        return True
    short, full = (a, b) if len(a) <= len(b) else (b, a)
    if full.startswith(short):
        return short != "j" or full in {"journal", "jornal", "journees"}
    if short[0] != full[0] or len(short) < _SHORTEST or len(short) > len(full) - 2:
        return _spelling(full).startswith(_spelling(short))
    if short[:_SHORTEST] != full[:_SHORTEST] and set(short) & set("aeiou"):
        return False
    letters = iter(full)
    return len(short) <= 5 and short[-1] == full[-1] and all(c in letters for c in short)


_CONTRACTED = {
    "japanese": "jpn", "deutsche": "dtsch", "deutschen": "dtsch", "deutsches": "dtsch", "zealand": "z",
    "great": "gt",
    "zeitschrift": "z", "nihon": "nippon", "monatsblatter": "monbl", "geneeskunde": "geneeskd",
    "heilkunde": "heilkd",
}  # fmt: skip
"""Words whose usual short form is neither cut nor contracted by the common rule."""


def _spelling(word: str) -> str:
    return word.replace("ae", "e").replace("oe", "e").replace("our", "or").removesuffix("s")
