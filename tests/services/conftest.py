"""The real register, read once, and room for small ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.services import register
from bot.services.model import Directory
from tests.small_register import SmallRegister


@pytest.fixture(scope="session")
def directory() -> Directory:
    return register.read()


@pytest.fixture
def small(tmp_path: Path) -> SmallRegister:
    return SmallRegister(tmp_path)
