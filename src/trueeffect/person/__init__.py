"""The person: medicines, safety, and a course of care that is judged honestly."""

from __future__ import annotations

import importlib
from typing import Any

_PUBLIC = {
    "review": "trueeffect.person.medicines.review:review",
    "read_list": "trueeffect.person.medicines.read:read_list",
    "analyse": "trueeffect.person.analysis:analyse",
    "analyse_together": "trueeffect.person.several:analyse_together",
    "record_harm": "trueeffect.person.safety:record_harm",
    "Diary": "trueeffect.person.diary.store:Diary",
    "design": "trueeffect.person.diary.design:design",
    "screen": "trueeffect.person.safety:screen",
    "check_practitioner": "trueeffect.person.safety:check_practitioner",
    "Entry": "trueeffect.model.person:Entry",
    "Plan": "trueeffect.model.person:Plan",
    "Prior": "trueeffect.model.person:Prior",
    "NaturalCourse": "trueeffect.model.person:NaturalCourse",
}

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    try:
        module, attribute = _PUBLIC[name].split(":")
    except KeyError:
        raise AttributeError(f"module 'trueeffect.person' has no attribute {name!r}") from None
    return getattr(importlib.import_module(module), attribute)
