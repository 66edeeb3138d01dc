"""Nouns that numbers count, by what they are: people, animals, tests, studies, events."""

from __future__ import annotations

import re

PEOPLE = (
    r"(?:out|in)?patients?|participants?|people|persons?|subjects?|adults?|women|woman|men|man|children|"
    r"child|"
    r"volunteers?|individuals?|respondents?|students?|workers?|nurses?|athletes?|players?|smokers?|girls?|"
    r"boys?|infants?|newborns?|neonates?|mothers?|fathers?|parents?|veterans?|soldiers?|sufferers?|users?|"
    r"residents?|cases?|controls?|responders?|non-?responders?|completers?|drop-?outs?|adolescents?|"
    r"teenagers?|"
    r"survivors?|seniors?|males?|females?|members?|employees|physicians|doctors|therapists|practitioners|"
    r"recipients?|candidates|enrollees|clients?|couples?|families|households|caregivers?|carers?|americans|"
    r"britons|germans|twins|pupils|teachers|drivers|donors|citizens|pensioners|those|these|them|whom|"
    r"sample|cohort"
)
ANIMALS = (
    r"rats?|mice|mouse|rabbits?|dogs?|cats?|horses?|animals?|pigs?|monkeys?|sheep|goats?|hamsters?|"
    r"guinea pigs?|piglets?|larvae|flies|fish"
)
TESTS = (
    r"stimulations?|tests?|trials?|sessions?|measurements?|recordings?|attempts?|samples|specimens|needles?|"
    r"needlings?|insertions?|procedures?|injections?|operations?|treatments?|visits?|applications?|"
    r"exposures?|"
    r"comparisons?|analyses|assessments?|observations?|scans?|images?|biopsies|cycles?|experiments?|"
    r"outcomes?|"
    r"measures?|occasions|episodes?|attacks?|nights?|days|levels|nerves?|joints?|eyes?|teeth|knees?|cells?|"
    r"points?|questions?|items?|variables|parameters|doses?|prescriptions|consultations?|admissions?|"
    r"hospitali[sz]ations?"
)
STUDIES = (
    r"stud(?:y|ies)|trials?|rcts?|papers?|articles?|publications?|reports?|reviews?|records?|citations?|"
    r"meta-analys[ei]s|cohorts|surveys?|arms?|guidelines?"
)
EVENTS = (
    r"events?|deaths?|falls?|fractures?|infarctions?|strokes?|relapses?|recurrences?|adverse (?:events?|"
    r"effects?|reactions?)|"
    r"side effects?|complications?|withdrawals?|infections?|bleeds?|bleedings?|hospitali[sz]ations?|"
    r"admissions?|"
    r"births?|pregnancies|miscarriages?|operations?|pneumothora(?:x|ces)|injuries|reactions?"
)
PLACES = (
    r"cent(?:re|er)s?|hospitals?|clinics?|sites?|countries|practices|schools|cities|villages|wards?|units"
)
GROUPS = r"groups?|arms?|conditions|categories|types|kinds|domains|items|subscales?|scales?|questionnaires?"

CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:{pattern})$", re.IGNORECASE))
    for name, pattern in (
        ("people", PEOPLE),
        ("animals", ANIMALS),
        ("studies", STUDIES),
        ("events", EVENTS),
        ("places", PLACES),
        ("groups", GROUPS),
        ("tests", TESTS),
    )
)

_BREAK = re.compile(
    r"[.,;:()\[\]!?/#]|\b(?:and|or|but|with|without|in|on|at|by|from|for|to|than|were|was|is|are|had|"
    r"have|has|been|"
    r"be|who|which|that|after|before|during|over|under|between|among|per|as|into|did|does|do|reported|showed|"
    r"completed|received|responded|improved|received|achieved|reached|while|when|whereas|if|can|could|"
    r"may|might|"
    r"will|would|should|not|no|more|less|greater|lower|higher|fewer|taking|using|having|getting|given|"
    r"treated|aged|"
    r"because|versus|vs|compared|against|of)\b",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\s*(?:%|-)?\s*of\s+(?:(?:all|the|these|those|them|our|their|its|his|both|each|a|an|such)\b\s*)*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][\w'’-]*")


def noun_class(word: str) -> str:
    """Return the class of a noun: people, animals, studies, events, places, groups, tests, or empty.

    Examples
    --------
    >>> noun_class("women"), noun_class("stimulations"), noun_class("rats"), noun_class("pain")
    ('people', 'tests', 'animals', '')
    """
    return next((name for name, pattern in CLASSES if pattern.match(word)), "")


def counted_noun(after: str) -> tuple[str, bool]:
    """Return the noun that a number counts, from the words after it, and whether "of" led to it.

    The head of the first nouns of a known class in the phrase wins; otherwise the last word of a phrase of
    at most three words, or an empty string.

    Examples
    --------
    >>> counted_noun(" consecutive adult patients with pain"), counted_noun(" of the 58 stimulations")
    (('patients', False), ('stimulations', True))
    >>> counted_noun(" improved after treatment")
    ('', False)
    """
    led = _OF.match(after)
    phrase = after[led.end() :] if led else after
    if led:
        phrase = re.sub(r"^[\s#]*", "", phrase)
    stop = _BREAK.search(phrase)
    head = phrase[: stop.start()] if stop else phrase
    words = _WORD.findall(head[:80])[:6]
    if not words or (phrase[:1] not in " -" and not led and words and not phrase[:1].isalpha()):
        return "", bool(led)
    known = _head(words, skip="groups") or _head(words, skip="")
    return (known or (words[-1] if len(words) <= 3 else "")).lower(), bool(led)


def _head(words: list[str], skip: str) -> str:
    """Return the head of the first known nouns: "adult patients" gives patients."""
    classes = [noun_class(word.lower()) for word in words]
    at = next((i for i, name in enumerate(classes) if name and name != skip), None)
    if at is None:
        return ""
    while at + 1 < len(words) and classes[at + 1] and classes[at + 1] != skip:
        at += 1
    return words[at]
