# ruff: noqa: E501
"""Measure the evidence base and its answers: published results, traces, planted faults, speed.

python validation/evidence/measure.py > validation/evidence/results.md
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from trueeffect.answer.combine import combine_counts, combine_means
from trueeffect.answer.respond import Choices, respond
from trueeffect.evidence.integrity import check_studies
from trueeffect.evidence.load import load_evidence
from trueeffect.evidence.second_entry import compare_entries
from trueeffect.evidence.select import select
from trueeffect.evidence.tables import CONTRAST_COLUMNS, RESULT_COLUMNS, read_rows
from trueeffect.model.answer import Answer
from trueeffect.model.question import Question
from trueeffect.model.study import Contrast, Evidence, GroupMean, Study

STUDIES = Path("evidence/studies")
BASE = load_evidence()
CONDITIONS = (
    "chronic_low_back_pain",
    "low_back_pain",
    "back_pain",
    "sciatica",
    "spinal_stenosis",
    "pelvic_girdle_pain",
)
TREATMENTS = (
    "acupuncture",
    "yoga",
    "pilates",
    "exercise",
    "acupressure",
    "mindfulness",
    "electroacupuncture",
)


def counts() -> Iterator[str]:
    """Say what the base holds."""
    yield "## Counts\n"
    yield f"{BASE!r}\n"
    rows = [result for study in BASE.studies for result in study.results]
    yield f"- rows with a page, a place, a reader and a day: {sum(bool(r.source.url and r.source.place and r.source.reader and r.source.date) for r in rows)} of {len(rows)}"
    yield f"- studies with answers on risk of bias: {sum(bool(s.bias) for s in BASE.studies)}; with harms: {sum(bool(s.harms) for s in BASE.studies)}"
    agreement = compare_entries(STUDIES)
    if agreement.cells:
        yield f"- entered twice: {agreement.rows} rows of {agreement.studies} studies; {len(agreement.differences)} of {agreement.cells} cells differ ({100 * agreement.rate:.1f} %)"
    doubts = [fault for fault in check_studies(BASE.studies) if fault.level == "doubt"]
    yield f"- doubts that a second look is asked for: {len(doubts)}"


def published() -> Iterator[str]:
    """Put our pooled results beside published ones."""
    yield "\n## Our pooled results and published ones\n"
    yield "| review | question | published | ours | trials (theirs, ours) | why they differ |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for row in BASE.published:
        question = Question(
            treatment=row.treatment, condition=row.condition, outcome=row.outcome, versus=(row.versus,)
        )  # type: ignore[arg-type]
        kind = "events" if row.measure == "RR" else "mean"
        items = select(BASE, question, kind).selected
        if kind == "events":
            pooled = combine_counts(items, "higher").pooled
        else:
            pooled = combine_means(items, "lower", measure="SMD" if row.measure == "SMD" else "").pooled
        theirs = (
            f"{row.measure} {row.value:g} ({row.low:g} to {row.high:g})"
            if row.low is not None and row.high is not None
            else f"{row.value:g}"
        )
        if pooled is None:
            yield f"| {row.review} | {row.question}: {row.outcome} | {theirs} | none | {row.k}, 0 | no trial with usable figures was read |"
            continue
        ours = f"{pooled.measure} {pooled.estimate:.2f} ({pooled.conf_low:.2f} to {pooled.conf_high:.2f})"
        yield f"| {row.review} | {row.question}: {row.outcome} | {theirs} | {ours} | {row.k or '?'}, {pooled.k} | {_why(row.low, row.high, pooled.conf_low, pooled.conf_high)} |"


def _why(low: float | None, high: float | None, ours_low: float, ours_high: float) -> str:
    if low is None or high is None:
        return "no interval to compare"
    if max(low, ours_low) <= min(high, ours_high):
        return "intervals overlap; other trials, one time per trial nearest to 3 months"
    return "intervals do not overlap: other trials, other times"


def random_answers(number: int, seed: int = 7) -> list[Answer]:
    """Return answers to random questions that select something."""
    rng = random.Random(seed)
    found: list[Answer] = []
    while len(found) < number:
        question = Question(
            treatment=rng.choice(TREATMENTS),
            condition=rng.choice(CONDITIONS),
            outcome=rng.choice(("pain", "disability")),
            time=rng.choice(("nearest", "6w", "3m", "6m", "12m")),
        )
        answer = respond(BASE, question)
        if any(item.pooled for item in (*answer.comparisons, *answer.responders)) and question not in [
            a.question for a in found
        ]:
            found.append(answer)
    return found


def trace(answers: list[Answer]) -> tuple[int, int]:
    """Go from every study effect back to lines of the tables people edit; return numbers traced and all.

    For each row that an effect names, the line is read again and its figure is compared with the one that
    was pooled; a row counts only when it has a page and a place.
    """
    rows = {result.id: result for study in BASE.studies for result in study.results}
    traced = total = 0
    for answer in answers:
        for item in (*answer.comparisons, *answer.responders):
            for effect in item.pooled.rows if item.pooled else ():
                for row_id in effect.row_ids:
                    total += 1
                    traced += _stands_in_table(row_id, rows[row_id])
    return traced, total


def _stands_in_table(row_id: str, result: object) -> bool:
    study, _, rest = row_id.partition("/")
    table, _, line = rest.partition(":")
    columns = CONTRAST_COLUMNS if table == "contrasts" else RESULT_COLUMNS
    for row in read_rows(STUDIES / study / f"{table}.tsv", columns):
        if row.line == int(line):
            value = getattr(result, "value", None)
            figures = (
                [value]
                if value is not None
                else [getattr(result, "events", None), getattr(result, "percent", None)]
            )
            cells = {row.number("value"), row.number("events")}
            return bool(row.text("url") and row.text("place")) and all(
                f is None or f in cells for f in figures
            )
    return False


def _changed(
    study: Study, pick: Callable[[GroupMean], bool], **change: Callable[[GroupMean], object]
) -> Study | None:
    for place, row in enumerate(study.results):
        if isinstance(row, GroupMean) and pick(row):
            new = msgspec.structs.replace(row, **{name: how(row) for name, how in change.items()})
            return msgspec.structs.replace(
                study, results=(*study.results[:place], new, *study.results[place + 1 :])
            )
    return None


def _swapped(study: Study) -> Study | None:
    """Exchange the figures of two groups that a printed difference also compares."""
    for contrast in study.results:
        if isinstance(contrast, Contrast) and contrast.measure == "MD":
            pair = {contrast.arm: contrast.versus, contrast.versus: contrast.arm}
            rows = [
                msgspec.structs.replace(r, arm=pair[r.arm])
                if isinstance(r, GroupMean)
                and r.arm in pair
                and r.outcome == contrast.outcome
                and r.weeks == contrast.weeks
                else r
                for r in study.results
            ]
            if rows != list(study.results):
                return msgspec.structs.replace(study, results=tuple(rows))
    return None


def _sign(study: Study) -> Study | None:
    for place, row in enumerate(study.results):
        if isinstance(row, Contrast) and row.measure == "MD" and row.low is not None and row.high is not None:
            new = msgspec.structs.replace(row, value=-row.value)
            return msgspec.structs.replace(
                study, results=(*study.results[:place], new, *study.results[place + 1 :])
            )
    return None


def _n(row: GroupMean) -> int:
    return row.n or 30


PLANTS: dict[str, Callable[[Study], Study | None]] = {
    "a standard error entered as a standard deviation": lambda s: _changed(
        s,
        lambda r: r.spread_kind == "sd" and bool(r.n and r.n >= 15 and r.outcome.high),
        spread=lambda r: round((r.spread or 0) / _n(r) ** 0.5, 2),
    ),
    "two groups swapped (where a difference is printed as well)": _swapped,
    "a number analysed ten times too large": lambda s: _changed(
        s, lambda r: bool(r.n), n=lambda r: 10 * _n(r)
    ),
    "a sign lost in a printed difference": _sign,
    "a mean in tenths of its unit, with its spread": lambda s: _changed(
        s,
        lambda r: r.spread_kind == "sd" and bool(r.outcome.high) and not r.change,
        value=lambda r: r.value / 10,
        spread=lambda r: (r.spread or 0) / 10,
    ),
    "a mean in ten times its unit": lambda s: _changed(
        s,
        lambda r: bool(r.outcome.high) and not r.change and abs(r.value) * 10 > (r.outcome.high or 0),
        value=lambda r: r.value * 10,
    ),
}


def planted() -> Iterator[str]:
    """Plant one fault at a time in a copy of the base, and count what the rules notice."""
    yield "\n## Planted faults\n"
    yield "| fault | planted | found |"
    yield "| --- | --- | --- |"
    known = {str(fault) for fault in check_studies(BASE.studies)}
    for name, plant in PLANTS.items():
        done = found = 0
        for place, study in enumerate(BASE.studies):
            changed = plant(study)
            if changed is None:
                continue
            done += 1
            copy = (*BASE.studies[:place], changed, *BASE.studies[place + 1 :])
            found += any(str(fault) not in known for fault in check_studies(copy))
        yield f"| {name} | {done} | {found} |"
    twice = 0
    for study in BASE.studies:
        copy = (*BASE.studies, msgspec.structs.replace(study, id=study.id + "again"))
        twice += any(str(fault) not in known for fault in check_studies(copy))
    yield f"| a trial entered twice under another name | {len(BASE.studies)} | {twice} |"


def speed(base: Evidence) -> Iterator[str]:
    """Time a cold start, warm answers, and changes of a choice."""
    yield "\n## Speed\n"
    command = [
        sys.executable,
        "-c",
        "import trueeffect as te; te.ask('acupuncture', condition='chronic low back pain')",
    ]
    cold = min(_timed(lambda: subprocess.run(command, check=True)) for _ in range(3))
    question = Question(treatment="acupuncture", condition="back_pain")
    warm = sorted(_timed(lambda: respond(base, question)) for _ in range(20))[10]
    slider = sorted(
        _timed(lambda: respond(base, question, Choices(leave_out_high_risk=True))) for _ in range(20)
    )[10]
    loading = sorted(
        _timed(lambda: msgspec.json.decode(msgspec.json.encode(base), type=Evidence)) for _ in range(10)
    )[5]
    yield f"- a first answer, with the start of the program: {cold:.2f} s"
    yield f"- a further answer: {1000 * warm:.0f} ms; after changing a choice: {1000 * slider:.0f} ms"
    yield f"- writing and reading the base: {1000 * loading:.0f} ms"


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> None:
    """Print everything as Markdown."""
    print("# The evidence base and its answers, measured\n")
    print(f"Base {BASE.version}. Made by `python validation/evidence/measure.py`.\n")
    for line in (*counts(), *published()):
        print(line)
    answers = random_answers(10)
    traced, total = trace(answers)
    print("\n## Traces\n")
    print(
        f"Ten random answers rest on {total} rows; {traced} were found again in the tables, with the same figure, a page and a place."
    )
    for line in (*planted(), *speed(BASE)):
        print(line)


if __name__ == "__main__":
    main()
