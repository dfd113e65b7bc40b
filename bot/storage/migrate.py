"""`python -m bot.storage.migrate`: brings the database of records and register to what this version of Lotsen expects.

`make run` does it by itself before anything else; where the processes are started one by one, it is run once before them. The
steps are Alembic's, in migrations/versions/.
"""

from __future__ import annotations

import sys
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from bot.settings import BadSetting, read_settings
from bot.storage import records
from bot.storage.engine import open_database

FIRST = "0001"
"""What a database was before it knew its version."""
_LOCK = 4_713_001  # of PostgreSQL's advisory locks: of several that start together one does it and the others wait


def migrate(engine: Engine) -> str:
    """Returns the version the database has now. Raises sqlalchemy.exc.SQLAlchemyError; then nothing has changed."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = _config(connection)
        if MigrationContext.configure(connection).get_current_revision() is None:
            is_new = not sa.inspect(connection).has_table(records.RECORD.name)
            if is_new:
                records.create(connection)
            command.stamp(config, "head" if is_new else FIRST)
        command.upgrade(config, "head")
    return str(ScriptDirectory.from_config(config).get_current_head())


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config


def main() -> int:
    try:
        version = migrate(open_database(read_settings().database_url))
    except BadSetting as error:
        print(error, file=sys.stderr)
        return 1
    except sa.exc.SQLAlchemyError as error:
        print(f"Databasen gick inte att nå eller ändra: {type(error).__name__}. Inget har ändrats.", file=sys.stderr)
        return 1
    print(f"Databasen har version {version}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
