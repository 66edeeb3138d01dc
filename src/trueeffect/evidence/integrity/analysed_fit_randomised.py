"""Were no more people analysed than there were?"""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.evidence.integrity._base import Fault, contrasts, each_study
from trueeffect.model.study import Study


def _find(study: Study) -> Iterator[Fault]:
    sizes = {arm.id: arm.n_randomised for arm in study.arms}
    for result in study.results:
        if hasattr(result, "n") and result.n is not None:
            size = sizes.get(result.arm)
            limit = size if size is not None else study.n
            if limit is not None and result.n > limit:
                yield _fault(study, result.id, f"{result.n} people analysed, {limit} there.")
            if result.n == 0:
                yield _fault(study, result.id, "nobody was analysed.")
    for contrast in contrasts(study):
        if contrast.arm == contrast.versus:
            yield _fault(study, contrast.id, "a group is compared with itself.")


def _fault(study: Study, where: str, message: str) -> Fault:
    return Fault(rule="analysed_fit_randomised", study=study.id, where=where, message=message)


RULE = each_study("analysed_fit_randomised", "Were no more people analysed than there were?", _find)
