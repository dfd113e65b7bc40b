"""The files residents' browsers get, made once at start and served from memory: nothing a path could climb out of.

The widget is several small scripts and one style sheet in bot/widget/; they are joined to /lotsen.js, one file for a host
page to load, with the emergency numbers of the register inside: these can then be shown without any network.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.kommun import kommun
from bot.services.notice import Notice

FOLDER = Path(__file__).resolve().parent.parent / "widget"
SCRIPTS = ("strings.js", "theme.js", "exit.js", "talk.js", "view.js", "element.js")
_STYLE = "lotsen.css"
_PAGES = {"/": "index.html", "/demo": "demo.html", "/demo.css": "demo.css"}
_TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8"}
_JAVASCRIPT = "text/javascript; charset=utf-8"

Card = Mapping[str, Any]
"""A service as the contract's JSON has it."""


@dataclass(frozen=True)
class Page:
    body: bytes
    content_type: str


def read_pages(
    exit_url: str, emergency: Sequence[Card], services: Sequence[Card], notice: Notice | None = None
) -> dict[str, Page]:
    """Path -> page. `services` are listed for readers without JavaScript. Raises OSError."""
    fills = {
        "official_name": html.escape(kommun().official_name),
        "exit": html.escape(exit_url),
        "emergency": _list(emergency),
        "services": _list(services),
        "notice": html.escape(notice.text) if notice else "",
    }
    pages = {"/lotsen.js": Page(_script(exit_url, emergency, notice).encode(), _JAVASCRIPT)}
    for path, name in _PAGES.items():
        text = _read(name)
        for mark, value in fills.items():
            text = text.replace("{{" + mark + "}}", value)
        pages[path] = Page(text.encode(), _TYPES[Path(name).suffix])
    return pages


def _script(exit_url: str, emergency: Sequence[Card], notice: Notice | None) -> str:
    """All of the widget in one function, so that no name of it reaches the host page."""
    embedded = {
        "css": _read(_STYLE),
        "exit": exit_url,
        "colour": kommun().colour,
        "emergency": [_lasting(card) for card in emergency],
        "notice": {"text": notice.text, "ends": notice.ends.isoformat()} if notice else None,
    }
    parts = [f"const EMBEDDED = {json.dumps(embedded, ensure_ascii=False)};", *(_read(name) for name in SCRIPTS)]
    return '(() => {\n"use strict";\nconst SCRIPT = document.currentScript;\n' + "\n".join(parts) + "\n})();\n"


def _lasting(card: Card) -> dict[str, Any]:
    """A card without what is only true at the moment: the script is made once, at start."""
    return {**card, "open_now": None}


def _list(cards: Sequence[Card]) -> str:
    """Services as HTML, for readers without JavaScript."""
    rows = []
    for card in cards:
        name, helps, hours = (html.escape(str(card.get(key) or "")) for key in ("name", "helps_with", "hours"))
        way = _link(card["tel"], card["phone"]) if card.get("tel") else _link(card.get("url"), "Webbplats")
        rows.append(f"<li><strong>{name}</strong> {way} {helps} {hours}".rstrip() + "</li>")
    return "\n".join(rows)


def _link(address: object, text: object) -> str:
    return f'<a href="{html.escape(str(address))}" rel="noreferrer">{html.escape(str(text))}</a>' if address else ""


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
