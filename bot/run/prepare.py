"""`python -m bot.run.prepare`: brings the databases and the model to this version and reads the register in, once, before the processes start.

For installations that start the processes themselves (deploy/): `make run` does the same, and checks and trains besides.
"""

from __future__ import annotations

import sys

from sqlalchemy.exc import SQLAlchemyError

from bot.desk.first_start import first_start
from bot.kommun import KommunFaults, kommun
from bot.run.checks import NotReady
from bot.run.train import TrainingFailed, provide_model
from bot.services.register import RegisterFaults
from bot.settings import BadSetting, Settings, read_settings
from bot.storage import tallies
from bot.storage.directory import fill
from bot.storage.engine import one_at_a_time, open_database
from bot.storage.migrate import migrate
from bot.texts import TextFault, responses

FAULTS = (KommunFaults, TextFault, RegisterFaults, BadSetting, NotReady, TrainingFailed, SQLAlchemyError, OSError)
"""What may hinder the start; `told` says it to whoever starts Lotsen."""


def read_kommun() -> None:
    """Raises KommunFaults, TextFault."""
    kommun()
    responses()


def prepare(settings: Settings) -> str:
    """Migrate, fill, make the first accounts; returns what to tell of these. Raises RegisterFaults, SQLAlchemyError, OSError."""
    engine = open_database(settings.database_url)
    with one_at_a_time(engine):
        migrate(engine)
        tallies.create(engine)
        written = fill(engine)
        tried = first_start(settings)
    print(f"Tjänsteregistret: {f'{written} tjänster inlästa' if written else 'oförändrat'}.", flush=True)
    return tried


def told(error: Exception) -> str:
    """One of FAULTS in the words of the person who starts Lotsen, without what the database said."""
    if isinstance(error, (KommunFaults, TextFault)):
        return f"Kommunens mapp har fel:\n{error}"
    if isinstance(error, RegisterFaults):
        return f"Tjänsteregistret har fel:\n{error}"
    if isinstance(error, SQLAlchemyError):
        return f"Databasen gick inte att nå eller ändra: {type(error).__name__}."
    if isinstance(error, OSError):
        return f"Det gick inte att skriva till disken: {error.strerror}."
    return str(error)


def main() -> int:
    try:
        settings = read_settings()
        read_kommun()
        if provide_model():
            print("Modellen som hör till den här versionen är på plats.", flush=True)
        tried = prepare(settings)
    except FAULTS as error:
        print(told(error), file=sys.stderr)
        return 1
    print(tried or "Klart.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
