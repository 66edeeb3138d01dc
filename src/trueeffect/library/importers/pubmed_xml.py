"""PubMed XML: articles and books, with notices, MeSH, structured abstracts and versions.

Of several versions of one PMID the highest stays first when records are merged; a file lists them in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from trueeffect.library.importers._base import Importer
from trueeffect.library.importers._build import build, year_of
from trueeffect.library.importers._text import head_text
from trueeffect.library.importers._xml import elements, line_of, text_at, text_of
from trueeffect.library.names import initials_of
from trueeffect.model.article import PersonName
from trueeffect.model.record import AbstractSection, Notice, Record, Rejection

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOTICES = {
    "RetractionIn": "retraction", "ExpressionOfConcernIn": "expression_of_concern", "ErratumIn": "correction",
    "CorrectedandRepublishedIn": "correction", "RetractedandRepublishedIn": "retraction",
}  # fmt: skip


def _sniff(head: bytes) -> float:
    text = head_text(head)
    marks = (
        "<PubmedArticle",
        "<PubmedBookArticle",
        "<MedlineCitation",
        "<PubmedBookArticleSet",
        "<!DOCTYPE PubmedArticleSet",
    )
    return 0.97 if text.startswith("<") and any(m in text for m in marks) else 0.0


def _read(stream: BinaryIO, source: str) -> Iterator[Record | Rejection]:
    for found in elements(stream, source, ("PubmedArticle", "PubmedBookArticle", "MedlineCitation")):
        yield found if isinstance(found, Rejection) else _record(found, source)


def _record(element: _Element, source: str) -> Record | Rejection:
    line = line_of(element)
    if element.tag == "PubmedBookArticle":
        return _book(element, source, line)
    citation = element if element.tag == "MedlineCitation" else element.find("MedlineCitation")
    article = citation.find("Article") if citation is not None else None
    if citation is None or article is None:
        return Rejection(source=source, line=line, reason="The entry holds no article.")
    people, collective, complete = _authors(article.find("AuthorList"))
    return build(
        source=source,
        line=line,
        title=_title(article),
        people=people,
        collective=collective,
        authors_complete=complete,
        year=_year(article.find("Journal/JournalIssue/PubDate"), article.find("ArticleDate")),
        journal=text_at(article, "Journal/Title"),
        journal_abbreviation=text_at(article, "Journal/ISOAbbreviation")
        or text_at(citation, "MedlineJournalInfo/MedlineTA"),
        volume=text_at(article, "Journal/JournalIssue/Volume"),
        issue=text_at(article, "Journal/JournalIssue/Issue"),
        pages=text_at(article, "Pagination/MedlinePgn") or text_at(article, "Pagination/StartPage"),
        doi=_doi(element, article),
        pmid=text_at(citation, "PMID"),
        pmcid=_id(element, "pmc"),
        language=text_at(article, "Language"),
        publication_types=[text_of(t) for t in article.findall("PublicationTypeList/PublicationType")],
        mesh=[text_of(d) for d in citation.findall("MeshHeadingList/MeshHeading/DescriptorName")],
        abstract=_abstract(
            article.find("Abstract")
            if article.find("Abstract") is not None
            else citation.find("OtherAbstract")
        ),
        registrations=[
            text_of(a) for a in article.findall("DataBankList/DataBank/AccessionNumberList/AccessionNumber")
        ],
        notices=[
            n for c in citation.findall("CommentsCorrectionsList/CommentsCorrections") if (n := _notice(c))
        ],
    )


def _book(element: _Element, source: str, line: int) -> Record | Rejection:
    document = element.find("BookDocument")
    book = document.find("Book") if document is not None else None
    if document is None or book is None:
        return Rejection(source=source, line=line, reason="The entry holds no book.")
    chapter = text_at(document, "ArticleTitle")
    people, collective, complete = _authors(
        document.find("AuthorList") if chapter else book.find("AuthorList")
    )
    return build(
        source=source,
        line=line,
        title=chapter or text_at(book, "BookTitle"),
        people=people,
        collective=collective,
        authors_complete=complete,
        year=_year(book.find("PubDate"), document.find("ContributionDate"), book.find("BeginningDate")),
        journal=text_at(book, "BookTitle") if chapter else "",
        volume=text_at(book, "Volume"),
        pmid=text_at(document, "PMID"),
        doi=_id(document, "doi"),
        language=text_at(document, "Language"),
        type="chapter" if chapter else "book",
        publication_types=[text_of(t) for t in document.findall("PublicationType")],
        abstract=_abstract(document.find("Abstract")),
    )


def _title(article: _Element) -> str:
    title = text_at(article, "ArticleTitle")
    if title.strip("[]. ").lower() in {"", "not available"}:
        return text_at(article, "VernacularTitle") or title
    return title


def _authors(listed: _Element | None) -> tuple[list[PersonName], str, bool]:
    if listed is None:
        return [], "", True
    people, groups = [], []
    for author in listed.findall("Author"):
        if group := text_at(author, "CollectiveName"):
            groups.append(group.rstrip("."))
        elif family := text_at(author, "LastName"):
            given = text_at(author, "ForeName")
            people.append(
                PersonName(
                    family=family, initials=text_at(author, "Initials") or initials_of(given), given=given
                )
            )
    return people, "; ".join(groups), listed.get("CompleteYN") != "N"


def _year(*dates: _Element | None) -> int | None:
    return year_of(*(text_at(d, tag) for d in dates if d is not None for tag in ("Year", "MedlineDate")))


def _id(element: _Element, kind: str) -> str:
    """Return an id of the article itself, not of its references."""
    for found in element.iterfind(f".//ArticleIdList/ArticleId[@IdType='{kind}']"):
        holder = found.getparent()
        owner = holder.getparent() if holder is not None else None
        if owner is not None and owner.tag != "Reference":
            return text_of(found)
    return ""


def _doi(element: _Element, article: _Element) -> str:
    valid = [e for e in article.findall("ELocationID[@EIdType='doi']") if e.get("ValidYN") != "N"]
    return text_of(valid[0]) if valid else _id(element, "doi")


def _abstract(abstract: _Element | None) -> list[AbstractSection]:
    if abstract is None:
        return []
    parts = (
        (text_of(t), t.get("Label") or t.get("NlmCategory") or "") for t in abstract.findall("AbstractText")
    )
    return [
        AbstractSection(text=text, label="" if label == "UNLABELLED" else label)
        for text, label in parts
        if text
    ]


def _notice(link: _Element) -> Notice | None:
    kind = _NOTICES.get(link.get("RefType") or "")
    if not kind:
        return None
    where, pmid = text_at(link, "RefSource"), text_at(link, "PMID")
    return Notice(
        kind=kind,  # type: ignore[arg-type]
        date=str(year_of(where) or ""), source=where, reason=text_at(link, "Note"),
        notice_id=f"pmid:{pmid}" if pmid else "",
    )  # fmt: skip


importer = Importer(name="PubMed XML", suffixes=(".xml",), sniff=_sniff, read=_read)
