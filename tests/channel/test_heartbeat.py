from __future__ import annotations

import time

import pytest

from tests.child_process import run_in_child

_BEAT = """
import asyncio, re, time
from bot.channel.heartbeat import beat
async def main():
    task = asyncio.create_task(beat(patience=1.0, every=0.1))
    await asyncio.sleep(0.3)
    {then}
asyncio.run(main())
print("ended by itself")
"""


@pytest.mark.parametrize("stuck", ["time.sleep(60)", "re.match('(a+)+$', 'a' * 40 + 'hemligt')"])
def test_when_the_loop_stands_still_then_the_process_ends_and_tells_the_place_and_no_value(stuck: str) -> None:
    begun = time.monotonic()
    ended = run_in_child(_BEAT.format(then=stuck))
    assert ended.returncode == 1
    assert time.monotonic() - begun < 15
    assert "most recent call first" in ended.stderr
    assert "hemligt" not in ended.stderr


def test_when_the_loop_turns_or_has_stopped_then_nothing_happens() -> None:
    ended = run_in_child(
        _BEAT.format(then="await asyncio.sleep(2.5); task.cancel(); await asyncio.sleep(0); time.sleep(1.5)")
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "ended by itself")
