"""Every text is used, every used one exists, each stands in one place, and code has none of its own."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from bot.texts import EASY_FILE, local_files, response_files
from tests.data.sources import (
    RESPONSE_NAME,
    built_names_in,
    code_files,
    content_of,
    domain,
    rules,
    steps_of,
    strings_in,
    tree_of,
    where,
)

Check = Callable[[Iterable[str]], None]


def _written() -> dict[str, str]:
    """Response name -> its file."""
    return {name: where(path) for path in response_files() for name in content_of(path)["responses"]}


def _used() -> Iterator[tuple[str, str]]:
    """(response name, where it is used): code, rules and the domain."""
    for path in code_files("bot", "actions"):
        for text in strings_in(tree_of(path)):
            if RESPONSE_NAME.fullmatch(text):
                yield text, where(path)
    for path, rule in rules():
        for action in steps_of(rule, "action"):
            if RESPONSE_NAME.fullmatch(action):
                yield action, path
    for action in domain()["actions"]:
        if RESPONSE_NAME.fullmatch(action):
            yield action, "domain.yml"


def test_when_a_response_is_used_then_it_is_written_and_when_it_is_written_then_it_is_used(no_faults: Check) -> None:
    written, used = _written(), list(_used())
    missing = [f"{path}: '{name}' stands in no file of bot/texts" for name, path in used if name not in written]
    names = {name for name, path in used if path != "domain.yml"}
    unused = [f"{path}: '{name}' is never said" for name, path in written.items() if name not in names]
    no_faults([*missing, *unused])


def test_when_code_names_a_response_then_the_name_stands_there_whole(no_faults: Check) -> None:
    no_faults(
        f"{where(path)}: builds a response name: {built}"
        for path in code_files("bot", "actions")
        for built in built_names_in(tree_of(path))
    )


def test_when_a_rule_says_a_text_itself_then_the_domain_declares_it_and_no_other(no_faults: Check) -> None:
    said = {a for _, rule in rules() for a in steps_of(rule, "action") if RESPONSE_NAME.fullmatch(a)}
    declared = {a for a in domain()["actions"] if RESPONSE_NAME.fullmatch(a)}
    no_faults(
        [f"domain.yml: lacks '{n}'" for n in said - declared] + [f"domain.yml: '{n}' unsaid" for n in declared - said]
    )


def test_when_sentences_are_looked_for_then_code_has_none(no_faults: Check) -> None:
    no_faults(
        f"{where(path)}: a sentence in code: {node.args[0].value!r}"
        for path in code_files("actions")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        if isinstance(node.args[0].value, str) and " " in node.args[0].value
    )


@pytest.mark.parametrize("path", [*response_files(), EASY_FILE, *local_files()], ids=where)
def test_when_a_file_holds_texts_then_each_response_is_one_text_and_nothing_else(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# "), "the first line says what the file is for"
    for name, variants in content_of(path)["responses"].items():
        assert RESPONSE_NAME.fullmatch(name), name
        assert len(variants) == 1, f"{name}: only the first text of several would ever be said"
        assert set(variants[0]) == {"text"}, name


def test_when_a_response_is_written_then_it_stands_in_one_place_only(no_faults: Check) -> None:
    faults = []
    for paths in (response_files(), [EASY_FILE]):
        seen: dict[str, str] = {}
        for path in paths:
            for key, _ in _keys_of(path):
                if key in seen:
                    faults.append(f"{where(path)}: '{key}' also stands in {seen[key]}")
                seen[key] = where(path)
    no_faults(faults)


def _keys_of(path: Path) -> Iterator[tuple[str, int]]:
    """Response names as written: a plain YAML reader keeps only the last of two equal keys."""
    root = yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    for key, value in root.value:
        if key.value == "responses":
            for name, _ in value.value:
                yield name.value, name.start_mark.line
