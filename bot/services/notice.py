"""A notice of the kommun's for all who open the chat: "Kvinnojouren har stängt i dag". Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MOST = 200  # characters


@dataclass(frozen=True)
class Notice:
    """`starts` and `ends` carry a time zone; at `ends` it is over."""

    text: str
    starts: datetime
    ends: datetime

    def lasts_at(self, now: datetime) -> bool:
        return self.starts <= now < self.ends


class BadNotice(ValueError):
    """The notice cannot be shown; the message says why, in Swedish."""


def check(notice: Notice, now: datetime) -> None:
    """Raises BadNotice."""
    if not notice.text.strip() or len(notice.text) > MOST:
        raise BadNotice(f"Skriv vad som gäller, högst {MOST} tecken.")
    if notice.ends <= notice.starts:
        raise BadNotice("Slutet ska komma efter början.")
    if notice.ends <= now:
        raise BadNotice("Sluttiden har redan varit.")
