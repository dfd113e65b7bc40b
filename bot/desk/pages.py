"""Turns a reply's template and values into HTML; every value is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import jinja2

from bot.desk.labels import LABELS
from bot.desk.permissions import Permission, may
from bot.desk.visit import Visit

_FOLDER = Path(__file__).parent
_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_FOLDER / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals["label"] = lambda kind, name: LABELS[kind].get(name, name)
_ENVIRONMENT.globals["labels"] = LABELS

STATIC = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
}

# What the menu shows: path, words, and who sees it.
_MENU = (
    ("/", "Start", Permission.BE_HERE),
    ("/samtal", "Samtal", Permission.READ_CONVERSATIONS),
    ("/larande", "Lärande", Permission.TEACH),
    ("/modell", "Modell", Permission.CHANGE_MODEL),
    ("/tjanster", "Tjänster", Permission.SEE_DIRECTORY),
    ("/texter", "Texter", Permission.SEE_DIRECTORY),
    ("/statistik", "Statistik", Permission.SEE_STATISTICS),
    ("/konton", "Konton", Permission.SEE_ACCOUNTS),
    ("/logg", "Logg", Permission.SEE_LOG),
)


def html(visit: Visit, template: str, values: Mapping[str, object]) -> str:
    """The page `template` for this visitor. A sentence to tell is shown once."""
    session = visit.session
    menu = [
        {
            "path": path,
            "words": words,
            "here": path == visit.path or (path != "/" and visit.path.startswith(path + "/")),
        }
        for path, words, needs in _MENU
        if session is not None and may(session.role, needs)
    ]
    told, allowed = None, frozenset[str]()
    if session is not None:
        told, session.told = session.told, None
        allowed = frozenset(p.value for p in Permission if may(session.role, p))
    around = {
        "session": session,
        "menu": menu,
        "told": told,
        "may": allowed,
        "production": visit.desk.settings.production,
    }
    return _ENVIRONMENT.get_template(template).render({**around, **values})


def static(name: str) -> bytes:
    return (_FOLDER / "static" / name).read_bytes()
