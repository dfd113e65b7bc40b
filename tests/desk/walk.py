"""`make desk-walk`: one misunderstood message, from the resident's words to a model that understands it, in the real thing.

Lotsen and its desk run as `make run` starts them, with the trained model; three people work in Chromium. Prints each step with
the clicks and seconds it took. About six minutes, most of them training.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bot.desk.permissions import Role
from bot.records.record import RESIDENT, Record, Turn
from bot.run import model
from bot.storage import desk as accounts
from bot.storage import records
from bot.storage.engine import open_database
from bot.storage.event_broker import redacted
from tests.desk.running import PASSWORD, account
from tests.live.running import Lotsen, start
from tests.live.test_browser import CHROMIUM, FLAGS

_TRAINING = 900_000.0  # milliseconds
MESSAGE = "tjejen i min klass har bytt till sjal o blir hämtad direkt efter sista lektionen varje dag"
TOPIC = "honour_oppression"
EXAMPLES = (
    "hon i min parallellklass får inte stanna kvar efter skolan, de hämtar henne varje dag och hon har börjat med sjal",
)
"""What Rut adds to the message itself, which names nobody."""


@dataclass
class Walk:
    """Counts what people do."""

    steps: list[tuple[str, int, float]] = field(default_factory=list)
    clicks: int = 0
    since: float = field(default_factory=time.monotonic)

    def click(self, page: Page, role: str, name: str) -> None:
        self.clicks += 1
        page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]

    def done(self, what: str) -> None:
        now = time.monotonic()
        self.steps.append((what, self.clicks, now - self.since))
        print(f"{what:58}{self.clicks:4} klick{now - self.since:8.1f} s", flush=True)
        self.clicks, self.since = 0, now


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.desk.walk")
    parser.add_argument("--message", default=MESSAGE)
    parser.add_argument("--topic", default=TOPIC)
    parser.add_argument("--example", action="append", help="may be given several times")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        models = Path(folder) / "models"
        models.mkdir()
        for name in ("lotsen.tar.gz", "lotsen.sha256"):
            shutil.copy(model.MODEL_FILE.with_name(name), models)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        os.environ["LOTSEN_MODELS"] = str(models)
        with start(Path(folder) / "var", LOTSEN_MODELS=str(models)) as lotsen:
            understood = walk(lotsen, browser, wishes.message, wishes.topic, wishes.example or EXAMPLES)
        browser.close()
    return 0 if understood else 1


def walk(lotsen: Lotsen, browser: Browser, message: str, topic: str, examples: list[str] | tuple[str, ...]) -> bool:
    """True when the message is understood at the end and was not at the beginning."""
    before = _asked(lotsen, message)
    if before == topic:
        print("Meddelandet förstås redan.")
        return False
    own = open_database(f"sqlite:///{lotsen.data / 'desk.db'}")
    for name, role in (("rut", Role.REVIEWER), ("rolf", Role.REVIEWER), ("ada", Role.ADMINISTRATOR)):
        accounts.save_account(own, account(name, role))
    record_id = _record(lotsen, message, before)
    done = Walk()
    rut = _log_in(browser, lotsen, "rut")
    done.done("Rut loggar in")
    done.click(rut, "link", "Samtal")
    rut.locator(f"a[href*='{record_id}']").click()
    done.clicks += 1
    rut.get_by_label("Förbättra Lotsens svar").check()
    done.click(rut, "button", "Läs samtalet")
    done.clicks += 1
    done.done("Rut öppnar samtalet och säger varför")
    rut.get_by_label("Fel ämne, rätt är").first.select_option(topic)
    done.click(rut, "button", "Markera")
    done.clicks += 1
    done.done("Rut markerar vad det rätta hade varit")
    done.click(rut, "button", "Gör till övningsexempel …")
    own_words = rut.get_by_label("Exemplet").input_value()
    rut.get_by_label("Exemplet").fill("\n".join((own_words, *examples)))
    done.click(rut, "button", "Föreslå")
    done.done("Rut skriver om det till exempel")
    rolf = _log_in(browser, lotsen, "rolf")
    done.click(rolf, "link", "Lärande")
    for _ in (own_words, *examples):
        done.click(rolf, "button", "Godkänn")
    done.done("Rolf loggar in och godkänner")
    ada = _log_in(browser, lotsen, "ada")
    done.click(ada, "link", "Modell")
    done.click(ada, "button", "Träna en ny modell")
    ada.get_by_role("heading", name="Den nya modellen jämförd").wait_for(timeout=_TRAINING)
    done.done("Ada loggar in och tränar; modellen jämförs")
    for row in ada.locator("tbody tr").all_inner_texts():
        print("    " + row.replace("\t", "  "))
    done.click(ada, "button", "Använd den nya modellen")
    deadline = time.monotonic() + 60
    while (after := _asked(lotsen, message)) != topic and time.monotonic() < deadline:
        time.sleep(1)
    done.done("Ada byter; Lotsen svarar med den nya modellen")
    print(f"Förstods som: {before}. Förstås nu som: {after}.")
    print(f"I allt {sum(clicks for _, clicks, _ in done.steps)} klick, {sum(s for *_, s in done.steps):.0f} sekunder.")
    return after == topic


def _asked(lotsen: Lotsen, message: str) -> str | None:
    understood = lotsen.message(message).body["understood"]
    print(f"    Lotsen förstår: {understood}")
    return str(understood["topic"])


def _record(lotsen: Lotsen, message: str, topic: str | None) -> str:
    """The conversation as the broker would keep it; it waits for others before it writes, and nobody else talks here."""
    turns = (Turn(RESIDENT, redacted(message), topic, "support", "other", 0.3),)
    record = Record("walk", "2026-W48", "kväll", topic or "none", "support", "sv", "other", None, False, (), turns)
    stored = open_database(f"sqlite:///{lotsen.data / 'lotsen.db'}")
    records.create(stored)
    records.write(stored, [record])
    return record.id


def _log_in(browser: Browser, lotsen: Lotsen, name: str) -> Page:
    page = browser.new_context(viewport={"width": 1200, "height": 850}, locale="sv-SE").new_page()
    page.set_default_timeout(20_000)
    page.goto(lotsen.desk)
    page.get_by_label("Användarnamn").fill(name)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=f"Hej {name}").wait_for()
    return page


if __name__ == "__main__":
    sys.exit(main())
