"""Are all terms in the vocabularies?"""

from __future__ import annotations

from collections.abc import Iterator

from trueeffect.evidence.integrity._base import Fault, each_study
from trueeffect.model.study import Study
from trueeffect.vocab.tables import load_terms


def _find(study: Study) -> Iterator[Fault]:
    named = [("condition", term, study.id) for term in study.condition]
    named += [("design", term, study.id) for term in study.design]
    named += [("species", term, study.id) for term in study.species]
    for arm in study.arms:
        named += [("intervention", term, study.id) for term in arm.treatments]
        named += [("comparator", arm.comparator, study.id)] if arm.comparator else []
    named += [("outcome", result.outcome.domain, result.id) for result in study.results]
    for facet, term, where in dict.fromkeys(named):
        if term not in load_terms(facet):
            message = f"{term!r} is no {facet} of the vocabulary."
            yield Fault(rule="terms_known", study=study.id, where=where, message=message)


RULE = each_study("terms_known", "Are all terms in the vocabularies?", _find)
