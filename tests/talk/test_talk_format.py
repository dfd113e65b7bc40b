"""The talk files are well made, and the checks the talks are held with do what they say."""

from __future__ import annotations

import contextlib
import json
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.topics import HELP_TOPICS
from tests.talk import run
from tests.talk.checks import Answer, begins_with_112, button, faults_of, is_easy, lix, numbers_in
from tests.talk.run import chosen, directory_facts, hold, table
from tests.talk.talk_files import KINDS, SAID_IN_MANY_WAYS, VIEW_KINDS, Talk, TalkFaults, Turn, read

FEWEST_TALKS = 160
FEWEST_VIEWS = 3
FACTS = frozenset({"Kvinnofridslinjen", "020-50 50 50", "alla dagar 7-21"})


def answer(text: str = "Hej där.", **more: Any) -> dict[str, Any]:
    """A made-up answer of the contract."""
    cards = [{"id": i, "name": i.title(), "cost": None} for i in more.pop("services", ())]
    choices = [{"title": t, "send": f"c_{place}"} for place, t in enumerate(more.pop("choices", ()))]
    reply = {"text": text, "lang": more.pop("lang", "sv"), "dir": "ltr", "services": cards, "choices": choices}
    understood = {
        "topic": None,
        "urgency": "support",
        "who": "self",
        "confidence": 0.9,
        "language": "sv",
        "asked": None,
    }
    return {"conversation": "token", "understood": {**understood, **more}, "replies": [reply]}


# --- the files ---


@pytest.fixture(scope="module")
def talks() -> tuple[Talk, ...]:
    return read()


def test_when_the_talks_are_read_then_there_are_enough_and_every_kind_has_some(talks: tuple[Talk, ...]) -> None:
    by_kind = Counter(talk.kind for talk in talks)
    assert len(talks) >= FEWEST_TALKS
    assert [kind for kind in KINDS if by_kind[kind] < 5] == []


@pytest.mark.parametrize("topic", sorted(HELP_TOPICS))
def test_when_a_help_topic_is_looked_for_then_three_points_of_view_speak_of_it(
    talks: tuple[Talk, ...], topic: str
) -> None:
    views = {talk.view for talk in talks if talk.kind in VIEW_KINDS and talk.about == topic}
    assert len(views) >= FEWEST_VIEWS, views


def test_when_a_talk_is_about_a_topic_then_a_turn_accepts_that_topic(talks: tuple[Talk, ...]) -> None:
    wanted: defaultdict[str, set[str | None]] = defaultdict(set)
    for talk in talks:
        for turn in talk.turns:
            wanted[talk.name] |= {turn.checks.get("topic"), *turn.checks.get("topic_any", ())}
    assert [talk.name for talk in talks if talk.about and talk.about not in wanted[talk.name]] == []


def test_when_a_resident_writes_then_the_answer_is_checked_in_every_turn(talks: tuple[Talk, ...]) -> None:
    assert [f"{t.kind}/{t.name}" for t in talks if any(not turn.checks for turn in t.turns)] == []


def test_when_something_is_typed_then_it_is_typed_in_one_talk_of_a_kind_only(talks: tuple[Talk, ...]) -> None:
    first = Counter((talk.kind, talk.turns[0].user) for talk in talks if len(talk.turns) == 1)
    assert [text for text, count in first.items() if count > 1] == []


def write_all(folder: Path, **changed: str) -> None:
    for kind in KINDS:
        view = "  about: stalking\n  view: self\n" if kind in VIEW_KINDS else ""
        good = f"- name: {kind}_one\n{view}  turns:\n  - user: hej\n    first_112: false\n"
        (folder / f"{kind}.yml").write_text(changed.get(kind, good), encoding="utf-8")


def test_when_all_files_are_good_then_their_talks_are_read(tmp_path: Path) -> None:
    write_all(tmp_path)
    assert [talk.kind for talk in read(tmp_path)] == list(KINDS)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[", "facts.yml:1: cannot be read as YAML"),
        ("{}", "facts.yml: must be a list of talks"),
        ("- name: a\n", "facts.yml: talk 1 needs a name and a list of turns"),
        ("- {name: a, turn: 1, turns: [{user: hej}]}", "facts/a: unknown key 'turn'"),
        ("- {name: a, turns: []}", "facts/a: 0 turns, not 1 to 7"),
        ("- {name: a, turns: [{topic: stalking}]}", "facts/a/turn 1: needs either 'user' or 'press'"),
        ("- {name: a, turns: [{user: hej, press: Ja}]}", "facts/a/turn 1: needs either 'user' or 'press'"),
        ("- {name: a, turns: [{user: 5}]}", "facts/a/turn 1: 'user' or 'press' must be text of 1 to 2000 characters"),
        ("- {name: a, turns: [{user: hej, topics: x}]}", "facts/a/turn 1: unknown check 'topics'"),
        ("- {name: a, turns: [{user: hej, topic: money}]}", "facts/a/turn 1: topic: 'money' is unknown"),
        ("- {name: a, turns: [{user: hej, topic_any: [money]}]}", "facts/a/turn 1: topic_any: 'money' is unknown"),
        ("- {name: a, turns: [{user: hej, topic_any: stalking}]}", "facts/a/turn 1: topic_any must be a list that is not empty"),
        ("- {name: a, turns: [{user: hej, services_any: [spy]}]}", "facts/a/turn 1: services_any: no service 'spy'"),
        ("- {name: a, turns: [{user: hej, first_112: maybe}]}", "facts/a/turn 1: first_112 must be true or false"),
        ("- {name: a, turns: [{user: hej, services_most: 9}]}", "facts/a/turn 1: services_most must be 0 to 3"),
        ("- {name: a, turns: [{user: hej, says_any: [7]}]}", "facts/a/turn 1: says_any: every entry must be text"),
        ("- {name: a, turns: [{user: hej, says_any: [<gone>]}]}", "facts/a/turn 1: says_any: no group '<gone>'"),
        ("- {name: a, turns: [{user: hej, says_all: [<free>]}]}", "facts/a/turn 1: says_all: a group means 'any of these'"),
        ("- {name: a, turns: [{user: hej, who: self, who: other}]}", "facts.yml:1: cannot be read as YAML"),
        ("- {name: follow_ups_one, turns: [{user: hej, who: self}]}", "facts/follow_ups_one: the name also stands in follow_ups"),
    ],
)  # fmt: skip
def test_when_a_file_is_malformed_then_the_fault_says_where(tmp_path: Path, text: str, fault: str) -> None:
    write_all(tmp_path, facts=text)
    with pytest.raises(TalkFaults) as caught:
        read(tmp_path)
    assert fault in caught.value.faults


def test_when_several_files_are_malformed_then_all_faults_come_at_once(tmp_path: Path) -> None:
    write_all(tmp_path, facts="{}", honesty="[]", young_people="- {name: a, turns: [{user: hej}]}")
    (tmp_path / "gossip.yml").write_text("[]", encoding="utf-8")
    (tmp_path / "refusals.yml").unlink()
    with pytest.raises(TalkFaults) as caught:
        read(tmp_path)
    assert sorted(fault.split(":")[0] for fault in caught.value.faults) == [
        "facts.yml", "gossip.yml", "honesty.yml", "refusals.yml", "young_people/a", "young_people/a",
    ]  # fmt: skip


def test_when_a_group_of_wordings_is_named_then_any_of_them_will_do(tmp_path: Path) -> None:
    write_all(tmp_path, facts="- {name: a, turns: [{user: hej, says_any: [<free>, nytt]}]}")
    turn = next(talk for talk in read(tmp_path) if talk.name == "a").turns[0]
    assert turn.checks["says_any"] == [*SAID_IN_MANY_WAYS["free"], "nytt"]


# --- the checks ---

FULL = answer(
    "112 – ring nu.",
    topic="stalking",
    urgency="acute",
    asked="danger",
    services=["larm_112", "bris"],
    choices=["Ja, det är fara nu", "Nej, inte just nu"],
)


@pytest.mark.parametrize(
    ("check", "wanted", "holds"),
    [
        ("topic", "stalking", True), ("topic", "gang_exit", False), ("topic_any", ["gang_exit", "stalking"], True),
        ("topic_any", ["gang_exit"], False), ("topic_none", ["stalking"], False), ("topic_none", ["gang_exit"], True),
        ("urgency", "acute", True), ("urgency_none", ["acute"], False), ("who", "other", False), ("who_any", ["self"], True),
        ("language", "sv", True), ("asked", "danger", True), ("asked", None, False), ("asked_none", ["danger"], False),
        ("asked_none", ["topic"], True), ("first_112", True, True), ("first_112", False, False), ("reply_dir", "rtl", False),
        ("services_any", ["bris", "umo"], True), ("services_any", ["umo"], False), ("services_all", ["bris", "umo"], False),
        ("services_all", ["bris", "larm_112"], True), ("services_none", ["bris"], False), ("services_none", ["umo"], True),
        ("services_most", 1, False), ("services_most", 2, True), ("services_least", 2, True), ("services_least", 3, False),
        ("says_any", ["RING NU", "x"], True), ("says_any", ["x"], False), ("says_all", ["ring", "x"], False),
        ("says_all", ["ring", "Larm_112"], True), ("says_none", ["ring"], False), ("says_none", ["x"], True),
        ("choices_any", ["inte just"], True), ("choices_any", ["kanske"], False), ("choices_none", ["fara"], False),
        ("offers", True, True), ("offers", False, False), ("easy", True, True), ("easy", False, False),
    ],
)  # fmt: skip
def test_when_an_expectation_is_checked_then_it_holds_or_is_named(check: str, wanted: Any, holds: bool) -> None:
    assert faults_of(FULL, {check: wanted}, None, FACTS) == ([] if holds else [f"{check} {wanted}"])


HARD = "Kommunens handläggningsrutiner beträffande ifrågavarande biståndsinsatser förutsätter noggrann dokumentation av samtliga omständigheter som den ansvariga handläggaren bedömer."


@pytest.mark.parametrize(
    ("found", "running", "expects", "fault"),
    [
        (answer(urgency="acute"), None, {}, "112 first, as it is acute"),
        (answer(services=["a", "b", "c", "d"]), None, {}, "at most 3 services"),
        (answer("  "), None, {}, "something said in every reply"),
        ({**answer(), "replies": []}, None, {}, "something said in every reply"),
        (answer(topic="out_of_scope"), "stalking", {}, "the topic stalking kept, not out_of_scope"),
        (answer("Du måste anmäla."), None, {}, "no 'du måste(?! inte)' in a text"),
        (answer("Det är helt anonymt."), None, {}, "no 'helt anonym' in a text"),
        (answer("Ring 1177."), None, {}, "no number but 112 and those of the directory in a text (1177)"),
        (answer("Vad heter hen?"), None, {}, "no question who somebody is ('vad heter')"),
        (answer(HARD), None, {}, "LIX at most 32"),
    ],
)  # fmt: skip
def test_when_an_answer_breaks_what_always_holds_then_it_is_named(
    found: Answer, running: str | None, expects: dict[str, Any], fault: str
) -> None:
    assert any(line.startswith(fault) for line in faults_of(found, expects, running, FACTS))


@pytest.mark.parametrize(
    ("found", "running", "expects"),
    [
        (answer("112 – ring nu.", urgency="acute"), None, {}),
        (answer("\u200f112 اتصل الآن", urgency="acute", lang="ar"), None, {}),
        (answer(topic="out_of_scope"), None, {}),
        (answer(topic="out_of_scope"), "thanks", {}),
        (answer(topic="out_of_scope"), "stalking", {"topic_any": ["stalking", "out_of_scope"]}),
        (answer("Du måste inte säga ditt namn. Skriv inte ditt namn här."), None, {}),
        (answer("Kvinnofridslinjen: 020-50 50 50, alla dagar 7-21. Hjälp dygnet runt, 24/7. Ring 112."), None, {}),
        (answer(HARD, lang="de"), None, {}),
    ],
)
def test_when_an_answer_is_as_it_should_be_then_nothing_is_named(
    found: Answer, running: str | None, expects: dict[str, Any]
) -> None:
    assert faults_of(found, expects, running, FACTS) == []


def test_when_text_is_measured_then_readability_and_numbers_are_as_agreed() -> None:
    assert lix("Jag ser dig. Du ser mig.") == pytest.approx(3.0)
    assert lix("Kommunen hjälper dig.") == pytest.approx(3 + 100 * 2 / 3)
    assert numbers_in("Ring 020-50 50 50 eller 112, är du 17") == ["020-50 50 50", "112"]


def test_when_a_text_is_long_or_hard_then_it_is_not_easy_swedish() -> None:
    assert is_easy(answer("Du kan ringa hit. De lyssnar på dig. " * 3), FACTS)
    assert not is_easy(answer("Du kan ringa hit. De lyssnar på dig. " * 9), FACTS)
    assert not is_easy(answer(HARD), FACTS)


def test_when_a_button_is_looked_for_then_its_beginning_wins_over_its_middle() -> None:
    found = answer(choices=["Anmäla till polisen", "Polisen och du"])
    assert button(found, "polisen") == "c_1"
    assert button(found, "till polisen") == "c_0"
    assert button(found, "soc") is None
    assert button(None, "ja") is None


def test_when_112_is_looked_for_then_only_the_first_reply_counts() -> None:
    later = {**FULL, "replies": [*answer("Hej.")["replies"], *FULL["replies"]]}
    assert begins_with_112(FULL)
    assert not begins_with_112(later)


# --- holding a talk ---


def test_when_a_talk_is_held_then_the_token_goes_along_and_buttons_are_pressed_by_title() -> None:
    sent: list[tuple[str, str | None]] = []

    def send(text: str, conversation: str | None) -> Answer:
        sent.append((text, conversation))
        return answer(choices=["Ja, det är fara nu"], topic="stalking")

    talk = Talk("facts", "a", (Turn("hej", None, {"topic": "stalking"}), Turn(None, "ja,", {"topic": "gang_exit"})))
    outcome = hold(talk, send, FACTS)
    assert sent == [("hej", None), ("c_0", "token")]
    assert len(outcome.faults) == 1
    assert outcome.faults[0].startswith("facts/a/turn 2 'ja,': expected topic gang_exit; saw topic=stalking")


def test_when_a_button_is_not_there_then_the_talk_ends_with_that_fault() -> None:
    talk = Talk("facts", "a", (Turn("hej", None, {}), Turn(None, "Nej", {}), Turn("tack", None, {"topic": "thanks"})))
    outcome = hold(talk, lambda text, token: answer(choices=["Ja"]), FACTS)
    assert outcome.faults == ("facts/a/turn 2: expected a button that begins 'Nej'; buttons were ['Ja']",)


def test_when_talks_have_been_held_then_the_table_counts_them_by_kind() -> None:
    outcomes = [
        run.Outcome(Talk("facts", "a", ()), ()),
        run.Outcome(Talk("facts", "b", ()), ("bad",)),
        run.Outcome(Talk("follow_ups", "c", ()), ()),
    ]
    assert [line.split() for line in table(outcomes).splitlines()] == [
        ["follow_ups", "1/1"], ["facts", "1/2"], ["all", "2/3"],
    ]  # fmt: skip


def test_when_talks_are_chosen_then_kind_and_name_narrow_them() -> None:
    talks = [Talk("facts", "a", ()), Talk("honesty", "b", ())]
    assert chosen(talks, "facts", None) == talks[:1]
    assert chosen(talks, None, "b") == talks[1:]
    with pytest.raises(TalkFaults):
        chosen(talks, "facts", "b")


def test_when_facts_are_read_from_the_directory_then_only_those_residents_may_see_are_among_them() -> None:
    facts = directory_facts()
    assert {"Kvinnofridslinjen", "020-50 50 50", "alla dagar 7-21"} <= facts
    assert "116 016" not in facts


# --- the command ---


class _FakeLotsen(BaseHTTPRequestHandler):
    reply: dict[str, Any] = {}

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(self.reply).encode() if self.path.endswith("message") else b""
        self.send_response(200 if body else 204)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _FakeLotsen)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def one_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "read", lambda: (Talk("facts", "a", (Turn("hej", None, {"topic": "stalking"}),)),))


@pytest.mark.usefixtures("one_talk")
@pytest.mark.parametrize(("topic", "code"), [("stalking", 0), ("gang_exit", 1)])
def test_when_the_command_runs_then_its_exit_code_tells_whether_all_passed(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], topic: str, code: int
) -> None:
    monkeypatch.setattr(_FakeLotsen, "reply", answer(topic=topic))
    assert run.main(["--address", address]) == code
    out = capsys.readouterr().out.splitlines()
    assert out[-1].split() == ["all", f"{1 - code}/1"]
    assert len(out) == 2 + code


@pytest.mark.usefixtures("one_talk")
def test_when_nobody_answers_then_one_line_says_so_and_the_exit_code_is_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--address", "http://127.0.0.1:9"]) == 2
    assert capsys.readouterr().err.startswith("talk-test: http://127.0.0.1:9/webhooks/chat/message does not answer")


@pytest.mark.usefixtures("one_talk")
def test_when_no_address_is_given_then_the_assistant_is_started_for_the_talks(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextlib.contextmanager
    def start(data: Path) -> Iterator[SimpleNamespace]:
        assert data.parent.is_dir()
        yield SimpleNamespace(address=address)

    monkeypatch.setattr(run, "start", start)
    monkeypatch.setattr(_FakeLotsen, "reply", answer(topic="stalking"))
    assert run.main([]) == 0


@pytest.mark.usefixtures("one_talk")
def test_when_the_assistant_does_not_start_then_its_last_words_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextlib.contextmanager
    def start(data: Path) -> Iterator[SimpleNamespace]:
        raise AssertionError("starting\nport is taken\n")
        yield

    monkeypatch.setattr(run, "start", start)
    assert run.main([]) == 2
    assert capsys.readouterr().err == "talk-test: Lotsen did not start: port is taken\n"


def test_when_a_file_is_malformed_then_one_line_holds_all_faults(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def malformed() -> tuple[Talk, ...]:
        raise TalkFaults(["facts.yml: is missing", "honesty/a/turn 1: unknown check 'x'"])

    monkeypatch.setattr(run, "read", malformed)
    assert run.main(["--address", "http://127.0.0.1:9"]) == 2
    assert capsys.readouterr().err == "talk-test: facts.yml: is missing; honesty/a/turn 1: unknown check 'x'\n"
