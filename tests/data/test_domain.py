"""Domain, rules, training files and code name the same intents, slots and actions."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from rasa_sdk import Action

from bot.meaning.attributes import SLOTS_FROM_MEANING
from bot.settings import ROOT
from bot.topics import DANGER_NOW, NOT_UNDERSTOOD, ONLY_SIGNS, TOPICS
from tests.data.sources import code_files, content_of, domain, rules, steps_of, tree_of, where

Check = Callable[[Iterable[str]], None]

RASAS_OWN_INTENTS = {NOT_UNDERSTOOD}


def _trained() -> dict[str, set[str]]:
    """Intent -> the files that train it."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in content_of(path)["nlu"]:
            found.setdefault(block["intent"], set()).add(path.name)
    return found


# --- intents ---


def test_when_an_intent_is_declared_then_topics_py_knows_it_and_the_other_way_round() -> None:
    assert set(domain()["intents"]) == TOPICS | {DANGER_NOW, ONLY_SIGNS}
    assert len(set(domain()["intents"])) == len(domain()["intents"])


def test_when_an_intent_is_trained_then_domain_file_and_rule_know_it(no_faults: Check) -> None:
    declared, trained = set(domain()["intents"]), _trained()
    answered = {intent for _, rule in rules() for intent in steps_of(rule, "intent")}
    faults = [f"domain.yml: intent '{i}' has no data/nlu/{i}.yml" for i in declared - trained.keys()]
    for intent, files in trained.items():
        faults += [f"data/nlu/{name}: trains '{intent}'" for name in files if name != f"{intent}.yml"]
        if intent not in declared:
            faults.append(f"data/nlu/{intent}.yml: intent is not in domain.yml")
    faults += [f"data/stories: no rule for '{i}'" for i in (declared | RASAS_OWN_INTENTS) - answered]
    no_faults(faults)


def test_when_a_rule_names_an_intent_or_an_action_then_the_domain_has_it(no_faults: Check) -> None:
    faults = []
    for path, rule in rules():
        for intent in steps_of(rule, "intent"):
            if intent not in {*domain()["intents"], *RASAS_OWN_INTENTS}:
                faults.append(f"{path}: {rule['rule']}: unknown intent '{intent}'")
        for action in steps_of(rule, "action"):
            if action not in domain()["actions"]:
                faults.append(f"{path}: {rule['rule']}: unknown action '{action}'")
    no_faults(faults)


def test_when_the_question_of_danger_is_open_then_yes_leads_to_112_without_the_action_server() -> None:
    after = {
        intent: steps_of(rule, "action")
        for _, rule in rules()
        if rule.get("condition") == [{"slot_was_set": [{"asked": "danger"}]}]
        for intent in steps_of(rule, "intent")
    }
    assert after == {"affirm": ["utter_danger_now", "action_show_danger_help"]}


def test_when_yes_is_said_then_there_is_a_rule_for_every_open_question_and_no_needs_none() -> None:
    conditions = {
        intent: [rule.get("condition") for _, rule in rules() if intent in steps_of(rule, "intent")]
        for intent in ("affirm", "deny")
    }
    covered = {condition[0]["slot_was_set"][0]["asked"] for condition in conditions["affirm"] if condition}
    assert covered == {None, *domain()["slots"]["asked"]["values"]}
    assert conditions["deny"] == [None]


# --- slots ---


def _slots_used_in_code() -> Iterator[tuple[str, str]]:
    """(slot, where): `slots.get("x")`, `turn.before.get("x")`, and the keys a Plan sets."""
    for path in code_files("bot", "actions"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                owner = ast.unparse(node.func.value)
                reads = node.func.attr == "get" and owner.split(".")[-1] in ("slots", "before")
                if reads and isinstance(node.args[0], ast.Constant):
                    yield str(node.args[0].value), where(path)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Plan" and len(node.args) == 2:
                slots = node.args[1]
                assert isinstance(slots, ast.Dict), f"{where(path)}: a Plan sets slots that no search finds"
                for key in slots.keys:
                    assert isinstance(key, ast.Constant)
                    yield str(key.value), where(path)


def test_when_a_slot_is_declared_then_it_is_used_and_when_it_is_used_then_it_is_declared(no_faults: Check) -> None:
    declared, used = set(domain()["slots"]), set(_slots_used_in_code())
    names = {name for name, _ in used}
    for path, rule in rules():
        for condition in rule.get("condition", ()):
            used |= {(name, path) for slot in condition["slot_was_set"] for name in slot}
    no_faults(
        [f"domain.yml: slot '{name}' is never read or set" for name in declared - names]
        + [f"{path}: slot '{name}' is not in domain.yml" for name, path in used if name not in declared]
    )


def test_when_the_pipeline_finds_something_to_remember_then_an_entity_fills_the_slot_of_that_name() -> None:
    mapped = {
        name: slot["mappings"][0]["entity"]
        for name, slot in domain()["slots"].items()
        if slot["mappings"][0]["type"] == "from_entity"
    }
    entities = {name for entity in domain()["entities"] for name in entity}
    assert mapped == {name: name for name in SLOTS_FROM_MEANING}
    assert entities == set(SLOTS_FROM_MEANING)


# --- actions ---


def _action_files() -> list[Path]:
    return sorted((ROOT / "actions").glob("action_*.py"))


def test_when_an_action_is_declared_then_a_rule_uses_it_and_a_file_holds_it(no_faults: Check) -> None:
    declared = [a for a in domain()["actions"] if not a.startswith("utter_")]
    used = {a for _, rule in rules() for a in steps_of(rule, "action")}
    files = {path.stem for path in _action_files()}
    no_faults(
        [f"domain.yml: action '{a}' is in no rule" for a in declared if a not in used]
        + [f"domain.yml: action '{a}' has no actions/{a}.py" for a in declared if a not in files]
        + [f"actions/{name}.py: '{name}' is not in domain.yml" for name in files if name not in declared]
    )


@pytest.mark.parametrize("path", _action_files(), ids=lambda path: path.stem)
def test_when_a_file_holds_an_action_then_it_is_one_and_named_as_the_file(path: Path) -> None:
    module = importlib.import_module(f"actions.{path.stem}")
    held = [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Action) and kind.__module__ == module.__name__
    ]
    assert [kind().name() for kind in held] == [path.stem]
