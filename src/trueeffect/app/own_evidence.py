"""Use cases: make, check and build an evidence base of one's own."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from trueeffect.errors import InputError, UnreadableSource

if TYPE_CHECKING:
    from trueeffect.evidence.second_entry import Agreement
    from trueeffect.model.study import Study

_NAME = re.compile(r"[a-z][a-z0-9]*\d{4}[a-z0-9]*$")
_FORM = """\
id = "{id}"
design = ["rct"]
species = ["human"]
condition = ["chronic_low_back_pain"]
control = "controlled"
country = ""
conclusion = ""
curator = "me"
entered = "{today}"

[record]
title = ""
authors = ["Family AB"]
year = {year}
doi = ""
pmid = ""

[[arms]]
id = "index"
label = "acupuncture"
role = "index"
intervention = "acupuncture"

[[arms]]
id = "control"
label = "sham acupuncture"
role = "comparator"
comparator = "sham_acupuncture"

[[pages]]
id = "p1"
url = "https://"
read = "{today}"
"""


class CheckedBase(NamedTuple):
    """What a check of a base found."""

    lines: tuple[str, ...]
    errors: int


def new_base(folder: Path) -> Path:
    """Make an empty base.

    Raises
    ------
    InputError
        When the folder holds files already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty.", hint="Give a new folder.")
    (folder / "studies").mkdir(parents=True)
    (folder / "curators.tsv").write_text("id\tname\torcid\nme\t\t\n", encoding="utf-8")
    return folder


def add_study(folder: Path, name: str) -> Path:
    """Add the form of a study."""
    from datetime import date

    from trueeffect.evidence.tables import CONTRAST_COLUMNS, RESULT_COLUMNS

    if not (folder / "studies").is_dir():
        raise InputError(f"{folder} is no evidence base.", hint=f"Run `trueeffect evidence new {folder}`.")
    if not _NAME.match(name):
        raise InputError(f"{name!r} is no name of a study.", hint="Write family name and year: smith2024.")
    target = folder / "studies" / name
    if target.exists():
        raise InputError(f"{target} is there already.", hint="Edit it, or choose another name.")
    target.mkdir()
    year = re.search(r"\d{4}", name)
    assert year is not None
    form = _FORM.format(id=name, year=year.group(), today=date.today().isoformat())
    (target / "study.toml").write_text(form, encoding="utf-8")
    for file, columns in (("results.tsv", RESULT_COLUMNS), ("contrasts.tsv", CONTRAST_COLUMNS)):
        (target / file).write_text("\t".join(columns) + "\n", encoding="utf-8")
    return target


def _studies(folder: Path) -> tuple[Study, ...]:
    from trueeffect.evidence.compose import compose_study
    from trueeffect.evidence.sources import read_studies

    if not (folder / "studies").is_dir():
        raise UnreadableSource(f"{folder} holds no folder studies.", hint="Give the folder of the base.")
    sources = read_studies(folder / "studies")
    return tuple(compose_study(source, folder / "studies" / source.id) for source in sources)


def check_base(folder: Path) -> CheckedBase:
    """Check every row of a base against every rule, and compare what was entered twice."""
    from trueeffect.evidence.integrity import check_studies
    from trueeffect.evidence.second_entry import compare_entries

    studies = _studies(folder)
    faults = check_studies(studies)
    errors = sum(fault.level == "error" for fault in faults)
    agreement = compare_entries(folder / "studies")
    rows = sum(len(study.results) for study in studies)
    summary = f"{len(studies)} studies, {rows} results: {errors} errors, {len(faults) - errors} doubts."
    return CheckedBase((*(str(fault) for fault in faults), *_entered_twice(agreement), summary), errors)


def _entered_twice(agreement: Agreement) -> list[str]:
    if not agreement.cells:
        return ["No results were entered twice (results.second.tsv)."]
    return [
        *agreement.differences,
        f"Entered twice: {agreement.rows} rows of {agreement.studies} studies; "
        f"{len(agreement.differences)} of {agreement.cells} cells differ ({100 * agreement.rate:.1f} %).",
    ]


def build_base(folder: Path, output: Path) -> str:
    """Build a base into one file; an older file stays until the new one is whole.

    Returns
    -------
    str
        What was built.
    """
    from trueeffect.evidence.snapshot import compose_evidence, snapshot_files
    from trueeffect.evidence.sources import read_studies

    if not (folder / "studies").is_dir():
        raise UnreadableSource(f"{folder} holds no folder studies.", hint="Give the folder of the base.")
    evidence = compose_evidence(read_studies(folder / "studies"), folder)
    half = output.with_name(output.name + ".part")
    try:
        half.write_bytes(snapshot_files(evidence)["evidence.json"])
        os.replace(half, output)
    except OSError as error:
        raise InputError(f"{output} cannot be written: {error.strerror}.", hint="Check the folder.") from None
    return f"{evidence!r} written to {output}."
