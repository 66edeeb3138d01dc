"""The page in a real browser: quiet, inert, legible on a phone and in the dark.

Skipped where no Chromium is found, unless ``TRUEEFFECT_REQUIRE_BROWSER=1`` is set.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from trueeffect.model.verdict import CheckReport
from trueeffect.report.render import render

pytestmark = pytest.mark.browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
AA = 4.5

CONTRAST = """
() => {
  const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = rgb => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]);
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const paper = element => {
    for (let at = element; at; at = at.parentElement) {
      const back = numbers(getComputedStyle(at).backgroundColor);
      if (back.length < 4 || back[3] > 0) return back;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('p, li, dd, dt, a, h1, h2, h3, .label, .tag, .source, .line, .notice')]
    .map(element => {
      const pair = [light(numbers(getComputedStyle(element).color)), light(paper(element))].sort((a, b) => b - a);
      return [element.className || element.tagName, (pair[0] + 0.05) / (pair[1] + 0.05)];
    });
}
"""


def chromium() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    required = os.environ.get("TRUEEFFECT_REQUIRE_BROWSER") == "1"
    path = chromium()
    if not path:
        (pytest.fail if required else pytest.skip)("no Chromium was found")
    if required:
        from playwright.sync_api import sync_playwright
    else:
        sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield running
        running.close()


class Opened:
    """A page in the browser, with everything it complained about and asked for."""

    def __init__(self, browser: Any, document: str, folder: Path, **options: Any) -> None:
        file = folder / "report.html"
        file.write_text(document, encoding="utf-8")
        self.context = browser.new_context(**{"viewport": {"width": 360, "height": 740}, **options})
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    pages: list[Opened] = []

    def opens(report: CheckReport, **options: Any) -> Opened:
        pages.append(Opened(browser, render(report, "html"), tmp_path, **options))
        return pages[-1]

    yield opens
    for each in pages:
        each.context.close()


@pytest.mark.parametrize("name", ["report", "hostile", "empty"])
def test_the_page_is_quiet_and_asks_for_nothing(
    name: str, opened: Any, request: pytest.FixtureRequest
) -> None:
    each = opened(request.getfixturevalue(name))
    assert each.complaints == []
    assert len(each.requests) == 1
    assert each.page.evaluate("window.hacked") is None


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("name", ["report", "hostile"])
def test_nothing_scrolls_sideways(name: str, width: int, opened: Any, request: pytest.FixtureRequest) -> None:
    each = opened(request.getfixturevalue(name), viewport={"width": width, "height": 800})
    assert each.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(scheme: str, report: CheckReport, opened: Any) -> None:
    each = opened(report, color_scheme=scheme)
    ratios = each.page.evaluate(CONTRAST)
    assert len(ratios) > 100
    assert [pair for pair in ratios if pair[1] < AA] == []


def test_a_claim_leads_to_its_note_and_back(report: CheckReport, opened: Any) -> None:
    page = opened(report).page
    page.click("a.tag.overstated")
    assert page.url.endswith("#claim-4")
    page.click("#claim-4 .verdict a")
    assert page.url.endswith("#text-4")


def test_the_first_stop_of_the_keyboard_skips_the_header(report: CheckReport, opened: Any) -> None:
    page = opened(report).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#summary"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


def test_notes_stand_beside_the_text_only_where_there_is_room(report: CheckReport, opened: Any) -> None:
    place = "[...document.querySelectorAll('#text-4 + mark, #claim-4')].map(e => e.getBoundingClientRect())"
    for width, beside in ((360, False), (1280, True)):
        mark, note = opened(report, viewport={"width": width, "height": 800}).page.evaluate(place)
        assert (note["left"] > mark["right"]) is beside
        assert beside or note["top"] >= mark["bottom"]


def test_the_page_prints_in_one_column(report: CheckReport, opened: Any) -> None:
    page = opened(report, viewport={"width": 1280, "height": 800}).page
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.segment')).display") == "block"
    assert page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert page.pdf().startswith(b"%PDF")


def test_text_can_be_twice_as_large(report: CheckReport, opened: Any) -> None:
    page = opened(report).page
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
