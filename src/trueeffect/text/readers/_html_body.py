"""Tell the article from navigation, adverts, comments and the rest of a page."""

from __future__ import annotations

from trueeffect.text.readers._html_page import Block, Page
from trueeffect.text.readers._html_regions import Region

# A block of this many characters, few of them linked, is prose.
_PROSE_CHARS = 80
_PROSE_LINKS = 0.5
# A region with more than this share of the prose of the page is the article, whatever its name says.
_MOST = 0.5
# The innermost main element that still holds this share of the outermost one's prose is taken.
_NEARLY_ALL = 0.7
_LIST_LINKS = 0.8
_LIST_ITEM_CHARS = 70
_LINE_CHARS = 90
_LINE_LINKS = 0.9


def classify(page: Page) -> list[bool]:
    """Return for each block of the page whether it is boilerplate."""
    _sum_up(page)
    total = page.regions[0].prose
    main = _main_region(page.regions)
    side, inside = _inherit(page.regions, total, main)
    return [_is_boilerplate(block, page, side, inside) for block in page.blocks]


def _sum_up(page: Page) -> None:
    regions = page.regions
    for block in page.blocks:
        region, length = regions[block.region], block.end - block.start
        region.chars += length
        region.linked += block.linked
        region.items += 1
        if length >= _PROSE_CHARS and block.linked < _PROSE_LINKS * length:
            region.prose += length
    for region in reversed(regions[1:]):
        above = regions[region.parent]
        above.prose += region.prose
        if above.name not in ("ul", "ol", "dl") or region.name not in ("ul", "ol", "dl"):
            above.chars += region.chars
            above.linked += region.linked


def _main_region(regions: list[Region]) -> int:
    """Return the index of the element that holds the article, or -1 when the page names none."""
    clear = _own_prose(regions)
    candidates = [i for i, region in enumerate(regions) if region.main]
    best = max(candidates, key=lambda i: (clear[i], -i), default=-1)
    if best < 0 or clear[best] < _MOST * clear[0] or not clear[best]:
        return -1
    inner = [i for i in candidates if i > best and clear[i] >= _NEARLY_ALL * clear[best]]
    return inner[-1] if inner else best


def _own_prose(regions: list[Region]) -> list[int]:
    """Return the prose of each region without that of the side regions in it."""
    total = regions[0].prose
    own = [region.prose for region in regions]
    for index in range(len(regions) - 1, 0, -1):
        region = regions[index]
        if region.side and region.prose <= _MOST * total:
            lost, parent = own[index], region.parent
            while parent >= 0 and lost:
                own[parent] -= lost
                parent = regions[parent].parent
            own[index] = 0
    return own


def _inherit(regions: list[Region], total: int, main: int) -> tuple[list[bool], list[bool]]:
    """Return for each region whether it lies in a side region, and whether it lies in the main one."""
    wraps_main = set()
    above = main
    while above >= 0:
        wraps_main.add(above)
        above = regions[above].parent
    side, inside = [False] * len(regions), [main < 0] * len(regions)
    for index, region in enumerate(regions):
        if region.parent >= 0:
            side[index] = side[region.parent]
            inside[index] = inside[region.parent]
        inside[index] = inside[index] or index == main
        wrapper = index in wraps_main or (total and region.prose > _MOST * total)
        header = region.name == "header" and main >= 0 and inside[index]
        if region.side and not wrapper and not header:
            side[index] = True
    return side, inside


def _is_boilerplate(block: Block, page: Page, side: list[bool], inside: list[bool]) -> bool:
    region = page.regions[block.region]
    if side[block.region] or not inside[block.region]:
        return True
    if region.listing:
        return False
    if region.name in ("ul", "ol") and region.items >= 3:
        dense = region.linked >= _LIST_LINKS * region.chars
        if dense and region.chars < _LIST_ITEM_CHARS * region.items:
            return not _cites(block, page)
    length = block.end - block.start
    lonely = block.kind in ("paragraph", "list_item") and length < _LINE_CHARS
    return lonely and block.linked >= _LINE_LINKS * length and not _cites(block, page)


def _cites(block: Block, page: Page) -> bool:
    """Tell whether a link in the block leads to a paper."""
    return any(
        block.start <= link.span.start < block.end and is_paper(link.href)
        for link in page.links_from(block.start)
    )


def is_paper(href: str) -> bool:
    """Tell whether an address leads to a paper: a DOI resolver, PubMed, PubMed Central."""
    href = href.lower()
    return any(
        mark in href for mark in ("doi.org/", "/doi/", "pubmed", "ncbi.nlm.nih.gov/pmc", "pmc/articles")
    )
