"""Which running conversations are drafted: those whose resident said yes, until they say no, forget, or end.

Keyed by the conversation's token, in memory only. Lives on Rasa's event loop; only the pool is shared with a thread.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.records.draft import Draft, Redact
from bot.records.pool import Pool
from bot.records.weeks import iso_week, part_of_day


class Collection:
    """Holds at most `most` drafts, the newest ones. A conversation nobody gave consent for is never here."""

    def __init__(self, redact: Redact, pool: Pool, now: Callable[[], datetime], most: int) -> None:
        self._redact, self._pool, self._now, self._most = redact, pool, now, most
        self._drafts: OrderedDict[str, Draft] = OrderedDict()
        self._keeps_ended = True

    def keep_no_ended(self) -> None:
        """Conversations end elsewhere: what ends here was not given back in time, and its record may exist already."""
        self._keeps_ended = False

    def export(self, token: str) -> dict[str, Any] | None:
        """The draft for another process."""
        draft = self._drafts.get(token)
        return draft.export() if draft is not None else None

    def take_over(self, token: str, exported: Mapping[str, Any] | None) -> None:
        """The counterpart of `export`."""
        self.forget(token)
        if exported is not None:
            self._drafts[token] = Draft.of(exported)

    def settle(self, exported: Mapping[str, Any]) -> None:
        """Make the record of a conversation that has ended elsewhere."""
        self._settle(Draft.of(exported))

    def choose(self, token: str, store: bool | None) -> None:
        """The resident's choice: True begins a draft or goes on with it, False drops all of it, None changes nothing."""
        if store is False:
            self.forget(token)
        elif store and token not in self._drafts:
            now = self._now()
            self._drafts[token] = Draft(iso_week(now.date()), part_of_day(now.hour))
            while len(self._drafts) > self._most:
                self._drafts.popitem(last=False)

    def hear(self, event: Mapping[str, Any]) -> None:
        """One of Rasa's events; those of conversations without a draft are passed over."""
        draft = self._drafts.get(str(event.get("sender_id")))
        if draft is not None:
            draft.hear(event, self._redact)

    def set_helped(self, token: str, helped: bool | None) -> None:
        draft = self._drafts.get(token)
        if draft is not None:
            draft.helped = helped

    def set_pressed(self, token: str, pressed: bool | None) -> None:
        """A number, a text message or a chat of an answer was pressed; which one is not kept."""
        draft = self._drafts.get(token)
        if draft is not None and pressed:
            draft.pressed = True

    def forget(self, token: str) -> None:
        """Nothing of the conversation is kept."""
        self._drafts.pop(token, None)

    def end(self, token: str) -> None:
        """The conversation is over: its draft becomes a record that no longer knows the token."""
        draft = self._drafts.pop(token, None)
        if draft is not None and self._keeps_ended:
            self._settle(draft)

    def _settle(self, draft: Draft) -> None:
        record = draft.record(secrets.token_hex(16))
        if record is not None:
            self._pool.add(record)
