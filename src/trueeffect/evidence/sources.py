"""The curated studies as people edit them: one ``study.toml`` per study, read and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from trueeffect.errors import IntegrityError, UnreadableSource
from trueeffect.model._struct import Value
from trueeffect.model.study import Stricta

__all__ = ["ArmSource", "Page", "RecordSource", "ResultSource", "StudySource", "read_studies", "read_study"]


class Page(Value, frozen=True, kw_only=True):
    """Where facts were read: the page, the place on it, and the day."""

    id: str
    url: str = ""
    pmid: str = ""
    doi: str = ""
    place: str = ""
    read: str = ""


class RecordSource(Value, frozen=True, kw_only=True):
    """Bibliographic data; ``not_seen`` names fields that stand on no page that was read.

    ``abstract`` holds pairs of label and text, in our own words.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    authors_complete: bool = True
    year: int
    journal: str = ""
    journal_abbreviation: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    registrations: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    not_seen: tuple[str, ...] = ()
    abstract: tuple[tuple[str, str], ...] = ()


class ArmSource(Value, frozen=True, kw_only=True):
    """A group: its name, what it got (terms of the vocabularies), how much of it, and how many people.

    ``treatments`` lists every treatment of a group that got more than its ``intervention``.
    """

    id: str
    label: str
    role: Literal["index", "comparator"]
    intervention: str = ""
    treatments: tuple[str, ...] = ()
    comparator: str = ""
    dose: tuple[str, ...] = ()
    n_randomised: int | None = None
    n_analysed: int | None = None
    stricta: Stricta | None = None


class ResultSource(Value, frozen=True, kw_only=True):
    """One figure or one finding, as printed.

    ``counts`` says what the number counts, in the words of :class:`trueeffect.model.fact.Quantity`.
    ``scope`` is ``between_group``, ``within_group`` or ``versus_baseline``. A finding without a figure
    has no ``value``. ``sense`` says what the sign of a difference means where that is not clear.
    """

    outcome: str
    arm: str = ""
    versus: str = ""
    instrument: str = ""
    timepoint: str = ""
    timepoint_basis: str = ""
    counts: str = ""
    value: float | None = None
    printed: str = ""
    unit: str = ""
    of: str = ""
    numerator: float | None = None
    denominator: float | None = None
    spread: float | None = None
    spread_kind: Literal["", "sd", "se", "ci", "iqr", "range"] = ""
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_relation: Literal["", "<", ">", "=", "<=", ">="] = ""
    n: int | None = None
    direction: str = ""
    significance: str = ""
    scope: str = ""
    role: str = ""
    sense: str = ""
    page: str = ""
    place: str = ""
    note: str = ""


class StudySource(Value, frozen=True, kw_only=True):
    """One curated study: what it is called, what was done, and what was found.

    ``condition`` is what was treated or studied; ``history`` what the people had besides.
    """

    id: str
    record: RecordSource
    design: tuple[str, ...]
    status: str = "result"
    species: tuple[str, ...]
    condition: tuple[str, ...]
    history: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    control: Literal["controlled", "uncontrolled"]
    setting: str = ""
    country: str = ""
    funding: str = ""
    n: int | None = None
    n_of: str = "patients"
    n_analysed: int | None = None
    arms: tuple[ArmSource, ...] = ()
    results: tuple[ResultSource, ...] = ()
    conclusion: str = ""
    certainty: str = ""
    relation: str = ""
    notes: tuple[str, ...] = ()
    pages: tuple[Page, ...]
    curator: str
    entered: str


def read_studies(folder: Path) -> tuple[StudySource, ...]:
    """Read every ``*/study.toml`` below ``folder``, in the order of their ids.

    Raises
    ------
    UnreadableSource
        When the folder holds no study.
    IntegrityError
        When a file breaks a rule; the message names the file and the rule.
    """
    files = sorted(folder.glob("*/study.toml"))
    if not files:
        raise UnreadableSource(f"{folder} holds no */study.toml.", hint="Give the folder of curated studies.")
    studies = tuple(read_study(file) for file in files)
    return tuple(sorted(studies, key=lambda study: study.id))


def read_study(file: Path) -> StudySource:
    """Read and check one study."""
    try:
        study = msgspec.toml.decode(file.read_bytes(), type=StudySource)
    except msgspec.DecodeError as error:
        raise IntegrityError(f"{file} cannot be read: {error}.", hint="Correct the file.") from None
    for rule in _RULES:
        fault = rule(study, file)
        if fault:
            raise IntegrityError(f"{file}: {fault}", study=study.id, rule=rule.__name__.strip("_"))
    return study


def _named_as_folder(study: StudySource, file: Path) -> str:
    return "" if study.id == file.parent.name else f"the id {study.id} is not the name of the folder."


def _arms_exist(study: StudySource, file: Path) -> str:
    known = {arm.id for arm in study.arms}
    named = {name for result in study.results for name in (result.arm, result.versus) if name}
    missing = sorted(named - known)
    return f"results name the arms {', '.join(missing)}, which are not listed." if missing else ""


def _sizes_add_up(study: StudySource, file: Path) -> str:
    sizes = [arm.n_randomised for arm in study.arms]
    if study.n is None or not sizes or any(size is None for size in sizes):
        return ""
    total = sum(size for size in sizes if size is not None)
    return "" if total == study.n else f"the arms hold {total}, the study {study.n}."


def _pages_exist(study: StudySource, file: Path) -> str:
    known = {page.id for page in study.pages}
    missing = sorted({result.page for result in study.results} - known - {""})
    return f"results name the pages {', '.join(missing)}, which are not listed." if missing else ""


def _every_result_has_a_page(study: StudySource, file: Path) -> str:
    bare = [result.outcome for result in study.results if not result.page]
    return f"{len(bare)} results name no page, the first on {bare[0]}." if bare else ""


def _intervals_are_ordered(study: StudySource, file: Path) -> str:
    for result in study.results:
        if result.low is not None and result.high is not None and result.low > result.high:
            return f"an interval of {result.outcome} runs from {result.low} to {result.high}."
    return ""


def _percent_fits_count(study: StudySource, file: Path) -> str:
    for result in study.results:
        if result.numerator is None or not result.denominator or result.value is None or result.unit != "%":
            continue
        percent = 100 * result.numerator / result.denominator
        if abs(percent - result.value) > 0.6:
            return f"{result.numerator:g} of {result.denominator:g} is not {result.value:g} %."
    return ""


_RULES = (
    _named_as_folder,
    _arms_exist,
    _sizes_add_up,
    _pages_exist,
    _every_result_has_a_page,
    _intervals_are_ordered,
    _percent_fits_count,
)
