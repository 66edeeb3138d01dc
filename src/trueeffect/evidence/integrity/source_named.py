"""Does every figure say where it was read, by whom, and when?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trueeffect.evidence.integrity._base import Fault, each_study
from trueeffect.model.study import Study

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_PAGE = re.compile(r"(?:https?://|doi:|pmid:)\S+")


def _find(study: Study) -> Iterator[Fault]:
    for row in (*study.results, *study.harms):
        source = row.source
        missing = [
            name
            for name, fine in (
                ("a page", _PAGE.match(source.url)),
                ("a place on the page", source.place),
                ("a reader", source.reader),
                ("a day (YYYY-MM-DD)", _DAY.match(source.date)),
            )
            if not fine
        ]
        if missing:
            yield Fault(
                rule="source_named", study=study.id, where=row.id, message=f"{', '.join(missing)} is missing."
            )


RULE = each_study("source_named", "Does every figure say where it was read?", _find)
