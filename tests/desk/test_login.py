"""Logging in: who gets in, who is slowed down, and who is never locked out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from bot.desk import account as account_command
from bot.desk import sessions
from bot.desk.permissions import Role
from bot.desk.sessions import Sessions
from bot.desk.throttle import MOST_FAILURES, WINDOW, KnownBrowsers, Throttle
from bot.storage import desk as stored
from tests.desk.running import PASSWORD, SECRET, RunningDesk, account, running
from tests.fake_clock import FakeClock


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    with running(tmp_path_factory.mktemp("production"), LOTSEN_PRODUCTION="1") as started:
        yield started


def test_the_right_password_begins_a_session_and_a_wrong_one_does_not(desk: RunningDesk) -> None:
    visitor = desk.visitor()
    assert visitor.log_in("reader", "fel lösenord här").status_code == 403
    assert visitor.get("/").url.endswith("/login")
    assert visitor.log_in("reader").status_code == 200
    assert "Hej reader" in visitor.get("/").text


def test_an_unknown_and_a_closed_account_are_told_the_same_as_a_wrong_password(desk: RunningDesk) -> None:
    stored.save_account(desk.own, account("stangd", Role.READER, active=False))
    answers = [desk.visitor().log_in(name, password) for name, password in (("ingen", PASSWORD), ("stangd", PASSWORD))]
    wrong = desk.visitor().log_in("editor", "fel lösenord här")
    for answer in answers:
        assert answer.status_code == 403
        assert answer.text.replace('value="ingen"', "").replace('value="stangd"', "") == wrong.text.replace(
            'value="editor"', ""
        )


def test_logging_out_ends_the_session_on_the_server(desk: RunningDesk) -> None:
    visitor = desk.visitor(Role.READER)
    kept = dict(visitor.http.cookies)
    visitor.get("/")
    visitor.post("/logout")
    visitor.http.cookies.update(kept)
    assert visitor.get("/").url.endswith("/login")


def test_whoever_guesses_is_shut_out_but_not_the_colleague_at_the_own_browser(desk: RunningDesk) -> None:
    stored.save_account(desk.own, account("drabbad", Role.READER))
    colleague, guesser = desk.visitor(), desk.visitor()
    assert colleague.log_in("drabbad").status_code == 200
    colleague.post("/logout")
    for _ in range(MOST_FAILURES):
        assert guesser.log_in("drabbad", "gissning gissning").status_code == 403
    assert guesser.log_in("drabbad").status_code == 429
    assert colleague.log_in("drabbad").status_code == 200


def test_in_production_the_code_is_needed_and_holds_once(production: RunningDesk) -> None:
    code = pyotp.TOTP(SECRET).now()
    visitor = production.visitor()
    assert visitor.log_in("reader").status_code == 403
    assert visitor.log_in("reader", code="000000" if code != "000000" else "111111").status_code == 403
    answer = visitor.http.post(
        production.address + "/login",
        data={"name": "reader", "password": PASSWORD, "code": code},
        allow_redirects=False,
        timeout=20,
    )
    assert answer.status_code == 303
    assert all(
        "Secure" in c and "HttpOnly" in c and "SameSite=Strict" in c for c in answer.raw.headers.getlist("set-cookie")
    )
    assert production.visitor().log_in("reader", code=code).status_code == 403


def test_in_production_an_account_without_a_code_is_refused(production: RunningDesk) -> None:
    stored.save_account(production.own, account("utan", Role.READER, totp=None))
    answer = production.visitor().log_in("utan")
    assert answer.status_code == 403
    assert "engångskod" in answer.text


def test_every_answer_carries_the_headers(desk: RunningDesk) -> None:
    visitor = desk.visitor()
    for path in ("/login", "/static/desk.css", "/finns-inte", "/health"):
        headers = visitor.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"


def test_a_session_ends_when_idle_and_in_any_case_after_its_lifetime() -> None:
    clock = FakeClock()
    held = Sessions(clock)
    idle = held.begin("a", Role.READER)
    clock.pass_seconds(sessions.IDLE_SECONDS + 1)
    assert held.get(idle) is None
    busy = held.begin("a", Role.READER)
    for _ in range(sessions.LIFETIME_SECONDS // 600):
        assert held.get(busy) is not None
        clock.pass_seconds(600)
    assert held.get(busy) is None


def test_an_account_holds_a_few_sessions_and_the_oldest_goes() -> None:
    clock = FakeClock()
    held = Sessions(clock)
    ids = []
    for _ in range(sessions.MOST_PER_ACCOUNT + 1):
        clock.pass_seconds(1)
        ids.append(held.begin("a", Role.READER))
    assert [held.get(i) is not None for i in ids] == [False] + [True] * sessions.MOST_PER_ACCOUNT


def test_failures_are_forgotten_after_the_window_and_forged_cookies_count_as_strangers() -> None:
    clock = FakeClock()
    throttle, browsers = Throttle(clock), KnownBrowsers(b"k" * 32)
    for _ in range(MOST_FAILURES):
        throttle.note_failure("account a")
    assert not throttle.admits("account a")
    clock.pass_seconds(WINDOW + 1)
    assert throttle.admits("account a")
    own = browsers.cookie("a")
    assert browsers.key_for("a", own).startswith("browser ")
    assert browsers.key_for("b", own) == "account b"
    assert browsers.key_for("a", "0" * 32 + ".falsk") == "account a"
    assert browsers.key_for("a", None) == "account a"


def test_the_command_makes_an_account_and_refuses_a_bad_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOTSEN_DATA", str(tmp_path))
    assert account_command.main(["Åsa!", "--role", "reader"]) == 2
    assert account_command.main(["asa.b", "--role", "reader"]) == 0
    printed = capsys.readouterr().out
    assert "otpauth://totp/Lotsen:asa.b" in printed
    password = next(line for line in printed.splitlines() if line.startswith("Lösenord")).split(": ")[1]
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert password.encode() not in raw
    monkeypatch.setenv("LOTSEN_PRODUCTION", "1")
    assert account_command.main(["asa.c", "--role", "reader", "--no-totp"]) == 2
