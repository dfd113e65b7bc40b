"""How the data checks report: all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest


@pytest.fixture
def no_faults() -> Callable[[Iterable[str]], None]:
    def check(faults: Iterable[str]) -> None:
        found = sorted(set(faults))
        if found:
            pytest.fail("\n".join([f"{len(found)} faults:", *found]), pytrace=False)

    return check
