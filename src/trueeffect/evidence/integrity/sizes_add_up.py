"""Do the groups hold as many people as the study?"""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.evidence.integrity._base import Fault, each_study
from trueeffect.model.study import Study


def _find(study: Study) -> Iterator[Fault]:
    sizes = [arm.n_randomised for arm in study.arms if arm.n_randomised is not None]
    if study.n is None or len(sizes) < len(study.arms) or not sizes or sum(sizes) == study.n:
        return
    yield Fault(
        rule="sizes_add_up",
        study=study.id,
        where=study.id,
        message=f"the groups hold {sum(sizes)} people, the study {study.n}.",
    )


RULE = each_study("sizes_add_up", "Do the groups hold as many people as the study?", _find)
