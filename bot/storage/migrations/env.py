"""Run by Alembic for each command; the connection is given by bot/storage/migrate.py."""

from alembic import context

from bot.storage import records

context.configure(
    connection=context.config.attributes["connection"], target_metadata=records.METADATA, render_as_batch=True
)
context.run_migrations()
