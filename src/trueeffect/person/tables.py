"""The packaged tables of this room: tab-separated, opened through package resources."""

from __future__ import annotations

from functools import cache
from importlib import resources

from trueeffect.model.person import Source


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of ``data/person/<name>.tsv`` by column."""
    text = resources.files("trueeffect.data").joinpath("person", f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line.strip()]
    head = lines[0]
    return tuple(dict(zip(head, line)) for line in lines[1:])


@cache
def sources() -> dict[str, Source]:
    """Return every source by id."""
    return {
        row["id"]: Source(id=row["id"], citation=row["citation"], address=row.get("address", ""))
        for row in rows("sources")
    }


def cited(ids: list[str] | tuple[str, ...]) -> tuple[Source, ...]:
    """Return the sources of ``ids``, each once, in order of first use."""
    return tuple(sources()[each] for each in dict.fromkeys(ids))
