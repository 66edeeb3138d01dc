"""Use case: a question in words in, the pooled answer with its certainty out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from trueeffect.answer.respond import Override
    from trueeffect.model.answer import Answer
    from trueeffect.model.study import Evidence


def ask(
    treatment: str,
    *,
    condition: str,
    versus: str | Sequence[str] = (),
    outcome: str = "pain",
    time: str = "",
    evidence: Evidence | str | Path | None = None,
    model: Literal["random", "common"] = "random",
    measure: Literal["", "SMD"] = "",
    bands: tuple[float, float, float] | None = None,
    leave_out_high_risk: bool = False,
    leave_out: Sequence[str] = (),
    overrides: Sequence[Override] = (),
) -> Answer:
    """Ask how effective a treatment is.

    Parameters
    ----------
    treatment, condition, outcome : str
        In plain words; an unknown word is answered with the nearest known ones.
    versus : str or sequence of str
        ``sham``, ``without`` (waiting, no treatment, usual care), ``other``, or one comparator or treatment;
        all three classes side by side when absent.
    time : str
        ``6 weeks``, ``3 months``, ``6 months``, ``12 months``; when absent, one result per trial, the one
        nearest to 3 months.
    evidence : Evidence or path, optional
        Another evidence base than the one that comes with the program.
    model : {"random", "common"}
        Whether true effects differ between trials.
    measure : {"", "SMD"}
        ``SMD`` to standardise where points would be used.
    bands : three numbers, optional
        Where a difference starts to count as small, moderate and large.
    leave_out_high_risk : bool
        Leave out trials at high risk of bias.
    leave_out : sequence of str
        Ids of studies to leave out.
    overrides : sequence of Override
        Judgements on certainty by a person, each with a reason.

    Returns
    -------
    Answer

    Raises
    ------
    NotFound
        For words that are not known, with the nearest.

    Examples
    --------
    >>> answer = ask("acupuncture", condition="chronic low back pain", versus="sham")
    >>> answer.comparisons[0].versus
    'sham'
    """
    from trueeffect.answer.respond import Choices, respond
    from trueeffect.evidence.load import load_evidence
    from trueeffect.evidence.wanted import make_question

    if evidence is None or isinstance(evidence, str | Path):
        evidence = load_evidence(evidence)
    question = make_question(treatment, condition, versus=versus, outcome=outcome, time=time)
    choices = Choices(
        model=model,
        measure=measure,
        bands=bands,
        leave_out_high_risk=leave_out_high_risk,
        leave_out=tuple(leave_out),
        overrides=tuple(overrides),
    )
    return respond(evidence, question, choices)
