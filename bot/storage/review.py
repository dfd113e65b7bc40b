"""All SQL of reading, marking and masking stored conversations at the staff desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.records.record import RESIDENT, Record, Turn
from bot.storage.records import DEMO, IS_DEMO, MARK, RECORD, TURN, UNSURE
from bot.topics import TOPICS

UNSURE_ONLY, UNHELPED_ONLY, MARKED_ONLY, UNMARKED_ONLY = "unsure", "unhelped", "marked", "unmarked"
SHOWS = (UNSURE_ONLY, UNHELPED_ONLY, MARKED_ONLY, UNMARKED_ONLY)


COUNTED = ("week", "language", "part_of_day", "helped", "pressed")
"""The columns that statistics are made of, the week first."""


@dataclass(frozen=True)
class Wish:
    """Which conversations to list; None: any. `show` is one of SHOWS."""

    week: str | None = None
    topic: str | None = None
    urgency: str | None = None
    language: str | None = None
    show: str | None = None


@dataclass(frozen=True)
class Row:
    """A conversation in a list: its labels, and the resident's first words."""

    id: str
    week: str
    part_of_day: str | None
    topic: str
    urgency: str
    language: str
    helped: bool | None
    begins: str
    marked: bool

    @property
    def place(self) -> Place:
        return self.week, self.id

    @property
    def is_demo(self) -> bool:
        return self.id.startswith(DEMO)


Place = tuple[str, str]
"""Week and id: where a conversation stands in the list, the newest week first."""


@dataclass(frozen=True)
class Mark:
    place: int
    verdict: str
    topic: str | None
    account: str


def rows(engine: Engine, wish: Wish, after: Place | None = None, limit: int = 50) -> list[Row]:
    """Conversations that fit, the newest week first; `after` is the last one already seen."""
    said = sa.select(TURN.c.text).where(TURN.c.record_id == RECORD.c.id, TURN.c.role == RESIDENT)
    begins = said.order_by(TURN.c.place).limit(1)
    marked = sa.exists().where(MARK.c.record_id == RECORD.c.id)
    names = ("id", "week", "part_of_day", "topic", "urgency", "language", "helped")
    columns = (*(RECORD.c[n] for n in names), begins.scalar_subquery().label("begins"), marked.label("marked"))
    wanted = sa.select(*columns).where(*_conditions(wish)).order_by(RECORD.c.week.desc(), RECORD.c.id).limit(limit)
    if after is not None:
        wanted = wanted.where(_follows(after))
    with engine.connect() as connection:
        return [Row(**row) for row in connection.execute(wanted).mappings()]


def neighbours(engine: Engine, wish: Wish, at: Place) -> tuple[str | None, str | None]:
    """The ids of the conversations before and after the one at `at` among those that fit."""
    week, record_id = at
    ahead = sa.or_(RECORD.c.week > week, sa.and_(RECORD.c.week == week, RECORD.c.id < record_id))
    fitting = sa.select(RECORD.c.id).where(*_conditions(wish)).limit(1)
    with engine.connect() as connection:
        before = connection.scalar(fitting.where(ahead).order_by(RECORD.c.week, RECORD.c.id.desc()))
        after = connection.scalar(fitting.where(_follows(at)).order_by(RECORD.c.week.desc(), RECORD.c.id))
    return before, after


def one(engine: Engine, record_id: str) -> Record | None:
    with engine.connect() as connection:
        row = connection.execute(sa.select(RECORD).where(RECORD.c.id == record_id)).mappings().one_or_none()
        if row is None:
            return None
        turns = sa.select(TURN).where(TURN.c.record_id == record_id).order_by(TURN.c.place)
        said = [
            Turn(**{k: v for k, v in turn.items() if k not in ("record_id", "place")})
            for turn in connection.execute(turns).mappings()
        ]
    return Record(**{**row, "services": tuple(row["services"])}, turns=tuple(said))


def marks(engine: Engine, record_id: str) -> list[Mark]:
    wanted = sa.select(MARK).where(MARK.c.record_id == record_id).order_by(MARK.c.place, MARK.c.verdict)
    with engine.connect() as connection:
        return [
            Mark(**{k: v for k, v in row.items() if k != "record_id"}) for row in connection.execute(wanted).mappings()
        ]


def mark(engine: Engine, record_id: str, made: Mark, instead_of: Sequence[str] = ()) -> None:
    """Add a mark in the place of the turn's marks with the same verdict or one of `instead_of`."""
    same = (MARK.c.record_id == record_id, MARK.c.place == made.place)
    with engine.begin() as connection:
        connection.execute(sa.delete(MARK).where(*same, MARK.c.verdict.in_((made.verdict, *instead_of))))
        connection.execute(sa.insert(MARK), {"record_id": record_id, **vars(made)})


def corrected(engine: Engine) -> list[tuple[str, str]]:
    """Stored messages that were marked as misunderstood, each with the topic that would have been right."""
    same = sa.and_(TURN.c.record_id == MARK.c.record_id, TURN.c.place == MARK.c.place)
    wanted = sa.select(TURN.c.text, MARK.c.topic).select_from(sa.join(MARK, TURN, same)).where(MARK.c.topic.in_(TOPICS))
    with engine.connect() as connection:
        return [(str(text), str(topic)) for text, topic in connection.execute(wanted)]


def rewrite_turns(engine: Engine, record_id: str, texts: dict[int, str]) -> None:
    """Put `texts` (by the turn's place) in the place of what was said there, all or nothing."""
    with engine.begin() as connection:
        for place, text in texts.items():
            same = (TURN.c.record_id == record_id, TURN.c.place == place)
            connection.execute(sa.update(TURN).where(*same).values(text=text))


def delete_demo(engine: Engine) -> int:
    """Delete the made-up conversations and return how many there were."""
    with engine.begin() as connection:
        for table in (MARK, TURN):
            connection.execute(sa.delete(table).where(table.c.record_id.like(f"{DEMO}%")))
        return int(connection.execute(sa.delete(RECORD).where(IS_DEMO)).rowcount)


def weeks(engine: Engine) -> list[str]:
    """The weeks conversations are stored from, the newest first."""
    with engine.connect() as connection:
        return list(connection.execute(sa.select(RECORD.c.week).distinct().order_by(RECORD.c.week.desc())).scalars())


def count(engine: Engine, wish: Wish) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(RECORD).where(*_conditions(wish))) or 0)


def count_demo(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(RECORD).where(IS_DEMO)) or 0)


def counts(engine: Engine) -> Counter[tuple[str, ...]]:
    """How many conversations stand under each combination of COUNTED, the made-up ones too."""
    columns = [RECORD.c[name] for name in COUNTED]
    with engine.connect() as connection:
        found = connection.execute(sa.select(*columns, sa.func.count()).group_by(*columns)).all()
    return Counter({tuple(str(value) for value in row[:-1]): int(row[-1]) for row in found})


def _conditions(wish: Wish) -> list[sa.sql.ColumnElement[bool]]:
    exact = ("week", "topic", "urgency", "language")
    conditions = [RECORD.c[name] == getattr(wish, name) for name in exact if getattr(wish, name) is not None]
    marked = sa.select(MARK.c.record_id)
    if wish.show == UNSURE_ONLY:
        conditions.append(RECORD.c.id.in_(sa.select(TURN.c.record_id).where(TURN.c.confidence < UNSURE)))
    elif wish.show == UNHELPED_ONLY:
        conditions.append(RECORD.c.helped.is_(False))
    elif wish.show == MARKED_ONLY:
        conditions.append(RECORD.c.id.in_(marked))
    elif wish.show == UNMARKED_ONLY:
        conditions.append(RECORD.c.id.not_in(marked))
    return conditions


def _follows(at: Place) -> sa.sql.ColumnElement[bool]:
    week, record_id = at
    return sa.or_(RECORD.c.week < week, sa.and_(RECORD.c.week == week, RECORD.c.id > record_id))
