"""False alarms and recall of the number facets on sentences whose truth is known by construction.

A result sentence of an abstract, told as a claim about that very study, is true: any fault is a false
alarm. The same sentence with one figure changed, two groups exchanged or a unit changed is false: the
fault should be found. Sentences are also told in other words (digits as words, percent as fraction, weeks
as days, clauses in another order), which keeps them true. And each sentence is compared with the study from
which it was taken out: what the study does not state must never become a fault.

    python validation/accuracy/run_perturb.py CORPUS.jsonl.gz... [--part dev|unseen|all] [--limit N]
        [--out FILE] [--show N] [--check]

A corpus has one JSON record a line with ``sections`` (label, role, text), like rct-abstracts. Records are
parted by the hash of their id: half to develop on, half kept unseen. ``--check`` compares with ``numbers`` in
floors.json, measured with ``--limit 500`` on train and validation, and ends with 1 when a figure is worse.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from trueeffect.check.compare.facets import FACETS
from trueeffect.check.compare.views import ClaimView, StudyView
from trueeffect.check.facts.abstract import abstract_sentences
from trueeffect.check.facts.numbers import number_assertions
from trueeffect.check.facts.study import study_facts
from trueeffect.model.fact import Assertion
from trueeffect.model.record import AbstractSection, Record
from trueeffect.model.verdict import Finding

NUMBER_FACETS = (
    "number", "counted_thing", "relative_absolute", "dispersion", "sample_size", "baseline_followup",
    "arms_swapped", "within_between", "dose_duration",
)  # fmt: skip
EXPECTED = {
    "figure": {"wrong_number", "wrong_sample_size", "wrong_dose_duration", "arms_swapped"},
    "sample_size": {"wrong_sample_size", "wrong_number", "arms_swapped"},
    "arms": {"arms_swapped", "wrong_number"},
    "quantity": {"wrong_quantity", "relative_as_absolute"},
    "dispersion": {"dispersion_confusion"},
    "change": {"baseline_followup_confusion"},
    "time": {"wrong_dose_duration"},
}
"""Error types that count as finding a change of each kind."""
_WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten",
          12: "twelve", 20: "twenty", 24: "twenty-four"}  # fmt: skip


def part_of(record_id: str) -> str:
    """Return ``dev`` or ``unseen`` from a hash of the record's id."""
    return "dev" if hashlib.sha256(record_id.encode()).digest()[0] < 128 else "unseen"


def records(paths: list[Path], part: str) -> Iterator[Record]:
    """Yield the records of a part."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                key = str(row.get("pmid") or row.get("pmcid"))
                if part in ("all", part_of(key)):
                    sections = tuple(
                        AbstractSection(text=s["text"], label=s["label"] or "") for s in row["sections"]
                    )
                    yield Record(id=f"pmid:{key}", title=row["title"], abstract=sections)


def truths(sentence: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield true ways to tell a sentence: as it is, with number words, with the clauses turned round."""
    yield "as it is", sentence
    worded = re.sub(
        r"(?<=[a-z] )(\d{1,2})(?= [a-z]{3,}(?<! to)(?<! vs)(?<! and)\b)",
        lambda m: _WORDS.get(int(m[1]), m[1]),
        sentence,
    )
    if worded != sentence:
        yield "number words", worded
    rounded = re.sub(
        r"(?<=[a-z] )(\d+)\.\d+(?=\s?% of )", lambda m: "about " + str(round(float(m.group()))), sentence
    )
    if rounded != sentence:
        yield "rounded", rounded
    turned = re.sub(
        r"(?<=[a-z] )(\d+)[\s-]weeks?\b",
        lambda m: f"{int(m[1]) * 7} days" if int(m[1]) <= 8 else m.group(),
        sentence,
    )
    if turned != sentence:
        yield "weeks as days", turned
    pieces = re.split(r"(?<=\w), (?=in|at|after|with|compared)", sentence.rstrip("."), maxsplit=1)
    if len(pieces) == 2:
        yield "turned round", f"{pieces[1][0].upper()}{pieces[1][1:]}, {pieces[0]}."


def lies(sentence: str, facts: tuple[Assertion, ...], rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield false versions of a sentence, each with the kind of change."""
    results = [f for f in facts if f.quantity is not None and f.facet in ("number", "harm")]
    results = [
        f for f in results if f.role not in ("scale", "threshold", "p_value", "interval", "test_statistic")
    ]
    results = [
        f
        for f in results
        if f.term not in ("heterogeneity", "correlation", "age", "groups", "places", "tests", "")
    ]
    results = [f for f in results if f.quantity.value >= 3 or f.quantity.unit]
    if results:
        fact = rng.choice(results)
        changed = _changed(fact, rng)
        if changed:
            yield "figure", _put(sentence, fact, changed)
    sizes = [f for f in facts if f.facet == "sample_size" and f.role in ("total", "") and f.quantity]
    if sizes:
        fact = rng.choice(sizes)
        yield (
            "sample_size",
            _put(sentence, fact, _digits(fact.quote, lambda v: v * rng.choice((0.4, 1.7, 3, 10)))),
        )
    pair = [f for f in results if f.arm and f.quantity]
    for one in pair:
        other = next((f for f in pair if _twin(one, f)), None)
        if other is not None:
            yield "arms", _swap(sentence, one, other)
            break
    yield from _kinds(sentence, results, rng)
    times = [f for f in facts if f.facet == "duration" and f.role == "treatment" and f.quantity.value > 2]
    if times and re.search(r"\bweeks?\b", times[0].quote):
        yield (
            "time",
            _put(sentence, times[0], re.sub(r"weeks", "months", re.sub(r"week\b", "month", times[0].quote))),
        )


def _twin(one: Assertion, other: Assertion) -> bool:
    """Tell whether another group has a figure of the same kind, later in the sentence."""
    mine, yours = one.quantity, other.quantity
    assert mine is not None
    assert yours is not None
    apart = other.span > one.span and other.arm != one.arm and yours.value != mine.value
    return apart and other.term == one.term and yours.unit == mine.unit


def _kinds(sentence: str, results: list[Assertion], rng: random.Random) -> Iterator[tuple[str, str]]:
    for fact in results:
        quantity = fact.quantity
        if quantity.counts == "mean_change" and quantity.unit in ("points", "mm") and quantity.value >= 2:
            yield "quantity", _put(sentence, fact, re.sub(r"\s*-?(?:points?|mm)\b", "%", fact.quote))
            break
    for fact in results:
        if fact.quantity.spread_kind in ("sd", "se") and re.search(r"\b(?:SD|SE|SEM)\b", fact.quote):
            new = re.sub(r"\b(SD|SEM?|SE)\b", lambda m: "SE" if m[1] == "SD" else "SD", fact.quote)
            yield "dispersion", _put(sentence, fact, new)
            break
    shares = [
        f
        for f in results
        if f.quantity.counts == "share_of_patients"
        and f.quantity.denominator is None
        and f.quantity.value > 10
    ]
    if shares:
        quantity = shares[0].quantity
        yield (
            "quantity",
            f"There was a {quantity.value:g}% increase: "
            + re.sub(r"\([^()]*\)", "", sentence.replace(shares[0].quote, "")).strip(),
        )


def _changed(fact: Assertion, rng: random.Random) -> str:
    quantity = fact.quantity
    factor = rng.choice((0.5, 0.6, 1.6, 2.0))
    if quantity.unit == "%" and quantity.value * factor > 100:
        factor = 0.5
    return _digits(fact.quote, lambda v: v * factor)


def _digits(quote: str, change) -> str:  # type: ignore[no-untyped-def]
    """Return a quote with its first number changed; empty when it has no digits or stays as it was."""
    match = re.search(r"\d[\d,]*(?:\.\d+)?", quote)
    if match is None:
        return ""
    places = len(match.group().partition(".")[2])
    value = change(float(match.group().replace(",", "")))
    text = f"{value:.{places}f}"
    if float(text) == float(match.group().replace(",", "")) or float(text) == 0:
        return ""
    return quote[: match.start()] + text + re.sub(r"\([^()]*\)", "", quote[match.end() :])


def _put(sentence: str, fact: Assertion, text: str) -> str:
    return sentence[: fact.span.start] + text + sentence[fact.span.end :] if text else ""


def _swap(sentence: str, one: Assertion, other: Assertion) -> str:
    return (
        sentence[: one.span.start] + other.quote + sentence[one.span.end : other.span.start] + one.quote
        + sentence[other.span.end :]
    )  # fmt: skip


def judge(claim: str, study: StudyView) -> list[Finding]:
    """Return the faults that the number facets find in a claim."""
    view = ClaimView(id="c", text=claim, assertions=number_assertions(claim))
    return [f for name in NUMBER_FACETS for f in FACETS[name].compare(view, study) if f.error_type]


def run(paths: list[Path], part: str, limit: int, show: int) -> dict[str, object]:
    """Return counts of true and false claims, and how many were called faulty."""
    true_runs: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    by_type: Counter[str] = Counter()
    lie_runs: Counter[str] = Counter()
    found: Counter[str] = Counter()
    any_fault: Counter[str] = Counter()
    shown: defaultdict[str, int] = defaultdict(int)
    started = time.perf_counter()
    for number, record in enumerate(records(paths, part)):
        if limit and number >= limit:
            break
        rng = random.Random(record.id)
        study = StudyView(record=record, facts=study_facts(record))
        for sentence in abstract_sentences(record):
            facts = number_assertions(sentence.text)
            if not facts or len(sentence.text) > 450:
                continue
            for how, text in truths(sentence.text, rng):
                true_runs[how] += 1
                faults = judge(text, study)
                if faults:
                    alarms[how] += 1
                    by_type.update(f.error_type for f in faults)
                    _show(shown, "ALARM " + how, show, text, faults)
            rest = _without(record, sentence.text)
            if rest is not None:
                true_runs["sentence taken out of the study"] += 1
                faults = judge(sentence.text, rest)
                if faults:
                    alarms["sentence taken out of the study"] += 1
                    by_type.update(f.error_type for f in faults)
                    _show(shown, "ALARM taken out", show, sentence.text, faults)
            told = sentence.section in ("RESULTS", "CONCLUSIONS", "")
            for how, text in lies(sentence.text, facts, rng):
                if not text or (how == "figure" and not told) or text == sentence.text:
                    continue
                lie_runs[how] += 1
                faults = judge(text, study)
                any_fault[how] += bool(faults)
                hit = any(f.error_type in EXPECTED[how] for f in faults)
                found[how] += hit
                if not hit:
                    _show(shown, "MISS " + how, show, text, faults, sentence.text)
    return {
        "part": part,
        "seconds": round(time.perf_counter() - started, 1),
        "true": {
            how: {"claims": n, "alarms": alarms[how], "rate": round(alarms[how] / n, 4)}
            for how, n in true_runs.items()
        },
        "alarms_by_type": dict(by_type.most_common()),
        "false": {
            how: {"claims": n, "recall": round(found[how] / n, 3), "any_fault": round(any_fault[how] / n, 3)}
            for how, n in lie_runs.items()
        },
    }


def broken(report: dict, floors: dict[str, dict[str, float]]) -> list[str]:  # type: ignore[type-arg]
    """Return a line for each alarm rate above, and each recall below, its floor."""
    lines = [
        f"false alarms, {how}: {report['true'][how]['rate']}, at most {most}"
        for how, most in floors["alarm_rate_at_most"].items()
        if report["true"][how]["rate"] > most
    ]
    return lines + [
        f"recall, {how}: {report['false'][how]['recall']}, at least {least}"
        for how, least in floors["recall_at_least"].items()
        if report["false"][how]["recall"] < least
    ]


def _without(record: Record, sentence: str) -> StudyView | None:
    """Return the study without one sentence: what it says is still true, but no longer stated."""
    sections = tuple(replace(s, text=s.text.replace(sentence, "").strip()) for s in record.abstract)
    rest = replace(record, abstract=sections)
    return StudyView(record=rest, facts=study_facts(rest)) if sections != record.abstract else None


def _show(
    shown: dict[str, int], what: str, show: int, text: str, faults: list[Finding], original: str = ""
) -> None:
    shown[what] += 1
    if shown[what] > show:
        return
    print(f"{what}: {text}")
    if original:
        print(f"    was: {original}")
    for fault in faults:
        print(f"    {fault.facet} {fault.error_type}: {fault.explanation} [{fault.claimed.quote}]")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--part", choices=("dev", "unseen", "all"), default="dev")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    missing = [str(p) for p in args.corpus if not p.exists()]
    if missing:
        sys.exit(f"No such file: {', '.join(missing)}. Give the path of a corpus.")
    report = run(args.corpus, args.part, args.limit, args.show)
    text = json.dumps(report, indent=1, sort_keys=True)
    print(text)
    if args.check:
        floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["numbers"]
        worse = broken(report, floors[args.part])
        print("\n".join(worse) or "No floor is broken.")
        sys.exit(bool(worse))
    if args.out:
        args.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
