"""Volume and issue. A missing issue, a part or a supplement is no mistake."""

from __future__ import annotations

from trueeffect.check.resolve.differences._base import Rule
from trueeffect.check.resolve.query import Query
from trueeffect.library.pages import issue_keys, page_key, parse_pages, volume_key
from trueeffect.library.store import Library
from trueeffect.model.record import Difference, Record


def _compare(query: Query, record: Record, library: Library) -> Difference | None:
    return _volume(query, record) or _issue(query, record)


def _volume(query: Query, record: Record) -> Difference | None:
    claimed, known = volume_key(query.volume), volume_key(record.volume)
    if not claimed or not known or claimed == known or not (claimed.isdigit() and known.isdigit()):
        return None
    if claimed == str(query.year) or known == str(record.year):
        return None  # some journals number their volumes by the year
    if (known, page_key(parse_pages(record.pages).first)) in query.places:
        return None
    if known in issue_keys(query.fields.issue) and claimed in issue_keys(record.issue):
        return _difference("volume", query.volume, record.volume, "Volume and issue are exchanged.")
    return _difference("volume", query.volume, record.volume, f"The work is in volume {record.volume}.")


def _issue(query: Query, record: Record) -> Difference | None:
    claimed, known = issue_keys(query.fields.issue), issue_keys(record.issue)
    if not claimed or not known or claimed & known or volume_key(query.volume) != volume_key(record.volume):
        return None
    if "suppl" in f"{query.fields.issue} {record.issue}".lower():
        return None  # supplements are numbered by volume or by issue, as the house likes
    if any(len(k) > 3 for k in claimed ^ known):
        return None  # a running number over all volumes instead of the number within this one
    return _difference("issue", query.fields.issue, record.issue, f"The work is in issue {record.issue}.")


def _difference(field: str, claimed: str, found: str, reason: str) -> Difference:
    return Difference(
        field="volume" if field == "volume" else "issue",
        error_type="wrong_volume_issue", claimed=claimed, found=found, reason=reason,
    )  # fmt: skip


rule = Rule(error_type="wrong_volume_issue", compare=_compare)
