"""Change one thing in a report's own sentence and see whether that is noticed.

    python validation/accuracy/run_changed.py ABSTRACTS.jsonl.gz [--limit N] [--list FILE]

Takes the sentences of results and conclusions of real trial reports and plants one error in each: another
number, two figures exchanged, a direction turned round, a negation dropped, another comparator, another
duration, people for animals. The changed sentence cites the very report. Prints, for each change, the share
that was flagged. These are near-verbatim sentences, so the shares are an upper bound for lay claims; what
they show is which kinds of change the rules see at all.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from answers import FAULTS, explain
from run_self import Row, entry_of, item, reports, sentences

import trueeffect

Change = Callable[[str, str], str | None]
"""(sentence, whole abstract) -> the changed sentence, or None when the change cannot be made."""

_PERCENT = re.compile(r"(?<![\w.])(\d{1,2}(?:\.\d+)?)\s?%")
_N = re.compile(
    r"(?<![\w.,])(\d{2,4})( (?:\w+ )?(?:patients|participants|women|men|children|adults|subjects))", re.I
)
_TIME = re.compile(r"(?<![\w.])(\d{1,2})([ -](?:weeks?|months?|years?|days?))\b")
_PAIR = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?)(%?)"
    r"([^\d;.]{1,40}?\b(?:vs\.?|versus|compared (?:with|to)|and)\b[^\d;.]{1,30}?)"
    r"(\d+(?:\.\d+)?)(%?)(?![\w.])"
)

TURNED = {
    "increased": "decreased",
    "decreased": "increased",
    "higher": "lower",
    "lower": "higher",
    "improved": "worsened",
    "reduced": "raised",
    "greater": "smaller",
    "better": "worse",
    "more": "fewer",
}
COMPARATORS = {
    "placebo": "a waiting list",
    "usual care": "placebo",
    "standard care": "placebo",
    "sham": "a waiting list",
}
ANIMALS = re.compile(r"\b(rats|mice|rabbits|pigs|piglets|sheep|dogs|lambs)\b", re.I)


def _fresh(number: str, whole: str) -> str | None:
    """Return a number of the same form that the abstract does not hold."""
    for factor in (1.7, 0.4, 2.6):
        value = float(number) * factor
        text = f"{value:.{len(number.partition('.')[2])}f}"
        if float(text) > 0 and not re.search(rf"(?<![\d.]){re.escape(text)}(?![\d])", whole):
            return text
    return None


def other_percent(sentence: str, whole: str) -> str | None:
    """Return the sentence with another percentage."""
    found = _PERCENT.search(sentence)
    if not found or "CI" in sentence[max(0, found.start() - 8) : found.end() + 4] or found.group(1) == "95":
        return None
    fresh = _fresh(found.group(1), whole)
    return sentence[: found.start(1)] + fresh + sentence[found.end(1) :] if fresh else None


def other_n(sentence: str, whole: str) -> str | None:
    """Return the sentence with another number of people."""
    found = _N.search(sentence)
    fresh = _fresh(found.group(1), whole) if found else None
    return sentence[: found.start(1)] + fresh + sentence[found.end(1) :] if found and fresh else None


def other_time(sentence: str, whole: str) -> str | None:
    """Return the sentence with another duration."""
    found = _TIME.search(sentence)
    fresh = _fresh(found.group(1), whole) if found else None
    return sentence[: found.start(1)] + fresh + sentence[found.end(1) :] if found and fresh else None


def exchanged(sentence: str, whole: str) -> str | None:
    """Return the sentence with two compared figures exchanged."""
    found = _PAIR.search(sentence)
    if not found or found.group(1) == found.group(4) or bool(found.group(2)) != bool(found.group(5)):
        return None
    one, sign, between, two, last = found.groups()
    return f"{sentence[: found.start()]}{two}{sign}{between}{one}{last}{sentence[found.end() :]}"


def turned(sentence: str, whole: str) -> str | None:
    """Return the sentence with its first direction word turned round, when it holds only one."""
    words = [w for w in re.findall(r"\b\w+\b", sentence.lower()) if w in TURNED]
    if len(words) != 1 or re.search(r"\b(no|not|non|neither|nor|without)\b", sentence.lower()):
        return None
    return re.sub(rf"\b{words[0]}\b", TURNED[words[0]], sentence, count=1)


def unnegated(sentence: str, whole: str) -> str | None:
    """Return ``there was a significant difference`` for ``there was no significant difference``."""
    changed = re.sub(r"\bwas no (statistically )?significant\b", r"was a \1significant", sentence)
    changed = re.sub(r"\bwere no (statistically )?significant\b", r"were \1significant", changed)
    changed = re.sub(r"\b(did|was|were) not (significantly) (differ|different)\b", r"\1 \2 \3", changed)
    return changed if changed != sentence and not re.search(r"\b(no|not)\b", changed) else None


def other_comparator(sentence: str, whole: str) -> str | None:
    """Return the sentence with another comparator, one that the abstract does not name."""
    for one, other in COMPARATORS.items():
        if re.search(rf"\b{one}\b", sentence) and other.removeprefix("a ") not in whole:
            return re.sub(rf"\b{one}\b", other, sentence, count=1)
    return None


def people(sentence: str, whole: str) -> str | None:
    """Return the sentence told of patients, when the report is about animals alone."""
    if not ANIMALS.search(sentence) or re.search(
        r"\b(patients|participants|humans?|women|children)\b", whole, re.I
    ):
        return None
    return ANIMALS.sub("patients", sentence)


CHANGES: dict[str, Change] = {
    "wrong_number (percent)": other_percent,
    "wrong_sample_size": other_n,
    "wrong_dose_duration": other_time,
    "arms_swapped": exchanged,
    "direction_reversed (word)": turned,
    "direction_reversed (negation)": unnegated,
    "wrong_comparator": other_comparator,
    "species_extrapolation": people,
}


def changed(row: Row) -> Iterator[tuple[str, str]]:
    """Yield (change, sentence) for every change that a report allows, at most two of a kind."""
    whole = " ".join([row["title"], *(section["text"] for section in row["sections"])])
    for kind, change in CHANGES.items():
        made = [text for sentence in sentences(row) if (text := change(sentence, whole))]
        for text in made[:2]:
            yield kind, text


def run(path: Path, limit: int) -> tuple[Counter[str], Counter[str], list[Row]]:
    """Return how many changes were made and noticed, by kind, and those that were not."""
    rows = list(reports(path, limit))
    items = [item(row, number) for number, row in enumerate(rows)]
    made, noticed, missed = Counter[str](), Counter[str](), []
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.json"
        library.write_text(json.dumps(items), encoding="utf-8")
        for row, cited in zip(rows, items, strict=True):
            for kind, text in changed(row):
                article = entry_of([text], cited)
                report = trueeffect.check(article, library=library, builtin=False, media_type="text/plain")
                findings = [f for result in report.results for f in result.findings]
                flagged = any(result.verdict in FAULTS for result in report.results)
                made[kind] += 1
                noticed[kind] += flagged
                if not flagged:
                    shown = [explain(finding) for finding in findings]
                    missed.append({"change": kind, "study": row["pmcid"], "claim": text, "findings": shown})
    return made, noticed, missed


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("abstracts", type=Path)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--list", type=Path, help="write every change that was not noticed as JSON lines")
    args = parser.parse_args()
    made, noticed, missed = run(args.abstracts, args.limit)
    for kind in CHANGES:
        share = noticed[kind] / made[kind] if made[kind] else 0.0
        print(f"{kind:32s} {noticed[kind]:5d} of {made[kind]:5d} noticed ({share:.1%})")
    if args.list:
        args.list.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in missed), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
