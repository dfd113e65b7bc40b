from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import ROOT, BadSetting, read_settings

NUMBERS = {
    "LOTSEN_PORT": "port",
    "LOTSEN_ACTIONS_PORT": "actions_port",
    "LOTSEN_DEADLINE": "answer_deadline",
    "LOTSEN_MESSAGES_PER_MINUTE": "messages_per_minute",
    "LOTSEN_ADDRESS_PER_MINUTE": "address_per_minute",
    "LOTSEN_NEW_PER_ADDRESS": "new_per_address",
    "LOTSEN_RECORDS_EVERY": "records_every",
}


def test_when_nothing_is_set_then_it_runs_on_this_machine_alone() -> None:
    settings = read_settings({})
    assert settings.host == "127.0.0.1"
    assert settings.data_folder == ROOT / "var"
    assert settings.database_url == f"sqlite:///{ROOT / 'var' / 'lotsen.db'}"
    assert settings.origins == frozenset()
    assert settings.exit_url == ""  # the kommun's folder says where
    assert settings.port != settings.actions_port


def test_when_the_data_folder_is_moved_then_the_database_moves_with_it() -> None:
    settings = read_settings({"LOTSEN_DATA": "/srv/lotsen"})
    assert settings.data_folder == Path("/srv/lotsen")
    assert settings.database_url == "sqlite:////srv/lotsen/lotsen.db"


def test_when_a_database_is_named_then_it_is_used() -> None:
    url = "postgresql://lotsen@db/lotsen"
    assert read_settings({"LOTSEN_DATABASE_URL": url, "LOTSEN_DATA": "/srv"}).database_url == url


@pytest.mark.parametrize(
    "origins,read",
    [
        ("", set()),
        (" , ,", set()),
        ("https://www.borlange.se", {"https://www.borlange.se"}),
        (" https://a.se ,https://b.se,", {"https://a.se", "https://b.se"}),
    ],
)
def test_when_sites_may_embed_the_chat_then_they_are_read_one_by_one(origins: str, read: set[str]) -> None:
    assert read_settings({"LOTSEN_ORIGINS": origins}).origins == read


@pytest.mark.parametrize("variable,field", NUMBERS.items())
def test_when_a_number_is_set_then_it_is_read(variable: str, field: str) -> None:
    assert getattr(read_settings({variable: "77"}), field) == 77


@pytest.mark.parametrize("variable", NUMBERS)
@pytest.mark.parametrize("value", ["", "0", "-1", "abc", "5005x", "1.5", " 80", "1e3", "0x50"])
def test_when_a_number_is_none_then_the_variable_is_named(variable: str, value: str) -> None:
    with pytest.raises(BadSetting, match=variable):
        read_settings({variable: value})


def test_redacted_conversations_may_be_kept_for_no_time_at_all() -> None:
    assert read_settings({}).record_days == 30
    assert read_settings({"LOTSEN_RECORD_DAYS": "0"}).record_days == 0
    with pytest.raises(BadSetting, match="LOTSEN_RECORD_DAYS"):
        read_settings({"LOTSEN_RECORD_DAYS": "-1"})


def test_a_proxy_is_trusted_only_when_told_so() -> None:
    assert not read_settings({}).trust_proxy
    assert not read_settings({"LOTSEN_TRUST_PROXY": "0"}).trust_proxy
    assert read_settings({"LOTSEN_TRUST_PROXY": "1"}).trust_proxy
    with pytest.raises(BadSetting, match="LOTSEN_TRUST_PROXY"):
        read_settings({"LOTSEN_TRUST_PROXY": "yes"})


def test_when_no_environment_is_given_then_the_processs_own_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSEN_EXIT_URL", "https://www.svt.se/")
    monkeypatch.setenv("LOTSEN_SPACY_MODEL", "/srv/sv")
    assert read_settings().exit_url == "https://www.svt.se/"
    assert read_settings().spacy_model == "/srv/sv"


def test_when_code_reads_an_environment_variable_then_it_starts_with_lotsen_or_stands_here() -> None:
    """A guard against settings that nobody finds: no module invents a variable name of its own."""
    known = {"SANIC_WORKERS", "RASA_TELEMETRY_ENABLED", "LOG_LEVEL"}
    for path in (ROOT / "bot").rglob("*.py"):
        for name in re.findall(r"environ(?:\.get)?[\[(]\"([A-Z_]+)\"", path.read_text(encoding="utf-8")):
            assert name.startswith("LOTSEN_") or name in known, f"{path.name}: {name}"


def test_browsers_open_every_port_that_is_ours_by_default() -> None:
    """Chromium and Firefox refuse these (fetch.spec.whatwg.org, "bad port"), whatever listens there."""
    bad = {5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080}
    settings = read_settings({})
    assert not {settings.port, settings.desk_port} & bad
    assert settings.desk_url.endswith(f":{settings.desk_port}")
