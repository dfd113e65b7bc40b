"""What can go wrong, as two steps each: break it, and let it be whole again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.live.replicas import Replicas
from tests.live.running import Lotsen

Break = Callable[[Lotsen], AbstractContextManager[None]]


@dataclass(frozen=True)
class Case:
    """`down`: nobody can answer meanwhile, and the widget's own emergency card is what residents see."""

    name: str
    broken: Break
    down: bool = False


def _signalled(module: str, *signals: signal.Signals, after: signal.Signals | None = None) -> Break:
    @contextmanager
    def broken(lotsen: Lotsen) -> Iterator[None]:
        pids = lotsen.pids(module)
        for pid in pids:
            for each in signals:
                os.kill(pid, each)
        yield
        if after is not None:
            for pid in pids:
                os.kill(pid, after)

    return broken


@contextmanager
def _database_gone(lotsen: Lotsen) -> Iterator[None]:
    """The file is replaced by a folder: neither reading nor writing works."""
    file = lotsen.data / "lotsen.db"
    aside = file.with_suffix(".aside")
    file.rename(aside)
    file.mkdir()
    yield
    file.rmdir()
    aside.rename(file)


@contextmanager
def _database_broken(lotsen: Lotsen) -> Iterator[None]:
    file = lotsen.data / "lotsen.db"
    aside = file.with_suffix(".aside")
    shutil.copy(file, aside)
    file.write_bytes(b"not a database at all" * 500)
    yield
    shutil.copy(aside, file)


@contextmanager
def _model_broken(lotsen: Lotsen) -> Iterator[None]:
    """A model file that cannot be read is put in the place of the one in use, as a failed copy would."""
    file = Path(os.environ["LOTSEN_MODELS"]) / "lotsen.tar.gz"
    right = file.read_bytes()
    file.write_bytes(right[:10_000])
    yield
    file.write_bytes(right)


@contextmanager
def _disk_full(lotsen: Lotsen) -> Iterator[None]:
    """Fill the file system that the data folder lies on; `run` gives it one of its own."""
    filler = lotsen.data / "filler"
    subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=64k"], stderr=subprocess.DEVNULL, check=False)
    yield
    filler.unlink()


ONE = (
    Case("action server killed", _signalled("bot.run.actions_process", signal.SIGKILL)),
    Case("action server hangs", _signalled("bot.run.actions_process", signal.SIGSTOP, after=signal.SIGCONT)),
    Case("database file gone", _database_gone),
    Case("database file overwritten", _database_broken),
    Case("disk full", _disk_full),
    Case("broken model put in place", _model_broken),
    Case("retention killed", _signalled("bot.records.retention", signal.SIGKILL)),
    Case("desk killed", _signalled("bot.run.desk_process", signal.SIGKILL)),
    Case("assistant killed", _signalled("bot.run.rasa_process", signal.SIGKILL), down=True),
    Case(
        "assistant hangs for ten seconds",
        _signalled("bot.run.rasa_process", signal.SIGSTOP, after=signal.SIGCONT),
        down=True,
    ),
)


def several(replicas: Replicas) -> tuple[Case, ...]:
    """The cases for assistants behind a load balancer."""

    def one_of(*signals: signal.Signals, after: signal.Signals | None = None) -> Break:
        broken = _signalled("bot.run.rasa_process", *signals, after=after)
        return lambda _front: broken(replicas.each[0])

    def redis(number: signal.Signals) -> Break:
        @contextmanager
        def broken(_front: Lotsen) -> Iterator[None]:
            os.kill(replicas.redis.process.pid, number)
            yield
            os.kill(replicas.redis.process.pid, signal.SIGCONT)

        return broken

    @contextmanager
    def no_postgres(_front: Lotsen) -> Iterator[None]:
        listed = subprocess.run(["pgrep", "-x", "postgres"], capture_output=True, text=True, check=False).stdout.split()
        for pid in listed:
            os.kill(int(pid), signal.SIGSTOP)
        yield
        for pid in listed:
            os.kill(int(pid), signal.SIGCONT)

    return (
        Case("one assistant of three killed", one_of(signal.SIGKILL)),
        Case("one assistant of three hangs", one_of(signal.SIGSTOP, after=signal.SIGCONT)),
        Case("Redis hangs", redis(signal.SIGSTOP)),
        Case("PostgreSQL hangs", no_postgres),
    )
