"""The page is one file, inert, complete and in order."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import time

import msgspec
import pytest
from lxml import html as parser

from trueeffect.model.article import Claim
from trueeffect.model.provenance import Span
from trueeffect.model.verdict import CheckReport, ClaimResult
from trueeffect.report.render import render
from trueeffect.testing import make_article

VOICELESS = {"script", "iframe", "object", "embed", "link", "img", "form", "input", "base", "video", "audio"}


def page(report: CheckReport) -> parser.HtmlElement:
    return parser.document_fromstring(render(report, "html"))


@pytest.fixture(params=["report", "hostile", "empty"])
def any_report(request: pytest.FixtureRequest) -> CheckReport:
    return request.getfixturevalue(request.param)


def test_nothing_on_the_page_acts(any_report: CheckReport) -> None:
    for element in page(any_report).iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in VOICELESS
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"style", "src", "srcdoc"}
            if name == "href":
                assert value.startswith(("#", "https://", "http://"))


def test_links_inside_the_page_lead_somewhere(any_report: CheckReport) -> None:
    root = page(any_report)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for address in root.xpath("//a/@href"):
        assert not address.startswith("#") or address[1:] in ids


def test_the_policy_allows_only_the_style_of_the_page(report: CheckReport) -> None:
    root = page(report)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    digest = base64.b64encode(hashlib.sha256(root.findtext(".//style").encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_headings_leave_no_level_out(any_report: CheckReport) -> None:
    levels = [int(element.tag[1]) for element in page(any_report).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_headings_of_an_article_are_fitted_in() -> None:
    article = make_article("# A\n\nText.\n\n# B\n\nText.\n\n# C\n\nText.")
    passages = tuple(
        msgspec.structs.replace(each, level=level)
        for each, level in zip(article.passages, (1, 0, 5, 0, 1, 0))
    )
    report = CheckReport(article=msgspec.structs.replace(article, passages=passages))
    tags = [
        element.tag for element in page(report).xpath("//*[@class='article']//h3|//*[@class='article']//h4")
    ]
    assert tags == ["h3", "h4", "h3"]


def test_landmarks_language_and_skip_link(report: CheckReport) -> None:
    root = page(report)
    assert root.get("lang") == "en"
    assert [len(root.xpath(f"//{name}")) for name in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert root.xpath("//body/a[1]/@href") == ["#summary"]
    for section in root.xpath("//section"):
        assert root.xpath(f"//*[@id='{section.get('aria-labelledby')}']")


def test_the_article_is_whole_and_each_claim_is_named_in_words(report: CheckReport) -> None:
    root = page(report)
    (article,) = root.find_class("article")
    assert article.get("lang") == "en"
    shown = " ".join(article.text_content().split())
    assert "Sore knees are common after fifty." in shown
    tags = [" ".join(tag.text_content().split()) for tag in article.find_class("tag")]
    assert tags[:2] == ["claim 1 supported", "claim 2 contradicted"]
    assert len(tags) == 8
    marks = {mark.text_content() for mark in article.iter("mark")}
    assert "Pain fell by 45% in the walking group." in marks


def test_a_note_follows_its_paragraph(report: CheckReport) -> None:
    (article,) = page(report).find_class("article")
    order = [each.get("id") for each in article.iter() if each.get("id")]
    assert order.index("text-4") < order.index("claim-4") < order.index("text-5")


def test_overlapping_claims_are_both_labelled() -> None:
    report = CheckReport(
        article=make_article("One two three."),
        claims=(Claim(id="a", span=Span(start=0, end=7), text="One two"), Claim(id="b", span=Span(start=4, end=14), text="two three.")),
        results=(ClaimResult(claim_id="a", verdict="supported"), ClaimResult(claim_id="b", verdict="contradicted")),
    )  # fmt: skip
    marks = [(mark.text_content(), mark.get("class")) for mark in page(report).iter("mark")]
    assert marks == [("One ", "supported"), ("two", "contradicted"), (" three.", "contradicted")]


def test_an_odd_language_is_left_out(hostile: CheckReport) -> None:
    (article,) = page(hostile).find_class("article")
    assert article.get("lang") is None


def test_nothing_of_the_article_turns_the_text_around(hostile: CheckReport) -> None:
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800]", render(hostile, "html")
    )


def test_a_page_is_written_quickly(report: CheckReport) -> None:
    render(report, "html")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        render(report, "html")
        times.append(time.perf_counter() - start)
    assert min(times) < 0.020
