"""A record tells whether the resident pressed a number, a text message or a chat; of older ones it is not known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_INDEX = "record_counted"
_COLUMNS = ["week", "language", "part_of_day", "helped"]


def upgrade() -> None:
    columns = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("record")}
    if "pressed" in columns:
        return  # made by this version before the database knew its own
    op.add_column("record", sa.Column("pressed", sa.Boolean))
    op.drop_index(_INDEX, "record")
    op.create_index(_INDEX, "record", [*_COLUMNS, "pressed"])


def downgrade() -> None:
    op.drop_index(_INDEX, "record")
    op.create_index(_INDEX, "record", _COLUMNS)
    op.drop_column("record", "pressed")
