"""Read a list of medicines: a CSV file with any sensible headings, or one medicine a line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from trueeffect.errors import InputError, UnreadableSource
from trueeffect.model.person import Medicine, Part
from trueeffect.person.medicines.names import Product, look_up, near
from trueeffect.person.medicines.regimen import Regimen, read_regimen

_COLUMNS = {
    "name": ("medicine", "name", "drug", "medication", "product", "what"),
    "dose": ("dose", "strength", "amount", "dosage"),
    "frequency": ("frequency", "how often", "how_often", "schedule", "when", "directions", "sig", "use"),
    "notes": ("notes", "note", "comment", "comments", "remarks", "status", "for"),
    "stopped": ("stopped", "end", "end date", "end_date", "until", "stop date"),
}
LARGEST = 2_000_000
_LEAD = re.compile(
    r"(?:take\s+)?(?:(?:\d+(?:\.\d+)?|1/2|½|one|two|three|half|a)\s+)?(?:an?\s+)?(?:\d[\d.,]*\s*(?:mg|mcg|g)\s+)?"
    r"(?:tablets?|tabs?|caps(?:ules?)?|pills?)\s+(?:of\s+)?(?=[a-z])",
    re.IGNORECASE,
)
"""How many, written before the name: two 500 mg tablets of ..."""
_AMBIGUOUS = (
    (
        re.compile(
            r"\btylenol\s+[1-4]\b(?!\s*(?:x|times|tab|cap|pill|a day|per day|daily|mg|g\b|every))", re.I
        ),
        "Tylenol with a number can be a product with codeine; check the package",
    ),
)
"""Names that can mean two products; they are read as the plainer one, and it is said."""
TWO_ON_A_LINE = "two names on one line, read as one product; write separate medicines on separate lines"
_CUT = re.compile(
    r"(?<![\w.])\d|\b(?:take[sn]?|one|two|half|once|twice|daily|every|nightly|weekly|at (?:night|bedtime)|"
    r"prn|as needed|when needed|if needed|bd|tds|qds|bid|tid|qid|od|stopped|discontinued|no longer|"
    r"not taking|in the|for|when|patch|gel|cream|tablets?|capsules?|caps?|tabs?|spray|sometimes|"
    r"occasionally|max|up to|never|used to|since|restarted|back on)\b|[,;(:\u2013\u2014]| - ",
    re.IGNORECASE,
)


def read_list(source: str | Path | bytes) -> tuple[Medicine, ...]:
    """Read a file of medicines.

    Raises
    ------
    UnreadableSource
        When the file is missing, too large, not text, or empty.
    """
    data = source if isinstance(source, bytes) else _bytes(Path(source))
    if len(data) > LARGEST:
        raise UnreadableSource("The list is larger than 2 MB.", hint="Give a list of medicines, one a line.")
    if b"\x00" in data:
        raise UnreadableSource("The list is not a text file.", hint="Save it as CSV.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    found = tuple(_from_table(text))
    if not found:
        raise UnreadableSource(
            "The list holds no medicine.",
            hint="Write one medicine a line, or a CSV with a column 'medicine'.",
        )
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSource(
            f"{str(path)!r} cannot be read: {error.strerror}.", hint="Check the name of the file."
        ) from None


def _from_table(text: str) -> list[Medicine]:
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    head = lines[0]
    mark = max(",;\t", key=head.count)
    names = [cell.strip().lower() for cell in next(csv.reader([head], delimiter=mark))]
    places = {role: [i for i, name in enumerate(names) if name in words] for role, words in _COLUMNS.items()}
    if not places["name"]:
        return [
            read_medicine(line.strip(" -*•\t"), line=at)
            for at, line in enumerate(text.splitlines(), 1)
            if line.strip() and not line.lstrip().startswith("#")
        ]
    found = []
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    for cells in reader:
        if reader.line_num == 1 or not any(cell.strip() for cell in cells):
            continue
        pick = {role: " ".join(cells[i].strip() for i in at if i < len(cells)) for role, at in places.items()}
        if not pick["name"]:
            raise InputError(f"Line {reader.line_num} has no medicine.", hint="Fill the first column.")
        found.append(
            read_medicine(
                pick["name"],
                rest=", ".join(filter(None, (pick["dose"], pick["frequency"], pick["notes"]))),
                stopped=pick["stopped"],
                line=reader.line_num,
            )
        )
    return found


def read_medicine(name: str, *, rest: str = "", stopped: str = "", line: int = 0) -> Medicine:
    """Understand one medicine as written.

    Examples
    --------
    >>> found = read_medicine("Co-codamol 30/500, 2 tablets four times a day")
    >>> [(part.ingredient, part.amount) for part in found.parts], found.times_per_day
    ([('codeine', 60.0), ('paracetamol', 1000.0)], 4.0)
    """
    name = name.strip()
    raw = ", ".join(filter(None, (name, rest, f"stopped: {stopped}" if stopped.strip() else "")))
    lead = _LEAD.match(name)
    if lead:
        name = f"{name[lead.end() :]}, {lead[0]}"
    label, tail = _split(name)
    words = ", ".join(filter(None, (tail, rest)))
    known = look_up(label) or look_up(label.split("(")[0]) or look_up(name)
    whole = f"{re.sub(r'[0-9]', '', label) if known else label} {words}"
    regimen = read_regimen(whole)
    parts, problems = _parts(known, regimen, whole) if known else ((), [])
    problems += [text for pattern, text in _AMBIGUOUS if pattern.search(raw)]
    others = _others(words) if known else []
    if others:
        parts, problems = (*parts, *others), [*problems, TWO_ON_A_LINE]
    use = "stopped" if _has_stopped(stopped) else regimen.use
    return Medicine(
        raw=raw,
        name=label,
        line=line,
        parts=parts,
        use=use,
        times_per_day=regimen.times_per_day,
        most_per_day=regimen.most_per_day,
        topical=_topical(known, regimen, whole),
        route="patch" if regimen.patch else "not by mouth" if regimen.injected else "",
        brand=known.name if known and known.brand else "",
        near=() if known else near(label),
        problems=(*regimen.problems, *problems),
    )


def _others(words: str) -> list[Part]:
    """Return further ingredients that a line joins with "and", "+" or "with"; nothing is lost silently."""
    found: list[Part] = []
    for piece in re.split(r"\s*(?:\+|&|\band\b|\bwith\b|\bplus\b)\s*", words)[1:]:
        label, tail = _split(piece) if piece else ("", "")
        product = look_up(label) if label else None
        if product:
            found += _parts(product, read_regimen(tail), tail)[0]
    return found


def _has_stopped(words: str) -> bool:
    """Tell whether an end date lies in the past; any other words count as stopped unless they say no."""
    words = words.strip().lower()
    if words in ("", "no", "n", "-", "ongoing", "current", "false", "0"):
        return False
    try:
        return date.fromisoformat(words) <= date.today()
    except ValueError:
        return True


def _split(name: str) -> tuple[str, str]:
    """Cut a line into the name and the rest; the longest known beginning wins."""
    words = name.split()
    for size in range(min(6, len(words)), 0, -1):
        head = " ".join(words[:size]).rstrip(",;:")
        if look_up(head):
            return head, " ".join(words[size:])
    hit = _CUT.search(name, 1)
    head = name[: hit.start()] if hit else name
    return head.strip(" ,;:(-") or name.strip(), name[len(head) :].strip(" ,;")


def _parts(product: Product, regimen: Regimen, words: str) -> tuple[tuple[Part, ...], list[str]]:
    """Return the ingredients with the amount of one intake, and what does not fit."""
    count = regimen.units_per_intake
    strengths = regimen.strengths
    problems: list[str] = []
    if product.note and "not in the table" in product.note:
        problems.append(product.note)
    if regimen.patch or regimen.per_hour:
        amounts = [(strengths[0][0] * count, "mcg/h")] if strengths and strengths[0][1] == "mcg" else []
        return tuple(
            Part(
                ingredient=each,
                amount=amounts[i][0] if i < len(amounts) else None,
                unit="mcg/h" if amounts else "mg",
            )
            for i, each in enumerate(product.ingredients)
        ), problems
    many = len(product.ingredients)
    if many > 1 and len(strengths) == 1:
        strengths = ()
        problems.append("the strength of each ingredient was not given")
    if many == 1 and len(strengths) == 2:
        strengths = strengths[:1]
    found = []
    for place, each in enumerate(product.ingredients):
        amount = strengths[place] if place < len(strengths) else None
        if amount is None or amount[1] not in ("mg", "mcg"):
            found.append(Part(ingredient=each))
            continue
        value = amount[0] / (1000 if amount[1] == "mcg" else 1)
        found.append(Part(ingredient=each, amount=value * count))
    problems += [_too_much(part) for part in found if _too_much(part)]
    return tuple(
        part if not _too_much(part) else Part(ingredient=part.ingredient) for part in found
    ), problems


_LIMIT_MG = {
    "paracetamol": 4000.0,
    "ibuprofen": 3200.0,
    "naproxen": 1500.0,
    "tramadol": 400.0,
    "pregabalin": 600.0,
}
_ANY_LIMIT_MG = 10_000.0


def _too_much(part: Part) -> str:
    """Tell when one intake is more than any label allows for a whole day: then it is a slip of the pen."""
    limit = _LIMIT_MG.get(part.ingredient, _ANY_LIMIT_MG)
    if part.amount is not None and part.unit == "mg" and part.amount > limit:
        return f"{part.amount:g} mg at once cannot be right; check the label"
    return ""


def _topical(product: Product | None, regimen: Regimen, words: str) -> bool:
    if regimen.topical:
        return True
    local = {"lidocaine", "capsaicin"}
    if product and set(product.ingredients) <= local:
        return True
    plaster = re.search(r"\b(?:plasters?|patch(?:es)?)\b", words, re.IGNORECASE)
    return bool(plaster and product and product.ingredients == ("diclofenac",))


def as_medicines(lines: Sequence[str | Medicine]) -> tuple[Medicine, ...]:
    """Return medicines for lines of words; records pass as they are."""
    return tuple(
        each if isinstance(each, Medicine) else read_medicine(each, line=at)
        for at, each in enumerate(lines, 1)
    )
