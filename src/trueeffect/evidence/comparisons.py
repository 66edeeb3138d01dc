"""Which groups of a study are compared for a question: classes of comparators, added treatments."""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.model._struct import Value
from trueeffect.model.question import Question, Versus
from trueeffect.model.study import Arm, Study
from trueeffect.vocab.terms import is_a, label

MEANT_OTHERWISE: dict[str, tuple[str, ...]] = {"acupuncture": ("laser_acupuncture", "bee_venom_acupuncture")}
"""Kinds that a wide word does not mean: a laser does not needle, bee venom is a drug."""
_WITHOUT = ("waiting_list", "no_treatment", "usual_care", "attention_control")
_MINIMAL = frozenset({"education"})
"""A leaflet or a book alone counts as going without the treatment."""


class Comparison(Value, frozen=True, kw_only=True):
    """Groups with the treatment against groups without it; several groups of a side are merged."""

    versus: Versus
    index: tuple[str, ...]
    control: tuple[str, ...]
    notes: tuple[str, ...] = ()


def gets(arm: Arm, treatment: str) -> bool:
    """Tell whether a group got a treatment that the asked word means."""
    return any(_means(term, treatment) for term in arm.treatments) and not _pretended(arm)


def _means(term: str, treatment: str) -> bool:
    left_out = MEANT_OTHERWISE.get(treatment, ())
    return is_a("intervention", term, treatment) and term not in left_out


def _pretended(arm: Arm) -> bool:
    kind = arm.comparator
    return bool(kind) and (kind == "placebo" or is_a("comparator", kind, "sham"))


def class_of(index: Arm, control: Arm, treatment: str) -> tuple[Versus, str] | None:
    """Return the class of a comparison and a note; None when the groups differ in more than the treatment.

    Examples
    --------
    >>> both = Arm(id="b", label="both", role="index", treatments=("acupuncture", "exercise"))
    >>> alone = Arm(id="e", label="exercise", role="comparator", treatments=("exercise",))
    >>> class_of(both, alone, "acupuncture")
    ('without', 'both groups also got exercise')
    """
    extra = {term for term in index.treatments if not _means(term, treatment)} - set(control.treatments)
    if _pretended(control):
        return None if extra else ("sham", "")
    shared = set(control.treatments) & set(index.treatments)
    only = set(control.treatments) - shared
    if control.comparator in _WITHOUT:
        return None if extra else ("without", "")
    if not only and shared:
        names = ", ".join(sorted(label("intervention", term) for term in shared))
        return None if extra else ("without", f"both groups also got {names}")
    if only <= _MINIMAL and not extra:
        return "without", "the other group got a leaflet, a book or lessons"
    return None if extra and not only else ("other", "")


def comparisons(study: Study, question: Question) -> Iterator[Comparison]:
    """Return the comparisons of a study that a question asks for.

    Several groups of one class are merged rather than splitting the group they share
    (Cochrane Handbook 23.3.4). Pairs that share no group, as in a factorial trial, stay apart.
    """
    index = [arm for arm in study.arms if gets(arm, question.treatment)]
    others = [arm for arm in study.arms if not gets(arm, question.treatment)]
    for versus in question.versus:
        pairs = []
        for control in others:
            if not _wanted(control, question):
                continue
            fitting = [(arm, class_of(arm, control, question.treatment)) for arm in index]
            used = [(arm.id, found[1]) for arm, found in fitting if found and found[0] == versus]
            if used:
                pairs.append((control.id, used))
        yield from _merged(versus, pairs)


def _wanted(control: Arm, question: Question) -> bool:
    if not question.comparator:
        return True
    if is_a("comparator", control.comparator, question.comparator):
        return True
    return any(is_a("intervention", term, question.comparator) for term in control.treatments)


def _merged(versus: Versus, pairs: list[tuple[str, list[tuple[str, str]]]]) -> Iterator[Comparison]:
    groups: list[tuple[list[str], list[str], list[str]]] = []
    for control, used in pairs:
        arms = [name for name, _ in used]
        notes = [note for _, note in used if note]
        for known_index, known_control, known_notes in groups:
            if set(known_index) & set(arms):
                known_index += [name for name in arms if name not in known_index]
                known_control.append(control)
                known_notes += notes
                break
        else:
            groups.append((arms, [control], notes))
    for index, controls, notes in groups:
        yield Comparison(
            versus=versus,
            index=tuple(index),
            control=tuple(controls),
            notes=tuple(dict.fromkeys(notes)),
        )
