"""From names as people write them to ingredients; a near match is offered, never used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from trueeffect.person.tables import rows

_FORM = re.compile(
    r"\b(?:tablets?|tabs?|caps?|capsules?|caplets?|pills?|patch(?:es)?|plasters?|gel|cream|ointment|spray|drops?|"
    r"solution|syrup|sachets?|injections?|suppositor(?:y|ies)|inhaler|liquid|effervescent|soluble|"
    r"e/?r|x[lr]|s/?r|m/?r|i/?r|cr|retard|extended[- ]release|modified[- ]release|slow[- ]release|"
    r"prolonged[- ]release|immediate[- ]release|sustained[- ]release|low[- ]dose|oral|topical|generic|otc|"
    r"extra strength|forte|max strength|emulgel)\b",
    re.IGNORECASE,
)
_SALT = re.compile(
    r"\b(?:hydrochloride|hcl|sulphate|sulfate|phosphate|sodium|potassium|tartrate|maleate|besylate|besilate|"
    r"mesylate|mesilate|bitartrate|calcium|magnesium|hydrobromide|succinate|fumarate|acetate|citrate)\b"
)
NEAR_ENOUGH = 82
"""Likeness (0 to 100) from which a name is offered as a near match."""


@dataclass(frozen=True, kw_only=True)
class Ingredient:
    """One substance of the table."""

    id: str
    label: str
    classes: frozenset[str]
    acb: int | None


@dataclass(frozen=True, kw_only=True)
class Product:
    """What a name stands for: one or several ingredients, in the order in which strengths are written."""

    name: str
    ingredients: tuple[str, ...]
    brand: bool
    note: str = ""


@cache
def ingredients() -> dict[str, Ingredient]:
    """Return the table of ingredients by id."""
    return {
        row["id"]: Ingredient(
            id=row["id"],
            label=row["label"],
            classes=frozenset(filter(None, row["classes"].split("|"))),
            acb=int(row["acb"]) if row["acb"] else None,
        )
        for row in rows("ingredients")
    }


@cache
def products() -> dict[str, Product]:
    """Return every known name, in plain form, with what it stands for."""
    found: dict[str, Product] = {}
    for row in rows("ingredients"):
        for name in (row["label"], *filter(None, row["names"].split("|"))):
            found[plain(name)] = Product(
                name=name, ingredients=(row["id"],), brand=name not in (row["label"],)
            )
    for row in rows("combinations"):
        parts = tuple(row["parts"].split("|"))
        for name in row["names"].split("|"):
            found[plain(name)] = Product(name=name, ingredients=parts, brand=True, note=row["note"])
    return found


def plain(name: str) -> str:
    """Return a name in lower case with single spaces and plain signs.

    Examples
    --------
    >>> plain("  St. John’s  Wort "), plain("Co‑codamol")
    ('st johns wort', 'co-codamol')
    """
    text = (
        name.lower().replace("’", "'").replace("‑", "-").replace("–", "-").replace("®", "").replace("™", "")
    )
    text = re.sub(r"\bst\.\s*", "st ", text).replace("'", "").replace("_", " ")
    return re.sub(r"\s+", " ", re.sub(r"\s*/\s*", "/", text)).strip(" .,;:-")


@cache
def look_up(name: str) -> Product | None:
    """Return what a written name stands for, or None; tried as written, then without form and salt."""
    known = products()
    written = plain(name)
    bare = plain(_FORM.sub(" ", written))
    for form in (written, bare, plain(_SALT.sub(" ", bare))):
        if form and form in known:
            return known[form]
    return _joined(bare)


def _joined(name: str) -> Product | None:
    """Read ``a + b``, ``a/b``, ``a with b``, ``a and b`` as a combination when every part is known."""
    parts = [part for part in re.split(r"\s*(?:\+|/|&|\bwith\b|\band\b|\bplus\b|,)\s*", name) if part]
    if len(parts) < 2:
        return None
    found = [products().get(part) or products().get(plain(_SALT.sub(" ", part))) for part in parts]
    if any(each is None or len(each.ingredients) != 1 for each in found):
        return None
    return Product(name=name, ingredients=tuple(each.ingredients[0] for each in found if each), brand=False)


@cache
def near(name: str) -> tuple[str, ...]:
    """Return up to three known names that look alike, best first; each must be confirmed by the person."""
    from rapidfuzz import fuzz, process

    written = plain(_FORM.sub(" ", plain(name)))
    if len(written) < 4:
        return ()
    hits = process.extract(written, list(products()), scorer=fuzz.ratio, limit=6, score_cutoff=NEAR_ENOUGH)
    labels = dict.fromkeys(products()[hit[0]].name for hit in hits)
    return tuple(labels)[:3]
