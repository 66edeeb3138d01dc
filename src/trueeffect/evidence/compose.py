"""From the files of a study to the study: ``study.toml`` and the tables beside it."""

from __future__ import annotations

from pathlib import Path

from trueeffect.evidence.records import record_id
from trueeffect.evidence.sources import ArmSource, StudySource
from trueeffect.evidence.tables import (
    BIAS_COLUMNS,
    CONTRAST_COLUMNS,
    HARM_COLUMNS,
    RESULT_COLUMNS,
    bias_of,
    contrast_of,
    harm_of,
    read_rows,
    result_of,
)
from trueeffect.model.study import Arm, Result, Study


def compose_study(source: StudySource, folder: Path) -> Study:
    """Return a study with the results, harms and bias answers in its folder."""
    results: list[Result] = [result_of(row) for row in read_rows(folder / "results.tsv", RESULT_COLUMNS)]
    results += [contrast_of(row) for row in read_rows(folder / "contrasts.tsv", CONTRAST_COLUMNS)]
    record = source.record
    return Study(
        id=source.id,
        label=label_of(source),
        title=record.title,
        year=record.year,
        country=source.country,
        doi=record.doi,
        pmid=record.pmid,
        url=_address(source),
        registrations=record.registrations,
        design=source.design,
        species=source.species,
        condition=source.condition,
        population=source.population,
        setting=source.setting,
        funding=source.funding,
        n=source.n if source.n is not None else source.n_analysed,
        arms=tuple(_arm(arm) for arm in source.arms),
        results=tuple(results),
        harms=tuple(harm_of(row) for row in read_rows(folder / "harms.tsv", HARM_COLUMNS)),
        bias=tuple(bias_of(row) for row in read_rows(folder / "bias.tsv", BIAS_COLUMNS)),
        conclusion=source.conclusion,
        notes=source.notes,
        pages=tuple(page.url for page in source.pages if page.url),
        record_id=record_id(source),
    )


def _arm(arm: ArmSource) -> Arm:
    alone = (arm.intervention,) if arm.intervention else ()
    return Arm(
        id=arm.id,
        label=arm.label,
        role=arm.role,
        treatments=arm.treatments or alone,
        comparator="" if arm.comparator == "active" else arm.comparator,
        dose=arm.dose,
        n_randomised=arm.n_randomised,
        n_analysed=arm.n_analysed,
        stricta=arm.stricta,
    )


def label_of(source: StudySource) -> str:
    """Return the name under which a study is shown: first author and year, with a mark when it needs one.

    The mark is what the id has after the year, so that two studies of a year stay apart.
    """
    authors = source.record.authors
    family = authors[0].rpartition(" ")[0] or authors[0] if authors else source.id
    year = str(source.record.year)
    mark = source.id.partition(year)[2]
    return f"{family} {year}{f' ({mark})' if mark else ''}"


def _address(source: StudySource) -> str:
    record = source.record
    if record.doi:
        return f"https://doi.org/{record.doi}"
    if record.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/"
    return record.url or next((page.url for page in source.pages if page.url), "")
