"""The reviewed list as a page: gravest first, minor points folded, and questions to take along."""

from __future__ import annotations

from collections import defaultdict

from trueeffect.model.person import CONDITIONS, Alert, Medicine, MedicineReview
from trueeffect.report.leaflet import Block, Grid, Leaflet, Notice, Part, Points, Words

LEVELS = {"emergency": "Emergency", "high": "High", "medium": "Medium", "low": "Low"}


def leaflet(review: MedicineReview) -> Leaflet:
    """Return the page of a review."""
    grave = [alert for alert in review.alerts if alert.severity in ("emergency", "high")]
    middle = [alert for alert in review.alerts if alert.severity == "medium"]
    minor = [alert for alert in review.alerts if alert.severity == "low"]
    return Leaflet(
        kicker="Medicines, looked at together",
        title="What to talk about with your clinician",
        parts=(
            Part(id="short", title="In short", blocks=_short(review)),
            Part(id="first", title="Talk about these first", blocks=_alerts(grave)),
            Part(id="also", title="Also worth a word", blocks=_alerts(middle)),
            Part(id="minor", title="Smaller points", blocks=_alerts(minor), folded=True),
            Part(id="numbers", title="Numbers of the whole list", blocks=_measures(review)),
            Part(id="list", title="The list, as it was understood", blocks=_list(review)),
            Part(
                id="questions",
                title="Questions for my clinician",
                blocks=(Points(items=review.questions, boxes=True),) if review.questions else (),
                new_page=True,
            ),
            Part(id="sources", title="Sources", blocks=_sources(review), folded=True),
        ),
        closing=review.notes[-3:],
        version=review.version,
    )


def _short(review: MedicineReview) -> tuple[Block, ...]:
    tally = {level: sum(alert.severity == level for alert in review.alerts) for level in LEVELS}
    told = [f"{tally[level]} {LEVELS[level].lower()}" for level in LEVELS if tally[level]]
    found = (
        f"{len(review.alerts)} points: {', '.join(told)}." if told else "No point was found in the tables."
    )
    blocks: list[Block] = [
        Words(
            text=f"{sum(each.current for each in review.medicines)} medicines taken now. {found}",
            role="result",
        )
    ]
    if review.not_reviewed:
        blocks.append(
            Notice(
                level="Medium: not reviewed",
                headline="Not reviewed: " + "; ".join(map(_unread, review.not_reviewed)),
                lines=(("What to do", "Check the spelling on the package, or ask the pharmacist."),),
            )
        )
    person = _person(review)
    if person:
        blocks.append(Words(text=person, role="quiet"))
    blocks += [Words(text=note, role="quiet") for note in review.notes[:-3]]
    return tuple(blocks)


def _unread(medicine: Medicine) -> str:
    near = f" (looks like {' or '.join(medicine.near)}; not taken as such)" if medicine.near else ""
    return f"“{medicine.name}”{near}"


def _person(review: MedicineReview) -> str:
    said = []
    if review.person.age is not None:
        said.append(f"{review.person.age:g} years")
    if review.person.egfr is not None:
        said.append(f"kidney function {review.person.egfr:g} ml/min")
    said += [CONDITIONS[each] for each in review.person.conditions]
    return f"Given about the person: {', '.join(said)}." if said else ""


def _alerts(alerts: list[Alert]) -> tuple[Block, ...]:
    grouped: defaultdict[str, list[Alert]] = defaultdict(list)
    for alert in alerts:
        grouped[alert.group].append(alert)
    return tuple(_notice(alert) for group in grouped.values() for alert in group)


def _notice(alert: Alert) -> Notice:
    from trueeffect.person.tables import cited

    lines = [("Medicines", ", ".join(alert.medicines))] if alert.medicines else []
    lines += [("Why", alert.why), ("How strong", alert.strength), ("Ask", alert.ask)]
    return Notice(
        level=f"{LEVELS[alert.severity]} · {alert.group}",
        headline=alert.what,
        lines=tuple(lines),
        source=" ".join(source.citation for source in cited(alert.sources)),
    )


def _measures(review: MedicineReview) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if review.measures:
        rows = tuple(
            (
                each.label,
                "not computed" if each.value is None else f"{each.value:g} {each.unit}".strip(),
                "; ".join((*each.detail, *each.refused)),
            )
            for each in review.measures
        )
        blocks.append(Grid(head=("Number", "Value", "How it comes about"), rows=rows))
        blocks.append(Points(items=tuple(f"{m.label}: {m.definition}" for m in review.measures), quiet=True))
    return tuple(blocks)


def _list(review: MedicineReview) -> tuple[Block, ...]:
    from trueeffect.person.medicines.names import ingredients

    rows = []
    for each in review.medicines:
        parts = [
            ingredients()[part.ingredient].label + (f" {part.amount:g} {part.unit}" if part.amount else "")
            for part in each.parts
        ]
        state = each.use + (" · on the skin or local" if each.topical else "")
        often = _often(each) if each.current else ""
        remark = "; ".join(each.problems) or ("" if each.known else "not reviewed")
        rows.append((each.raw, " + ".join(parts) or "not in the table", state, often, remark))
    return (
        Grid(
            head=("As written", "Ingredients, one intake", "Taken", "How often", "Remark"), rows=tuple(rows)
        ),
    )


def _often(medicine: Medicine) -> str:
    times = medicine.times_per_day
    if medicine.use == "as needed" and medicine.most_per_day:
        return f"at most {medicine.most_per_day:g} a day"
    if times is None:
        return ""
    if times >= 1:
        return f"{times:g} a day"
    return f"every {1 / times:.0f} days"


def _sources(review: MedicineReview) -> tuple[Block, ...]:
    items = tuple(f"{each.citation} {each.address}".strip() for each in review.sources)
    return (Points(items=items, quiet=True),) if items else ()
