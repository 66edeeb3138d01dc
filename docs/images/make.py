"""Make the pictures of the report for the README: ``python docs/images/make.py``.

Checks the example article with the built-in library and takes the page as it looks on a desk and on a
phone. Needs Chromium and playwright (``pip install trueeffect[browser]``).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "sore_back.md"
PICTURES = {"report.png": (1200, 900, "body"), "report-phone.png": (390, 844, ".segment:has(mark)")}
"""Width, height, and the part of the page at the top of the picture."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MOST_BYTES = 200_000
QUIET = ["--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def main() -> None:
    """Write both pictures beside this file."""
    from playwright.sync_api import sync_playwright

    import trueeffect
    from trueeffect.report.render import render

    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        sys.exit("No Chromium was found: install it, then run this again.")
    page_text = render(trueeffect.check(EXAMPLE), "html")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "report.html"
        page_file.write_text(page_text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        for name, (width, height, top) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(page_file.as_uri())
            page.evaluate("top => document.querySelector(top).scrollIntoView()", top)
            page.screenshot(path=HERE / name)
            page.close()
        browser.close()
    for name in PICTURES:
        size = (HERE / name).stat().st_size
        if size > MOST_BYTES:
            sys.exit(f"{name} has {size} bytes, more than {MOST_BYTES}.")


if __name__ == "__main__":
    main()
