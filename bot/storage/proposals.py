"""All SQL about training examples that staff propose; in the desk's own database."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Engine

_METADATA = sa.MetaData()

_PROPOSAL = sa.Table(
    "proposal",
    _METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("text", sa.String(400), nullable=False),  # rephrased by staff; empty once it was turned down
    sa.Column("topic", sa.String(64), nullable=False),
    sa.Column("urgency", sa.String(16), nullable=False),
    sa.Column("who", sa.String(16), nullable=False),
    sa.Column("proposed_by", sa.String(64), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("decided_by", sa.String(64)),
)

WAITING, APPROVED, REJECTED = "waiting", "approved", "rejected"


@dataclass(frozen=True)
class Example:
    """What a message of this kind is to be understood as."""

    text: str
    topic: str
    urgency: str
    who: str


@dataclass(frozen=True)
class Proposal:
    number: int
    text: str
    topic: str
    urgency: str
    who: str
    proposed_by: str
    state: str
    decided_by: str | None


def create(engine: Engine) -> None:
    _METADATA.create_all(engine)


def add(engine: Engine, example: Example, proposed_by: str) -> None:
    with engine.begin() as connection:
        row = {**asdict(example), "proposed_by": proposed_by, "state": WAITING}
        connection.execute(sa.insert(_PROPOSAL), row)


def read(engine: Engine, state: str) -> list[Proposal]:
    """Proposals in `state`, the oldest first."""
    wanted = sa.select(_PROPOSAL).where(_PROPOSAL.c.state == state).order_by(_PROPOSAL.c.number)
    with engine.connect() as connection:
        return [Proposal(**row) for row in connection.execute(wanted).mappings()]


def decide(engine: Engine, number: int, approved: bool, decided_by: str) -> bool:
    """Approve or turn down a proposal of somebody else's that waits; False when there is none such."""
    new = {"state": APPROVED if approved else REJECTED, "decided_by": decided_by, **({} if approved else {"text": ""})}
    theirs = (_PROPOSAL.c.number == number, _PROPOSAL.c.state == WAITING, _PROPOSAL.c.proposed_by != decided_by)
    with engine.begin() as connection:
        return bool(connection.execute(sa.update(_PROPOSAL).where(*theirs).values(**new)).rowcount)
