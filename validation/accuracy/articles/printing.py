"""Print a study as an entry of a reference list, in the styles that articles use."""

from __future__ import annotations

from typing import Any

Study = dict[str, Any]
Italic = tuple[str, str]


def people(study: Study) -> list[tuple[str, str]]:
    """Return (family, initials) of each author."""
    names = (name.strip().rsplit(" ", 1) for name in study["authors"].split(";"))
    return [(family, initials) for family, initials in names]


def dotted(initials: str, gap: str = " ") -> str:
    """Return ``A. B.`` for ``AB``."""
    return gap.join(f"{letter}." for letter in initials)


class Entry:
    """The parts of a reference, ready to be put in order by a style."""

    def __init__(self, study: Study, italic: Italic = ("", "")) -> None:
        self.names = people(study)
        self.year = f"{study['year']}{study.get('letter', '')}"
        self.title = study["title"].rstrip(".")
        self.sentence = self.title + ("" if self.title.endswith("?") else ".")
        self.open, self.shut = italic
        self.full, self.abbr = (self.open + study[key] + self.shut for key in ("journal", "abbr"))
        self.volume, self.pages = study.get("volume", ""), study.get("pages", "")
        self.issue = f"({study['issue']})" if study.get("issue") else ""
        self.month = f" {study['month']}" if study.get("month") else ""

    @property
    def turned(self) -> list[str]:
        """Each name as ``Smith, A. B.``"""
        return [f"{family}, {dotted(initials)}" for family, initials in self.names]

    @property
    def place(self) -> str:
        """Volume, issue and pages, without spaces."""
        return f"{self.volume}{self.issue}" + (f":{self.pages}" if self.pages else "")

    @property
    def short_pages(self) -> str:
        """Pages with the repeated digits of the last one left out: 1279-90."""
        first, _, last = self.pages.partition("-")
        if last and len(last) == len(first):
            same = next((i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), 0)
            last = last[same:]
        return first + (f"-{last}" if last else "")

    def some(self, limit: int) -> str:
        """``Smith A, Jones B, et al.``, with at most ``limit`` names."""
        shown = ", ".join(f"{family} {initials}" for family, initials in self.names[:limit])
        return shown + (", et al." if len(self.names) > limit else ".")

    def first(self, gap: str, join: str) -> str:
        """``Smith, A. B. et al.``; both names when there are two."""
        one, *others = (f"{family}, {dotted(initials, gap)}" for family, initials in self.names)
        return f"{one} {join} {others[0]}" if len(others) == 1 else one + (" et al." if others else "")


def _vancouver(e: Entry) -> str:
    return f"{e.some(3)} {e.sentence} {e.abbr} {e.year};{e.place}."


def _vanc6(e: Entry) -> str:
    return f"{e.some(6)} {e.sentence} {e.abbr}. {e.year};{e.place}."


def _seed(e: Entry) -> str:
    return f"{e.some(3).rstrip('.')}. ({e.year}). {e.sentence} {e.abbr}, {e.place}."


def _packed(e: Entry) -> str:
    pages = f":{e.short_pages}" if e.pages else ""
    return f"{e.some(6)} {e.sentence} {e.abbr}. {e.year}{e.month};{e.volume}{e.issue}{pages}."


def _apa(e: Entry) -> str:
    return _apa_after(e, ", ".join(e.turned[:3]) + ", et al.")


def _apa6(e: Entry) -> str:
    """The sixth manual: six names, three dots, and the last name."""
    return _apa_after(e, ", ".join(e.turned[:6]) + ", . . . " + e.turned[-1])


def _apa_after(e: Entry, many: str) -> str:
    if len(e.turned) > 6:
        who = many
    else:
        who = e.turned[0] if len(e.turned) == 1 else ", ".join(e.turned[:-1]) + ", & " + e.turned[-1]
    pages = f", {e.pages.replace('-', '–')}." if e.pages else "."
    return f"{who} ({e.year}). {e.sentence} {e.full}, {e.open}{e.volume}{e.shut}{e.issue}{pages}"


def _harvard(e: Entry) -> str:
    pages = f", pp. {e.pages}" if "-" in e.pages else f", {e.pages}"
    return f"{e.first('', 'and')} ({e.year}) '{e.title}', {e.full}, {e.volume}{e.issue}{pages}."


def _nature(e: Entry) -> str:
    return f"{e.first(' ', '&')} {e.sentence} {e.abbr} {e.volume}, {e.pages.replace('-', '–')} ({e.year})."


def _short(e: Entry) -> str:
    return f"{e.names[0][0]} et al. {e.abbr} {e.year};{e.place}."


STYLES = {
    "vancouver": _vancouver,
    "vanc6": _vanc6,
    "seed": _seed,
    "packed": _packed,
    "apa": _apa,
    "apa6": _apa6,
    "harvard": _harvard,
    "nature": _nature,
    "short": _short,
}


def render(study: Study, style: str, italic: Italic = ("", "")) -> str:
    """Return the study as an entry of a list; ``style+doi`` and ``style+pmid`` add the identifier."""
    base, _, extra = style.partition("+")
    text = STYLES[base](Entry(study, italic))
    if extra == "doi" and study.get("doi"):
        text += f" https://doi.org/{study['doi']}" if base.startswith("apa") else f" doi:{study['doi']}"
    if extra == "pmid":
        text += f" PMID: {study['pmid']}"
    return text
