"""What staff did: the log, which nobody can change."""

from __future__ import annotations

from bot.desk.visit import Reply, Visit
from bot.storage import desk

_ON_A_PAGE = 100


def page(visit: Visit) -> Reply:
    raw, account = visit.query.get("fore", ""), visit.query.get("konto", "")[:64]
    before = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 12 else None
    entries = desk.entries(visit.desk.own, before, _ON_A_PAGE + 1, account)
    more = entries[_ON_A_PAGE - 1].number if len(entries) > _ON_A_PAGE else None
    whole = visit.choice("kontrollera", {"hela"}, form=False) is not None
    broken = desk.first_broken(visit.desk.own, None if whole else _ON_A_PAGE) if before is None else None
    return Reply(
        "log.html",
        {
            "entries": entries[:_ON_A_PAGE],
            "more": more,
            "account": account,
            "broken": broken,
            "first": before is None,
            "whole": whole,
        },
    )
