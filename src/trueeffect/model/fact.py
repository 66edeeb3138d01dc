"""Typed facts: what a claim asserts and what a study reports, in the same terms.

A fact is an :class:`Assertion`: one facet, one value, the words that carry it. Claims and studies are
read with the same grammar into the same facets, so comparing them is comparing values.
"""

from __future__ import annotations

from typing import Literal

from trueeffect.model._struct import Value
from trueeffect.model.provenance import Span

Facet = Literal[
    # what was studied and how
    "design",  # term: rct, crossover_rct, cluster_rct, pilot, nonrandomised, cohort, case_control,
    #       cross_sectional, case_series, case_report, single_case, review,
    #       meta_analysis, animal_experiment, in_vitro, guideline, qualitative, ...
    "status",  # term: protocol, result, retracted
    "species",  # term: human, rat, mouse, rabbit, dog, ... , animal (unspecified), cell
    "condition",  # term of vocab
    "population",  # age, sex, setting: term
    "intervention",  # term of vocab
    "comparator",  # term: sham, placebo, waiting_list, usual_care, active, none, ...
    "control",  # term: controlled, uncontrolled
    "outcome",  # term of vocab
    "instrument",  # term of vocab
    "sample_size",  # Quantity; ``role`` says total, analysed, arm, subgroup
    "dose",  # Quantity: sessions, minutes, weeks, mg, Hz
    "duration",  # Quantity of time: of treatment or follow-up; ``role``
    "timepoint",  # Quantity of time at which an outcome was measured
    # what was found
    "number",  # Quantity of a result
    "direction",  # term: better, worse, no_difference, increase, decrease, no_change, mixed
    "significance",  # term: significant, not_significant, noninferior, equivalent; with p
    "scope",  # term: between_group, within_group, versus_baseline
    "role",  # term: primary, secondary, subgroup, post_hoc
    "certainty",  # term: proven, shown, likely, possible, uncertain, none
    "relation",  # term: causal, conditional_causal, correlational, none
    "harm",  # term or Quantity
    "conclusion",  # the authors' conclusion: sentence
    "topic",  # content words that fit none of the above
]


class Quantity(Value, frozen=True, kw_only=True):
    """A number with its unit and what it counts.

    Parameters
    ----------
    value : float
        As stated: 56.9 for "56.9 %". Words and fractions are turned into numbers, with ``words`` kept.
    low, high : float, optional
        Bounds of a printed range or interval ("5 to 10", "95% CI 1 to 3").
    unit : str
        ``%``, ``points``, ``mm``, ``cm``, ``m``, ``weeks``, ``days``, ``months``, ``years``, ``hours``,
        ``minutes``, ``sessions``, ``mg``, ``Hz``, ``patients``, ``studies``, ``times``, ... or empty.
    counts : str
        What the number counts: ``share_of_patients``, ``share_of_trials`` (of stimulations, tests),
        ``mean``, ``mean_change``, ``mean_difference``, ``percent_change``, ``group_size``, ``events``,
        ``people``, ``score``, ``relative_risk``, ``odds_ratio``, ``hazard_ratio``, ``relative_change``,
        ``absolute_risk_difference``, ``standardised_difference``, ``p_value``, ``sd``, ``se``,
        ``interval``, ``rate``, ``time``, ``dose``, ``age``, ``median``, ``correlation``; empty if not clear.
    of : str
        The noun counted or measured, as printed ("stimulations", "pain", "patients").
    bound : {"", "about", "less", "more", "at_least", "at_most"}
        "nearly", "just under": less (and near); "more than": more.
    near : bool
        Whether the bound also says that the figure is close ("nearly", "a little over").
    precision : float
        Half-width of the rounding of the printed figure (0.05 for 56.9; 0.5 for 57; wide for "half").
    """

    value: float
    low: float | None = None
    high: float | None = None
    unit: str = ""
    counts: str = ""
    of: str = ""
    bound: Literal["", "about", "less", "more", "at_least", "at_most"] = ""
    near: bool = False
    precision: float = 0.0
    words: bool = False
    numerator: float | None = None
    denominator: float | None = None
    spread: float | None = None
    spread_kind: Literal["", "sd", "se", "ci", "iqr", "range"] = ""
    p: float | None = None
    p_relation: Literal["", "<", ">", "=", "<=", ">="] = ""


class Assertion(Value, frozen=True, kw_only=True):
    """One typed fact and the words that carry it.

    Parameters
    ----------
    facet : str
        What kind of fact it is; one facet each.
    term : str
        Value for facets with a closed vocabulary, as an id of that vocabulary.
    quantity : Quantity, optional
        Value for numeric facets.
    arm : str
        The group that the fact is about, as an intervention or comparator term or label; empty when the
        fact is about the study as a whole.
    versus : str
        The group it is compared with, when the fact is a comparison.
    outcome, timepoint : str
        Outcome term and time ("8 weeks") that the fact is about, when stated.
    role : str
        ``total``, ``arm``, ``analysed``, ``treatment``, ``follow_up``, ``primary``, ... by facet.
    negated, hedged : bool
        "did not", "may".
    span : Span
        Characters of the text that was read (the claim's article, or one part of a record).
    part : str
        ``article``, ``title``, ``abstract``, ``mesh``, ``publication_type`` or ``facts``.
    section : str
        ``BACKGROUND``, ``OBJECTIVE``, ``METHODS``, ``RESULTS``, ``CONCLUSIONS`` or empty.
    quote : str
        The words, verbatim.
    confidence : float
        In [0, 1].
    by : str
        Name of the detector.
    """

    facet: Facet
    span: Span
    quote: str
    term: str = ""
    quantity: Quantity | None = None
    arm: str = ""
    versus: str = ""
    outcome: str = ""
    timepoint: str = ""
    role: str = ""
    negated: bool = False
    hedged: bool = False
    part: str = "article"
    section: str = ""
    confidence: float = 1.0
    by: str = ""


class StudyFacts(Value, frozen=True, kw_only=True):
    """The typed facts of one study, and what they were read from.

    ``basis`` is what was compared: ``curated`` facts entered by people, the ``abstract``, or the
    ``title`` alone. Anything not found in a title or abstract is not "absent from the study".
    """

    record_id: str
    basis: tuple[Literal["curated", "abstract", "title", "mesh"], ...]
    assertions: tuple[Assertion, ...] = ()
    sentences: tuple[Span, ...] = ()
    """Sentences of the abstract, as spans of the abstract."""
