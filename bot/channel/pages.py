"""The chat page's files, served from memory: nothing a path could climb out of."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "widget"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}


@dataclass(frozen=True)
class Page:
    body: bytes
    content_type: str


def read_pages(exit_url: str, emergency_html: str) -> dict[str, Page]:
    """Path -> page. `{{exit_url}}` and `{{emergency}}` in the HTML are filled in. Raises OSError."""
    pages = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix not in _TYPES:
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = text.replace("{{exit_url}}", html.escape(exit_url)).replace("{{emergency}}", emergency_html)
        web_path = "/" if path.name == "index.html" else f"/{path.name}"
        pages[web_path] = Page(text.encode(), _TYPES[path.suffix])
    return pages


def emergency_list(cards: list[dict[str, object]]) -> str:
    """The emergency numbers as HTML, for readers without JavaScript."""
    rows = []
    for card in cards:
        name, phone, tel = (html.escape(str(card[k])) for k in ("name", "phone", "tel"))
        rows.append(f'<li><strong>{name}</strong> <a href="{tel}">{phone}</a></li>')
    return "\n".join(rows)
