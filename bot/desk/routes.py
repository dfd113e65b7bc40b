"""Every page of the desk with the permission it needs; None: open to anybody who reaches the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.desk.permissions import Permission
from bot.desk.views import accounts, conversations, directory, learning, log, login, model, start, statistics, texts
from bot.desk.visit import Reply, Visit


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    needs: Permission | None
    handle: Callable[[Visit], Reply]


ROUTES: tuple[Route, ...] = (
    Route("GET", "/login", None, login.form),
    Route("POST", "/login", None, login.log_in),
    Route("GET", "/login/kommun", None, login.begin_at_kommun),
    Route("GET", "/login/tillbaka", None, login.back_from_kommun),
    Route("POST", "/logout", Permission.BE_HERE, login.log_out),
    Route("GET", "/", Permission.BE_HERE, start.page),
    Route("GET", "/samtal", Permission.READ_CONVERSATIONS, conversations.listing),
    Route("GET", "/samtal/skal", Permission.READ_CONVERSATIONS, conversations.ask_reason),
    Route("POST", "/samtal/skal", Permission.READ_CONVERSATIONS, conversations.give_reason),
    Route("GET", "/samtal/<record_id>", Permission.READ_CONVERSATIONS, conversations.read),
    Route("POST", "/samtal/<record_id>/marka", Permission.MARK_CONVERSATIONS, conversations.mark),
    Route("POST", "/samtal/<record_id>/maska", Permission.MARK_CONVERSATIONS, conversations.mask),
    Route("GET", "/larande", Permission.TEACH, learning.listing),
    Route("GET", "/larande/nytt", Permission.TEACH, learning.write),
    Route("POST", "/larande/fran-samtal", Permission.TEACH, learning.write),
    Route("POST", "/larande/nytt", Permission.TEACH, learning.propose),
    Route("POST", "/larande/<number>", Permission.TEACH, learning.decide),
    Route("GET", "/modell", Permission.CHANGE_MODEL, model.page),
    Route("POST", "/modell/trana", Permission.CHANGE_MODEL, model.train),
    Route("POST", "/modell/byt", Permission.CHANGE_MODEL, model.switch_on),
    Route("POST", "/modell/tillbaka", Permission.CHANGE_MODEL, model.switch_back),
    Route("POST", "/demo/ta-bort", Permission.SEE_ACCOUNTS, start.remove_demo),
    Route("GET", "/tjanster", Permission.SEE_DIRECTORY, directory.listing),
    Route("GET", "/tjanster/fil/<kind>", Permission.SEE_DIRECTORY, directory.take_out),
    Route("POST", "/tjanster", Permission.EDIT_DIRECTORY, directory.bring_in),
    Route("GET", "/tjanster/<service_id>", Permission.SEE_DIRECTORY, directory.service),
    Route("POST", "/tjanster/<service_id>/<fact>", Permission.EDIT_DIRECTORY, directory.change),
    Route("GET", "/texter", Permission.SEE_DIRECTORY, texts.preview),
    Route("POST", "/texter/meddelande", Permission.EDIT_DIRECTORY, texts.put_notice),
    Route("GET", "/statistik", Permission.SEE_STATISTICS, statistics.page),
    Route("GET", "/statistik/tabell.csv", Permission.SEE_STATISTICS, statistics.csv_file),
    Route("GET", "/statistik/rapport", Permission.SEE_STATISTICS, statistics.report),
    Route("GET", "/konton", Permission.SEE_ACCOUNTS, accounts.listing),
    Route("POST", "/konton/<name>/status", Permission.SEE_ACCOUNTS, accounts.set_active),
    Route("GET", "/logg", Permission.SEE_LOG, log.page),
)
