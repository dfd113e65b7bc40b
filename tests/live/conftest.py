"""One running Lotsen for all live tests that do not break it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live.running import Lotsen, start


@pytest.fixture(scope="session")
def lotsen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lotsen]:
    with start(tmp_path_factory.mktemp("lotsen") / "var") as running:
        yield running
