"""The training lines: labelled, many enough, all different, and none of them in an evaluation set."""

from __future__ import annotations

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from bot.meaning.training import topic_of
from bot.settings import ROOT
from bot.topics import DANGER_NOW, HELP_TOPICS, LANGUAGES, ONLY_SIGNS, OUT_OF_SCOPE, STYLES, TOPICS, URGENCY, WHO

Check = Callable[[Iterable[str]], None]

FEWEST = dict.fromkeys(TOPICS, 60) | dict.fromkeys(HELP_TOPICS, 200) | {OUT_OF_SCOPE: 400}
FEWEST_WRITERS = 3
TOO_ALIKE = 0.7  # shared share of two lines' word triples; "… om en ko" and "… om en höna" have 0.67
FEWEST_TRIPLES = 3  # shorter lines are alike by nature
ALLOWED = {"who": WHO, "urgency": URGENCY, "style": STYLES}


@dataclass(frozen=True)
class Line:
    text: str
    intent: str
    file: str
    writer: str = ""


@lru_cache(maxsize=1)
def blocks() -> list[tuple[str, dict[str, object]]]:
    found = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        with path.open(encoding="utf-8") as file:
            found += [(f"data/nlu/{path.name}", block) for block in yaml.load(file, yaml.CSafeLoader)["nlu"]]
    return found


@lru_cache(maxsize=1)
def lines() -> list[Line]:
    return [
        Line(example.removeprefix("- ").strip(), str(block["intent"]), file, str((block.get("metadata") or {}).get("writer")))  # type: ignore[attr-defined]
        for file, block in blocks()
        for example in str(block["examples"]).splitlines()
        if example.strip()
    ]  # fmt: skip


def evaluation_lines() -> Iterator[Line]:
    for path in sorted((ROOT / "tests" / "evaluation").glob("*.jsonl")):
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if row.strip():
                sample = json.loads(row)
                yield Line(sample["text"], sample["topic"], f"{path.name}:{number}")


def plain(text: str) -> str:
    """Lower case and words only; a line without words stays as it is."""
    return " ".join(re.findall(r"\w+", text.lower())) or text.strip()


def triples(text: str) -> frozenset[tuple[str, ...]]:
    words = plain(text).split()
    return frozenset(tuple(words[i : i + 3]) for i in range(len(words) - 2))


def too_alike(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Pairs that share most of their word triples; an index over triples keeps it far from every pair with every pair."""
    known = [triples(line.text) for line in lines]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, mine in enumerate(known):
        if len(mine) < FEWEST_TRIPLES:
            continue
        shared = Counter(j for triple in mine for j in holders[triple])
        for j, count in shared.items():
            if count / len(mine | known[j]) >= TOO_ALIKE:
                yield lines[j], lines[i]
        for triple in mine:
            holders[triple].append(i)


# --- the measures on lines whose answer is known ---


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("han slog mig igår kväll hemma", "Han slog mig igår kväll hemma!!", True),
        ("han slog mig igår kväll hemma i köket hos oss", "han slog mig igår kväll hemma i köket hos dem", True),
        ("kan du ett skämt om en ko", "kan du ett skämt om en höna", False),
        ("jag orkar inte mer", "jag orkar inte mer nu", False),  # too short to judge
        ("min man slår mig när han dricker", "min fru tar alla mina pengar", False),
    ],
)
def test_when_two_lines_share_most_of_their_word_triples_then_they_are_too_alike(
    one: str, other: str, alike: bool
) -> None:
    assert bool(list(too_alike([Line(one, "x", "x"), Line(other, "x", "x")]))) is alike


# --- labels ---


def test_when_a_block_is_written_then_it_says_who_wrote_it_and_how(no_faults: Check) -> None:
    faults = []
    for file, block in blocks():
        metadata = block.get("metadata")
        start = str(block.get("examples", "")).strip().splitlines()[:1]
        if not isinstance(metadata, dict):
            faults.append(f"{file}: {start}: no metadata")
            continue
        for key in ("writer", "voice"):
            if not isinstance(metadata.get(key), str) or not metadata[key].strip():
                faults.append(f"{file}: {start}: metadata lacks {key}")
        for key, allowed in ALLOWED.items():
            if metadata.get(key) not in allowed:
                faults.append(f"{file}: {start}: {key} '{metadata.get(key)}' is none of bot/topics.py")
        if metadata.get("lang", "sv") not in LANGUAGES:
            faults.append(f"{file}: {start}: lang '{metadata.get('lang')}' is none of bot/topics.py")
        for key in metadata.keys() - {"writer", "voice", "lang", *ALLOWED}:
            faults.append(f"{file}: {start}: unknown metadata '{key}'")
    no_faults(faults)


def test_when_an_example_is_written_then_it_begins_with_a_dash_and_holds_no_markup(no_faults: Check) -> None:
    faults = []
    for file, block in blocks():
        for row in str(block["examples"]).splitlines():
            if row.strip() and not re.match(r"- \S", row):
                faults.append(f"{file}: no example: {row!r}")
            if re.search(r"\]\(|\]\{", row):
                faults.append(f"{file}: Rasa would read an entity in {row!r}")
    no_faults(faults)


def test_when_a_cry_for_help_names_no_topic_then_it_is_taught_as_acute() -> None:
    urgencies = {str(b["metadata"]["urgency"]) for _, b in blocks() if b["intent"] == DANGER_NOW}  # type: ignore[index]
    assert urgencies == {"acute"}


# --- amounts ---


def test_when_an_intent_is_trained_then_it_has_lines_enough_by_several_writers(no_faults: Check) -> None:
    counts = Counter(topic_of(line.intent) for line in lines())
    writers: dict[str, set[str]] = defaultdict(set)
    for line in lines():
        writers[topic_of(line.intent)].add(line.writer)
    no_faults(
        [f"data/nlu/{t}.yml: {counts[t]} examples, {n} needed" for t, n in FEWEST.items() if counts[t] < n]
        + [f"data/nlu/{t}.yml: writers {sorted(writers[t])}" for t in FEWEST if len(writers[t]) < FEWEST_WRITERS]
    )


# --- all different ---


def test_when_a_line_is_written_then_it_stands_once_in_all_files(no_faults: Check) -> None:
    seen: dict[str, Line] = {}
    faults = []
    for line in lines():
        known = seen.setdefault(plain(line.text), line)
        if known is not line:
            faults.append(f"{line.file}: '{line.text}' also stands in {known.file}")
    no_faults(faults)


def test_when_a_line_is_in_an_evaluation_set_then_it_is_not_trained_on(no_faults: Check) -> None:
    trained = {plain(line.text): line for line in lines() if line.intent != ONLY_SIGNS}
    no_faults(
        f"{line.file}: '{line.text}' also stands in {trained[plain(line.text)].file}"
        for line in evaluation_lines()
        if plain(line.text) in trained
    )


def test_when_two_lines_of_a_topic_are_almost_the_same_then_it_is_found_within_seconds(no_faults: Check) -> None:
    started = time.monotonic()
    by_topic: dict[str, list[Line]] = defaultdict(list)
    for line in lines():
        by_topic[topic_of(line.intent)].append(line)
    faults = [f"{b.file}: '{b.text}' ~ '{a.text}'" for group in by_topic.values() for a, b in too_alike(group)]
    assert time.monotonic() - started < 10
    no_faults(faults)


def test_when_an_evaluation_line_is_almost_a_training_line_then_it_is_found(no_faults: Check) -> None:
    evaluated = list(evaluation_lines())
    pairs = too_alike([*lines(), *evaluated])
    own = {id(line) for line in evaluated}
    no_faults(f"{b.file}: '{b.text}' ~ '{a.text}' in {a.file}" for a, b in pairs if (id(a) in own) != (id(b) in own))


def test_when_evaluation_sets_are_looked_for_then_there_is_one() -> None:
    assert list(Path(ROOT / "tests" / "evaluation").glob("*.jsonl"))
