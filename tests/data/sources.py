"""Reads the project's own files for the data checks: syntax trees of the code, and YAML."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT

RESPONSE_NAME = re.compile(r"utter_[a-z0-9_]+")


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def code_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def strings_in(tree: ast.AST) -> Iterator[str]:
    """Every literal string, f-strings' fixed parts included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def built_names_in(tree: ast.AST) -> Iterator[str]:
    """Response names put together at run time (f"utter_{x}", "utter_" + x), which no search finds."""
    for node in ast.walk(tree):
        pieces: list[ast.expr] = []
        if isinstance(node, ast.JoinedStr):
            pieces = node.values
        elif isinstance(node, ast.BinOp):
            pieces = [node.left, node.right]
        for piece in pieces:
            if isinstance(piece, ast.Constant) and str(piece.value).startswith("utter_"):
                yield ast.unparse(node)


@cache
def content_of(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def domain() -> dict[str, Any]:
    found: dict[str, Any] = content_of(ROOT / "domain.yml")
    return found


def rules() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every rule or story with the path of its file."""
    for path in sorted((ROOT / "data" / "stories").glob("*.yml")):
        content = content_of(path)
        for entry in (*content.get("rules", ()), *content.get("stories", ())):
            yield where(path), entry


def steps_of(rule: dict[str, Any], kind: str) -> list[str]:
    """The values of a rule's steps of one kind: intent (each of an `or`, too) or action."""
    steps = [choice for step in rule["steps"] for choice in step.get("or", [step])]
    return [step[kind] for step in steps if kind in step]
