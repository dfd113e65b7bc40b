"""What decides about people's lives runs without Rasa, network and database; the syntax trees prove it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.data.sources import tree_of

BANNED = frozenset({"rasa", "rasa_sdk", "sanic", "sqlalchemy"})
DECIDERS = ("bot.urgency", "bot.services", "bot.answers", "bot.redaction")


def _file_of(module: str, root: Path) -> Path | None:
    base = root.joinpath(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


def _named_in(module: str, root: Path) -> Iterator[str]:
    """Full names that `module` imports, anywhere in its file; `from a import b` may mean the module a.b."""
    path = _file_of(module, root)
    assert path is not None, module
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _packages_above(module: str) -> Iterator[str]:
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


def ways_to_banned(package: str, root: Path = ROOT) -> list[str]:
    """Each chain of imports from a module of `package` to a banned one: `bot.a -> bot.b -> rasa`."""
    folder = root.joinpath(*package.split("."))
    starts = [p.relative_to(root).with_suffix("").as_posix().replace("/", ".") for p in sorted(folder.rglob("*.py"))]
    open_ways = [(name.removesuffix(".__init__"),) for name in starts]
    assert open_ways, package
    seen: set[str] = set()
    found = []
    while open_ways:
        way = open_ways.pop()
        if way[-1] in seen:
            continue
        seen.add(way[-1])
        for name in [*_named_in(way[-1], root), *_packages_above(way[-1])]:
            if name.split(".")[0] in BANNED:
                found.append(" -> ".join((*way, name)))
            elif name.split(".")[0] == package.split(".")[0] and _file_of(name, root):
                open_ways.append((*way, name))
    return found


@pytest.mark.parametrize("package", DECIDERS)
def test_when_a_decider_is_imported_then_neither_rasa_nor_web_server_nor_database_comes_along(package: str) -> None:
    assert ways_to_banned(package) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("import rasa.core", True),
        ("from sanic import Sanic", True),
        ("def f():\n    import sqlalchemy as sa", True),
        ("from bot.other import x", True),  # which imports rasa_sdk
        ("from bot import other", True),
        ("from ..other import x", True),
        ("from .. import other", True),
        ("from bot.pack.inner import x", True),  # whose package imports rasa
        ("import json", False),
        ("import rasability", False),
        ("from bot.calm import x", False),
    ],
)
def test_when_a_banned_import_is_hidden_then_it_is_found(tmp_path: Path, line: str, found: bool) -> None:
    files = {
        "bot/__init__.py": "",
        "bot/urgency/__init__.py": "",
        "bot/urgency/decide.py": line,
        "bot/other.py": "from rasa_sdk import Action",
        "bot/calm.py": "from bot.calm import x",
        "bot/pack/__init__.py": "import rasa",
        "bot/pack/inner.py": "",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert bool(ways_to_banned("bot.urgency", tmp_path)) is found
