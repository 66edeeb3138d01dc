"""Every style finds its examples and none of its counter-examples."""

import pytest

from trueeffect._families import members
from trueeffect.check.citations import find_citations
from trueeffect.testing import make_article, make_reference

STYLES = members("trueeffect.check.citations.styles", "STYLE")
LIST = (
    make_reference("r1", ("Sato K", "Mori T", "Ono H"), 2005, title="Needling rats"),
    make_reference("r2", ("Brandt A", "van der Meer B"), 2000, title="Two pills"),
    make_reference("r3", ("O’Hara P",), 2009, title="On rest", year_suffix="a"),
    make_reference("r4", ("O’Hara P",), 2009, title="On sleep", year_suffix="b"),
    make_reference("r5", ("Müller L",), 2011, title="Heat"),
    make_reference("r6", ("Müller L",), 2012, title="Cold"),
    make_reference("r7", (), 2015, title="Guideline", collective="World Health Organization"),
    make_reference("r8", ("Quill D",), 1998, title="One woman"),
    make_reference("r9", ("del Rio M", "Nguyễn T", "Al-Shaer F"), 2013, title="Many names"),
)


def texts(text, references=LIST):
    return tuple(citation.text for citation in find_citations(make_article(text), references))


def cases(attribute):
    return [
        pytest.param(example, id=f"{name}-{number}")
        for name, style in STYLES.items()
        for number, example in enumerate(getattr(style, attribute))
    ]


@pytest.mark.parametrize("case", cases("examples"))
def test_examples(case):
    assert texts(case[0]) == case[1]


@pytest.mark.parametrize("text", cases("counter_examples"))
def test_counter_examples(text):
    assert texts(text) == ()


def test_the_family_has_the_styles_of_the_model():
    assert {style.name for style in STYLES.values()} == {
        "author_year",
        "numeric",
        "superscript",
        "footnote",
        "link",
        "named",
    }
