"""One desk for all tests that do not need their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.running import RunningDesk, running


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    with running(tmp_path_factory.mktemp("desk")) as started:
        yield started
