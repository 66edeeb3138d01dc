"""Small pieces of an HTML page that stands alone: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def page(title: str, body: Iterable[str]) -> str:
    """Return a whole page."""
    style = files("trueeffect.data").joinpath("report", "answer.css").read_text(encoding="utf-8")
    return PAGE.format(title=escape(title), style=style, body="\n".join(body))


def link(text: str, url: str) -> str:
    """Return a link, or the text alone when the address is no web address."""
    if not url.startswith(("https://", "http://")):
        return escape(text)
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(text)}</a>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], label: str) -> str:
    """Return a table whose cells are HTML already; it scrolls by itself on small screens."""
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}"><table><thead><tr>{top}'
        f"</tr></thead><tbody>\n{body}\n</tbody></table></div>"
    )


def paragraphs(texts: Iterable[str]) -> str:
    """Return plain texts as paragraphs."""
    return "\n".join(f"<p>{escape(text)}</p>" for text in texts)


def listed(items: Iterable[str]) -> str:
    """Return HTML items as a list."""
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"


def icon_array(caption: str, filled: int, kind: str = "on") -> str:
    """Return a picture of 100 people, ``filled`` of them marked, always counted in the same order."""
    circles = "".join(
        f'<circle class="{kind if i < filled else "off"}" cx="{8 + 16 * (i % 10)}" cy="{8 + 16 * (i // 10)}" r="6"/>'
        for i in range(100)
    )
    return (
        f"<figure><figcaption>{escape(caption)}</figcaption>"
        f'<svg viewBox="0 0 160 160" role="img" aria-label="{filled} of 100 people marked: {escape(caption)}">'
        f"{circles}</svg></figure>"
    )
