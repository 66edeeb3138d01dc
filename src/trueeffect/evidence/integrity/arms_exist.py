"""Does every row name a group of its study?"""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.evidence.integrity._base import Fault, each_study
from trueeffect.model.study import Contrast, Study


def _find(study: Study) -> Iterator[Fault]:
    known = {arm.id for arm in study.arms}
    rows = [(r.id, (r.arm, r.versus) if isinstance(r, Contrast) else (r.arm,)) for r in study.results]
    rows += [(harm.id, (harm.arm,)) for harm in study.harms if harm.arm != "all"]
    for where, named in rows:
        for name in named:
            if name not in known:
                shown = ", ".join(sorted(known)) or "none"
                yield Fault(
                    rule="arms_exist",
                    study=study.id,
                    where=where,
                    message=f"the group {name!r} is not one of the study's ({shown}).",
                )


RULE = each_study("arms_exist", "Does every row name a group of its study?", _find)
