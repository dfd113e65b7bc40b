"""The directory at the desk: what is changed there is what residents are shown."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk.permissions import Role
from bot.services.changes import Act, BadChange, Change, apply, check, only_verified
from bot.services.model import Confidence, Directory
from bot.services.register import read
from bot.services.select import Situation, select
from bot.services.worklist import Why, tasks
from bot.storage import changes, directory
from bot.storage.directory import FreshDirectory
from tests.desk.running import RunningDesk, Visitor
from tests.moments import WEEKDAY

_TODAY = date(2026, 11, 28)


def _change(service_id: str, fact: str, act: Act, value: str | bool | None = None, **more: str) -> Change:
    return Change(service_id, fact, act, more.get("on", "2026-11-20"), "redaktor", value, more.get("how", "called"))


@pytest.fixture(scope="module")
def register() -> Directory:
    return read()


def _editor(desk: RunningDesk, service_id: str) -> Visitor:
    visitor = desk.visitor(Role.EDITOR)
    visitor.get(f"/tjanster/{service_id}")
    return visitor


def test_a_verified_number_carries_the_day_and_stands_in_the_history(desk: RunningDesk) -> None:
    shown = directory.load(desk.records).services["bris"].facts["phone"]
    visitor = _editor(desk, "bris")
    page = visitor.post("/tjanster/bris/phone", act="verify", value=str(shown.value), how="called")
    assert page.status_code == 200
    fact = directory.load(desk.records).services["bris"].facts["phone"]
    assert (fact.confidence, fact.value) == (Confidence.VERIFIED, shown.value)
    assert fact.verified_on is not None
    assert "Ringde" in page.text


def test_a_withdrawn_number_is_gone_from_the_answers_and_comes_back(desk: RunningDesk) -> None:
    fresh = FreshDirectory(desk.records, seconds=0)
    visitor = _editor(desk, "kvinnofridslinjen")
    visitor.post("/tjanster/kvinnofridslinjen/phone", act="withdraw")
    assert fresh.current().services["kvinnofridslinjen"].shown("phone") is None
    visitor.get("/tjanster/kvinnofridslinjen")
    visitor.post("/tjanster/kvinnofridslinjen/phone", act="restore")
    assert fresh.current().services["kvinnofridslinjen"].shown("phone") is not None


def test_a_withdrawn_service_makes_room_for_the_next(register: Directory) -> None:
    situation = Situation("relationship_violence", WEEKDAY, who="self", gender="female")
    first = select(situation, register).choices[0].service.id
    without = select(situation, apply(register, [_change(first, "service", Act.WITHDRAW)])).choices
    assert first not in {choice.service.id for choice in without}
    assert len(without) == 3


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        ("phone", "ring <b>mig</b>", "siffror"),
        ("phone", "", "rätta uppgiften"),
        ("url", "javascript:alert(1)", "https://"),
        ("opening", "alla dagar", "Öppettiderna"),
        ("free", "kanske", "ja eller nej"),
        ("påhitt", "1", "finns inte"),
    ],
)
def test_a_value_that_cannot_be_right_is_told_and_nothing_changes(
    desk: RunningDesk, fact: str, value: str, said: str
) -> None:
    before = changes.read_all(desk.records)
    answer = _editor(desk, "bris").post(f"/tjanster/bris/{fact}", act="correct", value=value, how="called")
    assert answer.status_code == 400
    assert said in answer.text
    assert changes.read_all(desk.records) == before


def test_112_can_be_verified_but_neither_changed_nor_withdrawn(register: Directory) -> None:
    check(_change("larm_112", "phone", Act.VERIFY, "112"), register)
    for fact, act, value in (
        ("phone", Act.WITHDRAW, None),
        ("phone", Act.CORRECT, "113 00"),
        ("service", Act.WITHDRAW, None),
    ):
        with pytest.raises(BadChange):
            check(_change("larm_112", fact, act, value), register)


def test_a_value_that_changed_meanwhile_cannot_be_verified(register: Directory) -> None:
    with pytest.raises(BadChange, match="ändrats"):
        check(_change("bris", "phone", Act.VERIFY, "08-000 00"), register)
    changed = apply(register, [_change("bris", "phone", Act.VERIFY, "08-000 00")])
    assert changed.services["bris"].facts["phone"] == register.services["bris"].facts["phone"]


def test_the_newest_change_counts(register: Directory) -> None:
    made = [
        _change("bris", "phone", Act.CORRECT, "116 111"),
        _change("bris", "phone", Act.WITHDRAW),
        _change("bris", "phone", Act.CORRECT, "116 112", on="2026-11-22"),
    ]
    fact = apply(register, made).services["bris"].facts["phone"]
    assert (fact.value, fact.verified_on, fact.may_be_shown) == ("116 112", "2026-11-22", True)


def test_when_only_verified_numbers_are_shown_then_112_is_and_an_unverified_one_is_not(register: Directory) -> None:
    verified = apply(register, [_change("bris", "phone", Act.VERIFY, register.services["bris"].facts["phone"].value)])
    strict = only_verified(verified).services
    assert strict["larm_112"].shown("phone") is not None
    assert strict["bris"].shown("phone") is not None
    others = {s.id for s in strict.values() if s.shown("phone") or s.shown("sms") or s.shown("phone_alt")}
    assert others == {"larm_112", "bris"}


def test_the_work_list_begins_with_what_harms_most_and_empties_by_verifying(register: Directory) -> None:
    found = tasks(register, _TODAY)
    ids = [task.service.id for task in found]
    assert ids.index("kvinnofridslinjen") < ids.index("tunabyggen_storningsjour")
    assert {"phone"} == {task.fact for task in found[:2]}
    assert any(task.why is Why.MISSING and task.service.id == "kvinnojouren_borlange" for task in found)
    fact = register.services["bris"].facts["phone"]
    for day, why in (("2026-11-20", None), ("2026-08-01", Why.OLD)):
        verified = apply(register, [_change("bris", "phone", Act.VERIFY, fact.value, on=day)])
        left = [t.why for t in tasks(verified, _TODAY) if (t.service.id, t.fact) == ("bris", "phone")]
        assert left == ([why] if why else [])
