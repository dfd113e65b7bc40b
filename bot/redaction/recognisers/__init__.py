"""One recogniser a file: `find(reading)` gives (start, end, type) in the reading's characters."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.redaction.reading import Reading
from bot.redaction.recognisers import (
    account,
    address,
    birth_date,
    capitals,
    case_number,
    date,
    email,
    handle,
    ip,
    learned,
    name,
    number,
    organisation,
    personnummer,
    phone,
    place,
    plate,
    school,
    spaced,
    url,
)

Found = Iterable[tuple[int, int, str]]
Recogniser = Callable[[Reading], Found]

DIRECT: tuple[Recogniser, ...] = (
    personnummer.find, birth_date.find, phone.find, email.find, url.find, ip.find, account.find, case_number.find, plate.find, address.find, handle.find,
)  # fmt: skip
INDIRECT: tuple[Recogniser, ...] = (
    name.find, spaced.find, school.find, organisation.find, place.find, capitals.find, date.find, number.find, learned.find,
)  # fmt: skip
