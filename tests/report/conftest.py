"""A whole report on an article in our own words; its studies are invented."""

from __future__ import annotations

from typing import Any

import pytest

from trueeffect.model.article import (
    Article,
    Citation,
    CitationKey,
    Claim,
    ClaimLink,
    Link,
    Passage,
    PersonName,
    Reference,
    ReferenceFields,
    SourceText,
)
from trueeffect.model.fact import Assertion, Quantity, StudyFacts
from trueeffect.model.provenance import Locator, Provenance, Span
from trueeffect.model.record import Candidate, Difference, Match, Notice, Record
from trueeffect.model.verdict import CheckReport, ClaimResult, Finding, ReferenceIssue

PASSAGES: list[tuple[str, int, str]] = [
    ("boilerplate", 0, "Home · Health · Newsletter"),
    ("heading", 1, "Walking it off: what really helps a sore knee"),
    (
        "paragraph",
        0,
        "Sore knees are common after fifty. Many people rest them, although resting may be the wrong idea. "
        "So what do the studies say?",
    ),
    ("heading", 2, "Walking"),
    (
        "paragraph",
        0,
        "In a trial of 120 adults with knee osteoarthritis, walking three times a week eased pain more than "
        "a leaflet did (Marsh et al., 2011). Pain fell by 45% in the walking group. "
        "The walkers also kept their gains for two years.",
    ),
    (
        "paragraph",
        0,
        "Warm mud packs are proven to rebuild cartilage in patients (Lindqvist and Oyelaran, 2014). "
        "They can be bought in any chemist.",
    ),
    ("heading", 2, "Needles, pills and tape"),
    ("list_item", 0, "- Acupuncture beat sham needling for knee pain (Castellan, 2016)."),
    ("list_item", 0, "- Taping cures stiffness in three days (Brandt, 2009)."),
    ("list_item", 0, "- Green tea also helps, according to a large study (Novak, 2018)."),
    (
        "paragraph",
        0,
        "Fish oil halved the need for painkillers (Abara, 2012). Talk to your doctor before you try any of this, and see ",
    ),
    ("heading", 2, "References"),
    (
        "reference",
        0,
        "Marsh A, Doyle P, Ferreira L. Walking and knee pain: a randomised trial. J Gentle Exerc. 2012;4:11-19.",
    ),
    (
        "reference",
        0,
        "Lindqvist O, Oyelaran T. Mud packs and cartilage thickness in rats. Warm Med. 2014;2:1-7.",
    ),
    ("reference", 0, "Castellan R. Needling for the knee against sham. Trials Knee. 2016;9:88-95."),
    ("reference", 0, "Brandt H. Elastic tape I. Ann Tape. 2009;1:1-4."),
    ("reference", 0, "Brandt H. Elastic tape II. Ann Tape. 2009;1:5-9."),
    ("reference", 0, "Novak I. Tea and joints. Leaf Sci. 2018;7:70-80."),
    ("reference", 0, "Abara U. Fish oil and painkillers. Oil Med. 2012;3:30-39."),
]
LINK_TEXT = "our guide to clinics."


def build_article() -> Article:
    """The article, with one passage for each entry of ``PASSAGES``."""
    text, passages = "", []
    for number, (kind, level, words) in enumerate(PASSAGES, 1):
        words += LINK_TEXT if words.endswith("see ") else ""
        span = Span(start=len(text), end=len(text) + len(words))
        passages.append(Passage(id=f"p{number}", kind=kind, level=level, span=span))
        text += words + "\n\n"
    return Article(
        title="Walking it off: what really helps a sore knee",
        text=SourceText(plain=text),
        passages=tuple(passages),
        links=(Link(span=find(text, LINK_TEXT[:-1]), href="https://example.org/clinics"),),
        address="https://example.org/knee",
        language="en",
    )


def find(text: str, words: str) -> Span:
    """The range of ``words``, which occur exactly once."""
    assert text.count(words) == 1, words
    return Span(start=text.index(words), end=text.index(words) + len(words))


REFERENCES = [words for kind, _, words in PASSAGES if kind == "reference"]
CITATIONS = [
    ("(Marsh et al., 2011)", ("r1",)),
    ("(Lindqvist and Oyelaran, 2014)", ("r2",)),
    ("(Castellan, 2016)", ("r3",)),
    ("(Brandt, 2009)", ("r4", "r5")),
    ("(Novak, 2018)", ("r6",)),
    ("(Abara, 2012)", ("r7",)),
]
CLAIMS: list[tuple[str, str, dict[str, Any]]] = [
    ("c1", "In a trial of 120 adults", {"reference_ids": ("r1",), "how": "explicit", "citation_id": "k1"}),
    ("c2", "Pain fell by 45%", {"reference_ids": ("r1",), "how": "carried", "citation_id": "k1"}),
    ("c3", "The walkers also kept", {"reference_ids": ("r1",), "how": "carried", "citation_id": "k1"}),
    ("c4", "Warm mud packs are", {"reference_ids": ("r2",), "how": "explicit", "citation_id": "k2"}),
    ("c5", "Acupuncture beat sham", {"reference_ids": ("r3",), "how": "explicit", "citation_id": "k3"}),
    (
        "c6",
        "Taping cures stiffness",
        {
            "reference_ids": ("r4", "r5"),
            "how": "explicit",
            "citation_id": "k4",
            "ambiguous": True,
            "reason": "the list has two entries by Brandt from 2009",
        },
    ),
    ("c7", "Green tea also helps", {"reference_ids": ("r6",), "how": "explicit", "citation_id": "k5"}),
    ("c8", "Fish oil halved", {"reference_ids": ("r7",), "how": "explicit", "citation_id": "k6"}),
]


def name(family: str, initials: str) -> PersonName:
    return PersonName(family=family, initials=initials)


RECORDS = (
    Record(
        id="lib:marsh2011",
        title="Walking and knee pain: a randomised trial",
        authors=(name("Marsh", "A"), name("Doyle", "P"), name("Ferreira", "L")),
        year=2011,
        journal="Journal of Gentle Exercise",
        doi="10.5555/walk.2011.4",
    ),
    Record(
        id="lib:lindqvist2014",
        title="Mud packs and cartilage thickness in rats",
        authors=(name("Lindqvist", "O"), name("Oyelaran", "T")),
        year=2014,
        journal="Warm Medicine",
        mesh=("Animals", "Rats"),
    ),
    Record(
        id="lib:castellan2016",
        title="Needling for the knee against sham",
        authors=(name("Castellan", "R"),),
        year=2016,
        journal="Trials of the Knee",
        publication_types=("Randomized Controlled Trial",),
        mesh=("Humans",),
    ),
    Record(
        id="lib:abara2012",
        title="Fish oil and painkillers",
        authors=(name("Abara", "U"),),
        year=2012,
        journal="Oil Medicine",
        notices=(Notice(kind="retraction", date="2015", reason="figures could not be traced"),),
    ),
)


def fact(facet: str, **value: Any) -> Assertion:
    return Assertion(facet=facet, span=Span(start=0, end=1), quote="", part="facts", **value)


FACTS = (
    StudyFacts(
        record_id="lib:marsh2011",
        basis=("curated", "abstract"),
        assertions=(
            fact("design", term="rct"),
            fact("species", term="human"),
            fact("sample_size", role="total", quantity=Quantity(value=120, of="patients")),
            fact("intervention", term="walking"),
            fact("comparator", term="leaflet"),
        ),
    ),
    StudyFacts(
        record_id="lib:lindqvist2014",
        basis=("abstract",),
        assertions=(
            fact("design", term="animal_experiment"),
            fact("species", term="rat"),
            fact("sample_size", role="total", quantity=Quantity(value=24, of="rats")),
        ),
    ),
)


def said(quote: str) -> Provenance:
    return Provenance(source="article", locator=Locator(part="text"), quote=quote)


def studied(
    record: str, quote: str, section: str = "", part: str = "abstract", how: Any = "extracted"
) -> Provenance:
    return Provenance(source=record, locator=Locator(part=part, section=section), quote=quote, how=how)


def build_results() -> tuple[ClaimResult, ...]:
    """Every verdict, with faults, agreements and facets that could not be compared."""
    marsh, rats, needles = "lib:marsh2011", "lib:lindqvist2014", "lib:castellan2016"
    return (
        ClaimResult(
            claim_id="c1", verdict="supported", record_id=marsh, reference_id="r1", basis=("curated", "abstract"),
            findings=(
                Finding(claim_id="c1", facet="sample_size", verdict="supported", claimed=said("120 adults"), found=studied(marsh, "120 patients", "METHODS")),
                Finding(claim_id="c1", facet="comparator", verdict="supported", claimed=said("a leaflet"), found=studied(marsh, "walking or a leaflet", "METHODS")),
                Finding(claim_id="c1", facet="direction", verdict="supported", claimed=said("eased pain more"), found=studied(marsh, "less pain with walking than with the leaflet", "RESULTS")),
            ),
        ),
        ClaimResult(
            claim_id="c2", verdict="contradicted", record_id=marsh, reference_id="r1", basis=("curated", "abstract"),
            findings=(
                Finding(
                    claim_id="c2", facet="number", verdict="contradicted", error_type="wrong_quantity", severity="major",
                    claimed=said("Pain fell by 45%"), found=studied(marsh, "45% of walkers felt better", "RESULTS"),
                    explanation="In the study 45% is the share of walkers who felt better, not the size of the fall in pain.",
                ),
                Finding(claim_id="c2", facet="outcome", verdict="supported", claimed=said("Pain"), found=studied(marsh, "pain score", part="facts", how="curated")),
            ),
        ),
        ClaimResult(
            claim_id="c3", verdict="unsupported", record_id=marsh, reference_id="r1", basis=("curated", "abstract"),
            findings=(
                Finding(
                    claim_id="c3", facet="duration", verdict="unsupported", error_type="wrong_dose_duration", severity="minor",
                    claimed=said("for two years"), found=studied(marsh, "followed for 12 weeks", "METHODS"),
                    explanation="The study followed people for 12 weeks, so it can say nothing about two years.",
                ),
            ),
        ),
        ClaimResult(
            claim_id="c4", verdict="overstated", record_id=rats, reference_id="r2", basis=("abstract",),
            findings=(
                Finding(
                    claim_id="c4", facet="certainty", verdict="overstated", error_type="certainty_overstated", severity="minor",
                    claimed=said("are proven to rebuild"), found=studied(rats, "may slow the loss of cartilage", "CONCLUSIONS"),
                    explanation="The authors write “may slow the loss”; the article says “proven to rebuild”.",
                ),
                Finding(
                    claim_id="c4", facet="species", verdict="overstated", error_type="species_extrapolation", severity="major",
                    claimed=said("in patients"), found=studied(rats, "24 rats", "METHODS"),
                    explanation="The study was done in rats; it shows no effect in patients.",
                ),
                Finding(claim_id="c4", facet="dose", verdict="not_checkable", claimed=said("Warm mud packs"), explanation="The abstract gives no temperature."),
            ),
        ),
        ClaimResult(
            claim_id="c5", verdict="contradicted", record_id=needles, reference_id="r3", basis=("abstract",),
            findings=(
                Finding(
                    claim_id="c5", facet="direction", verdict="contradicted", error_type="direction_reversed", severity="major",
                    claimed=said("beat sham needling"), found=studied(needles, "no difference between needling and sham", "RESULTS"),
                    explanation="The study found no difference between acupuncture and sham needling.",
                ),
            ),
        ),
        ClaimResult(claim_id="c6", verdict="not_checkable", reason="The citation fits two entries of the list, and their content does not decide between them."),
        ClaimResult(claim_id="c7", verdict="not_checkable", reference_id="r6", reason="The cited work is not in this library."),
        ClaimResult(
            claim_id="c8", verdict="unsupported", record_id="lib:abara2012", reference_id="r7", basis=("abstract",),
            findings=(
                Finding(
                    claim_id="c8", facet="status", verdict="unsupported", error_type="retracted_source", severity="major",
                    claimed=said("halved the need for painkillers"), found=studied("lib:abara2012", "Retraction, 2015", part="facts", how="curated"),
                    explanation="The study has been retracted, so it cannot support the claim.",
                ),
            ),
        ),
    )  # fmt: skip


ISSUES = (
    ReferenceIssue(type="wrong_year", reference_id="r1", field="year", claimed="2012", found="2011"),
    ReferenceIssue(type="retracted", reference_id="r7", claimed=REFERENCES[6], found="retracted 2015"),
    ReferenceIssue(
        type="ambiguous_citation",
        citation_id="k4",
        claimed="(Brandt, 2009)",
        explanation="The list has two entries by Brandt from 2009.",
    ),
    ReferenceIssue(type="never_cited", reference_id="r5", claimed=REFERENCES[4]),
)


def build_report() -> CheckReport:
    """A report with every verdict, an ambiguous citation, faulty references and notes."""
    article = build_article()
    text = article.text.plain
    body = text[: text.index("References\n")]
    claims = []
    for claim_id, start, link in CLAIMS:
        at = body.index(start)
        sentence = body[
            at : min(end + 1 for end in (body.find(". ", at), body.find(".\n", at)) if end > at + 20)
        ]
        sentence = (
            sentence
            if ", 2011)" in sentence or "al." not in sentence
            else body[at : body.index("2011).") + 6]
        )
        claims.append(
            Claim(id=claim_id, span=find(text, sentence), text=sentence, links=(ClaimLink(**link),))
        )
    decided = {
        "r1": "lib:marsh2011",
        "r2": "lib:lindqvist2014",
        "r3": "lib:castellan2016",
        "r7": "lib:abara2012",
    }
    return CheckReport(
        version="0.1.0",
        article=article,
        claims=tuple(claims),
        citations=tuple(
            Citation(
                id=f"k{number}",
                span=find(text, marker),
                text=marker,
                style="author_year",
                keys=(CitationKey(),),
                candidates=(entries,),
            )
            for number, (marker, entries) in enumerate(CITATIONS, 1)
        ),
        references=tuple(
            Reference(id=f"r{number}", raw=raw, span=find(text, raw), fields=ReferenceFields())
            for number, raw in enumerate(REFERENCES, 1)
        ),
        matches=(
            *(
                Match(reference_id=key, decision="matched", record_id=found, score=0.99)
                for key, found in decided.items()
            ),
            Match(
                reference_id="r4", decision="ambiguous", candidates=(Candidate(record_id="lib:a", score=0.5),)
            ),
            Match(
                reference_id="r3",
                decision="matched",
                record_id="lib:castellan2016",
                differences=(
                    Difference(field="pages", error_type="wrong_pages", claimed="88-95", found="80-87"),
                ),
            ),
        ),
        records=RECORDS,
        facts=FACTS,
        results=build_results(),
        reference_issues=ISSUES,
        library=("built-in library (4 records)",),
        notes=("The picture on the page was not read.",),
    )


HOSTILE = (
    "<script>window.hacked = 1</script> <img src=x onerror='window.hacked = 2'> \x00\x1b[31mred\x1b[0m",
    "\u202egnp.exe\u202c [click](javascript:alert(1)) ![x](data:text/html,<script>1</script>) </style></mark></p>",
    "W" * 3000 + "\ud800\u2028\u0085\x9b2J & &lt;b&gt; \"quoted\" 'quoted'",
)


def build_hostile() -> CheckReport:
    """A report whose every text tries to break out of the page, and whose links should not be followed."""
    text = "\n\n".join(HOSTILE)
    nasty = " ".join(HOSTILE)
    starts = [text.index(part) for part in HOSTILE]
    passages = [
        Passage(id=f"p{at}", kind="paragraph", span=Span(start=start, end=start + len(part)))
        for at, (start, part) in enumerate(zip(starts, HOSTILE))
    ]
    claims = [
        Claim(id="c1", span=Span(start=0, end=40), text=nasty),
        Claim(id="c2", span=Span(start=20, end=len(HOSTILE[0]) + 10), text=nasty),
        Claim(id="c3", span=Span(start=len(text) - 500, end=len(text)), text=nasty),
        Claim(id="c4", span=Span(start=len(text) + 5, end=len(text) + 9), text=nasty),
    ]
    faulty = Finding(
        claim_id="c1", facet=nasty, verdict="contradicted", claimed=said(nasty), found=studied("lib:x", nasty, nasty, nasty), explanation=nasty
    )  # fmt: skip
    record = Record(
        id="lib:x", title=nasty, authors=(name(nasty, "X"),), doi='10.1/"><script>', url="javascript:alert(1)",
        notices=(Notice(kind="correction", date=nasty, reason=nasty),),
    )  # fmt: skip
    return CheckReport(
        version=nasty,
        article=Article(
            title=nasty,
            text=SourceText(plain=text),
            passages=tuple(passages),
            links=tuple(
                Link(span=Span(start=at * 7, end=at * 7 + 5), href=href)
                for at, href in enumerate(
                    (
                        "javascript:alert(1)",
                        "data:text/html,<b>",
                        " JaVaScRiPt:alert(1)",
                        'https://example.org/"onmouseover=1',
                        "//example.org",
                        "#top",
                    )
                )
            ),
            address="javascript:alert(1)",
            language='en" onload="x',
            notes=(nasty,),
        ),
        claims=tuple(claims),
        references=(Reference(id="r1", raw=nasty, span=Span(start=1, end=5), label=nasty),),
        matches=(Match(reference_id="r1", decision="matched", record_id="lib:x"),),
        records=(record,),
        results=(
            ClaimResult(
                claim_id="c1",
                verdict="contradicted",
                record_id="lib:x",
                reference_id="r1",
                findings=(faulty,),
            ),
            ClaimResult(claim_id="c2", verdict="overstated", reason=nasty),
            ClaimResult(claim_id="c3", verdict="not_checkable", reason=nasty),
            ClaimResult(claim_id="c4", verdict="supported", reason=nasty),
        ),
        reference_issues=(
            ReferenceIssue(
                type="wrong_year", reference_id="r1", claimed=nasty, found=nasty, explanation=nasty
            ),
            ReferenceIssue(type="ambiguous_citation", citation_id="k1", claimed=nasty, explanation=nasty),
        ),
        library=(nasty,),
        notes=(nasty,),
    )


@pytest.fixture
def hostile() -> CheckReport:
    return build_hostile()


@pytest.fixture
def empty() -> CheckReport:
    """An article in which nothing was found."""
    return CheckReport(article=Article(title="", text=SourceText(plain=""), passages=()))


@pytest.fixture
def report() -> CheckReport:
    return build_report()
