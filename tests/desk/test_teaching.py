"""From a misunderstood message to an example that two people have seen, and from a candidate to the model in use."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.desk import teaching
from bot.desk.permissions import Role
from bot.evaluation.comparison import Change
from bot.meaning.lines import read_lines
from bot.run import candidate, model
from bot.storage import desk as stored
from bot.storage import proposals, records, review
from bot.storage.proposals import APPROVED, REJECTED, WAITING, Example
from tests.desk.running import RunningDesk, Visitor, account, running
from tests.records.made_up import record

FIT = "han säger att jag måste bära väskan åt dom annars blir det synd om lillebror"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[RunningDesk]:
    with running(tmp_path_factory.mktemp("desk"), LOTSEN_MODELS=str(models)) as started:
        stored.save_account(started.own, account("annan", Role.REVIEWER))
        yield started


def _visitor(desk: RunningDesk, name: str, path: str) -> Visitor:
    visitor = desk.visitor()
    visitor.log_in(name)
    visitor.get(path)
    return visitor


def _propose(visitor: Visitor, text: str, topic: str = "gang_threat") -> int:
    answer = visitor.post("/larande/nytt", text=text, topic=topic, urgency="urgent", who="self")
    return int(answer.status_code)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hm", "tecken"),
        ("a" * 301, "tecken"),
        ("min bror [NAMN] slår mig när han är full", "Byt ut [NAMN]"),
        ("min bror Fredrik slår mig när han är full", "Fredrik"),
        ("ring mig på 070-123 45 67 när du kan", "070"),
        ("jag [vill](topic) sluta med det här", "klamrar"),
        ("JAG vill sluta!! med det här", "finns redan"),
    ],
)
def test_an_example_that_identifies_repeats_or_breaks_the_file_is_unfit(text: str, why: str) -> None:
    with pytest.raises(teaching.Unfit) as unfit:
        teaching.check(text, {teaching.same("jag vill sluta med det här")})
    assert why in str(unfit.value)


def test_several_ways_to_say_the_same_are_taken_one_a_line_and_a_fault_names_its_line() -> None:
    assert teaching.examples_in(f" {FIT} \r\n\njag måste  bära saker åt dom\n", ()) == [
        FIT,
        "jag måste bära saker åt dom",
    ]
    for raw, why in [
        (f"{FIT}\nring 070-123 45 67", "Rad 2: Det här kan peka ut"),
        (f"{FIT}\n{FIT.upper()}!", "samma sak"),
        ("\n".join(f"jag måste bära {n} saker åt dom" for n in "abcdef"), "högst 5"),
        ("  \n ", "tecken"),
    ]:
        with pytest.raises(teaching.Unfit, match=why):
            teaching.examples_in(raw, ())


def test_lines_of_the_training_data_and_of_every_evaluation_set_are_known() -> None:
    known = teaching.known_lines()
    rows = Path("tests/evaluation/danger.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(teaching.same(json.loads(row)["text"]) in known for row in rows)
    assert teaching.same("dom låter mig inte leava bre") in known


def test_written_lines_are_read_as_training_lines_whatever_signs_they_hold(tmp_path: Path) -> None:
    texts = [FIT, "- börjar med streck", "'citat' och: kolon # brädgård", "slutar med %"]
    teaching.write_lines(tmp_path / "learnt.yml", [Example(t, "gang_threat", "urgent", "self") for t in texts])
    read = read_lines(tmp_path / "learnt.yml")
    assert [m.get("text") for m in read] == texts
    assert {m.get("intent") for m in read} == {"gang_threat"}


def test_a_message_becomes_an_example_with_what_it_was_marked_as(desk: RunningDesk) -> None:
    made = record(text="dom säger att jag ska göra en grej annars")
    records.write(desk.records, [made])
    review.mark(desk.records, made.id, review.Mark(0, "wrong_topic", "gang_threat", "reviewer"))
    visitor = _visitor(desk, "reviewer", "/larande")
    page = visitor.post("/larande/fran-samtal", record=made.id, place="0").text
    assert "dom säger att jag ska göra en grej annars" in page
    assert '<option value="gang_threat" selected>' in page
    assert visitor.post("/larande/fran-samtal", record=made.id, place="1").status_code == 404


def test_only_messages_that_were_given_another_topic_count_as_corrected(desk: RunningDesk) -> None:
    made, right = record(text="han står utanför o väntar varje dag"), record(text="tack för hjälpen")
    records.write(desk.records, [made, right])
    before = review.corrected(desk.records)
    review.mark(desk.records, made.id, review.Mark(0, "wrong_topic", "stalking", "reviewer"))
    review.mark(desk.records, made.id, review.Mark(0, "bad_text", None, "reviewer"))
    review.mark(desk.records, right.id, review.Mark(0, "wrong_topic", "new", "reviewer"))
    assert [c for c in review.corrected(desk.records) if c not in before] == [
        ("han står utanför o väntar varje dag", "stalking")
    ]


def test_nobody_approves_the_own_proposal_and_another_does(desk: RunningDesk) -> None:
    writer = _visitor(desk, "reviewer", "/larande/nytt")
    assert _propose(writer, FIT) == 200
    (waiting,) = proposals.read(desk.own, WAITING)
    writer.get("/larande/nytt")
    assert writer.post(f"/larande/{waiting.number}", decision="approve").status_code == 400
    assert proposals.read(desk.own, APPROVED) == []
    other = _visitor(desk, "annan", "/larande")
    assert other.post(f"/larande/{waiting.number}", decision="approve").status_code == 200
    (approved,) = proposals.read(desk.own, APPROVED)
    assert (approved.text, approved.proposed_by, approved.decided_by) == (FIT, "reviewer", "annan")
    other.get("/larande/nytt")
    assert _propose(other, FIT.upper()) == 400


def test_a_rejected_text_is_not_kept(desk: RunningDesk) -> None:
    writer = _visitor(desk, "reviewer", "/larande/nytt")
    _propose(writer, "dom tvingar mig att gömma saker i mitt rum hela tiden")
    (waiting,) = proposals.read(desk.own, WAITING)
    other = _visitor(desk, "annan", "/larande")
    other.post(f"/larande/{waiting.number}", decision="reject")
    assert {p.text for p in proposals.read(desk.own, REJECTED)} == {""}


def test_what_identifies_is_refused_at_the_desk_and_nothing_is_stored(desk: RunningDesk) -> None:
    visitor = _visitor(desk, "reviewer", "/larande/nytt")
    before = len(proposals.read(desk.own, WAITING))
    answer = visitor.post("/larande/nytt", text="Fredrik hotar mig", topic="stalking", urgency="urgent", who="self")
    assert answer.status_code == 400
    assert "Fredrik" in answer.text
    assert len(proposals.read(desk.own, WAITING)) == before


# --- the candidate ---


def _done(folder: Path, *outcomes: Change) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lotsen.tar.gz").write_bytes(b"new")
    (folder / "lotsen.sha256").write_text("new new quick", "ascii")
    (folder / "learnt.yml").write_text("new", "utf-8")
    now = time.time()
    (folder / "progress.json").write_text(json.dumps({"step": "done", "begun": now, "since": now}), "ascii")
    (folder / "comparison.json").write_text(json.dumps([asdict(o) for o in outcomes]), "utf-8")


BETTER = Change("fara", 10, 5, 6, 1, 0, guards_lives=True)
WORSE = Change("fara", 10, 5, 4, 0, 1, guards_lives=True)
WORSE_TOPIC = Change("ämne", 10, 5, 4, 0, 1)


def test_a_candidate_that_misses_more_danger_cannot_be_switched_on(desk: RunningDesk, models: Path) -> None:
    (models / "lotsen.tar.gz").write_bytes(b"old")
    (models / "lotsen.sha256").write_text("old old quick", "ascii")
    _done(models / "candidate", WORSE)
    visitor = _visitor(desk, "administrator", "/modell")
    assert "Använd den nya modellen" not in visitor.get("/modell").text
    answer = visitor.post("/modell/byt")
    assert answer.status_code == 400
    assert "missar mer fara" in answer.text
    assert (models / "lotsen.tar.gz").read_bytes() == b"old"


def test_a_better_one_is_switched_on_and_the_old_one_comes_back(desk: RunningDesk, models: Path) -> None:
    (models / "lotsen.tar.gz").write_bytes(b"old")
    (models / "lotsen.sha256").write_text("old old quick", "ascii")
    _done(models / "candidate", BETTER, WORSE_TOPIC)
    visitor = _visitor(desk, "administrator", "/modell")
    assert visitor.post("/modell/byt").status_code == 200
    assert [(models / n).read_bytes() for n in ("lotsen.tar.gz", "learnt.yml")] == [b"new", b"new"]
    assert not (models / "candidate").exists()
    visitor.get("/modell")
    assert visitor.post("/modell/tillbaka").status_code == 200
    assert (models / "lotsen.tar.gz").read_bytes() == b"old"
    assert (models / "lotsen.sha256").read_text("ascii") == "old old quick"
    assert not (models / "learnt.yml").exists()
    assert (models / "previous" / "learnt.yml").read_bytes() == b"new"
    acts = [entry.act for entry in stored.entries(desk.own, limit=2)]
    assert acts == ["switch_back", "switch"]


def test_without_a_finished_candidate_nothing_is_switched(desk: RunningDesk, models: Path) -> None:
    _done(models / "candidate", BETTER)
    for missing in ("progress.json", "comparison.json", "lotsen.tar.gz"):
        _done(models / "candidate", BETTER)
        (models / "candidate" / missing).unlink()
        visitor = _visitor(desk, "administrator", "/modell")
        assert visitor.post("/modell/byt").status_code == 400


def test_the_lines_taught_belong_to_what_a_model_is_made_from(tmp_path: Path) -> None:
    plain = model.current_inputs(learnt=tmp_path / "none.yml")
    (tmp_path / "learnt.yml").write_text("x", "utf-8")
    taught = model.current_inputs(learnt=tmp_path / "learnt.yml")
    assert taught.data != plain.data
    assert taught.code == plain.code


def test_a_training_that_tells_nothing_any_more_counts_as_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidate, "PROGRESS", tmp_path / "progress.json")
    assert candidate.progress() is None
    long_ago = time.time() - 24 * 60 * 60
    for step, expected in (("training", "failed"), ("done", "done")):
        candidate.PROGRESS.write_text(json.dumps({"step": step, "begun": long_ago, "since": long_ago}), "ascii")
        found = candidate.progress()
        assert found is not None
        assert found.step == expected
    candidate.PROGRESS.write_text("sönder", "utf-8")
    assert candidate.progress() is None


def test_only_figures_that_guard_lives_stop_a_candidate() -> None:
    assert candidate.faults([BETTER, WORSE_TOPIC]) == []
    assert candidate.faults([WORSE, WORSE_TOPIC]) == [WORSE]


@pytest.mark.parametrize("full", [True, False])
def test_a_candidate_is_stamped_as_what_it_is_and_with_the_lines_it_was_taught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    names = {"LEARNT": "learnt.yml", "PROGRESS": "progress.json", "COMPARISON": "comparison.json"}
    files = {**names, "CANDIDATE_FILE": "lotsen.tar.gz", "CANDIDATE_STAMP": "lotsen.sha256"}
    monkeypatch.setattr(candidate, "FOLDER", tmp_path)
    for name, file in files.items():
        monkeypatch.setattr(candidate, name, tmp_path / file)
    teaching.write_lines(candidate.LEARNT, [Example(FIT, "gang_threat", "urgent", "self")])
    monkeypatch.setattr("bot.run.train.train_into", lambda _folder, _learnt: full)
    monkeypatch.setattr(candidate, "_compare", lambda: [BETTER])
    monkeypatch.setattr("bot.run.lean.prepare", lambda: None)
    assert candidate.main() == 0
    monkeypatch.setattr(model, "MODEL_FILE", tmp_path / "lotsen.tar.gz")
    monkeypatch.setattr(model, "STAMP", candidate.CANDIDATE_STAMP)
    (tmp_path / "lotsen.tar.gz").write_bytes(b"new")
    made = model.trained()
    assert made == model.Trained(model.current_inputs(learnt=candidate.LEARNT), full)
    assert candidate.comparison() == [BETTER]


def test_a_training_that_fails_is_told_and_leaves_no_candidate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidate, "FOLDER", tmp_path)
    for name in ("PROGRESS", "COMPARISON", "CANDIDATE_FILE", "CANDIDATE_STAMP"):
        monkeypatch.setattr(candidate, name, tmp_path / name.lower())

    def broken(_folder: Path, _learnt: Path) -> bool:
        raise OSError("no room")

    monkeypatch.setattr("bot.run.train.train_into", broken)
    monkeypatch.setattr("bot.run.lean.prepare", lambda: None)
    assert candidate.main() == 1
    found = candidate.progress()
    assert found is not None
    assert found.step == "failed"
    assert candidate.comparison() == []
