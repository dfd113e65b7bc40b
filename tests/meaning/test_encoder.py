from __future__ import annotations

import contextvars
import time
from collections.abc import Iterator

import numpy as np
import pytest

from bot.meaning import ahead, encoder
from bot.meaning.encoder.int8 import Int8Encoder
from bot.meaning.kept import untouched_encoder
from tests.child_process import run_in_child


@pytest.fixture
def in_place() -> Iterator[None]:
    encoder.use(Int8Encoder(untouched_encoder()))
    yield
    encoder.use(None)


@pytest.mark.usefixtures("in_place")
@pytest.mark.parametrize("text", ["han slår mej", "hj", "زوجي يضربني", "😢", "ja e rädd o trött " * 10])
def test_when_a_text_is_encoded_then_the_vector_has_length_one_and_is_the_same_each_time(text: str) -> None:
    vector = encoder.encode(text)
    assert vector.shape == (encoder.DIMENSIONS,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)
    assert np.array_equal(vector, encoder.encode(text))


@pytest.mark.usefixtures("in_place")
def test_when_two_texts_mean_the_same_then_they_lie_closer_than_two_that_do_not() -> None:
    hit, same, english, other = map(
        encoder.encode,
        ["min man slår mig", "han misshandlar mig hemma", "my husband beats me", "när öppnar simhallen på lördag"],
    )
    assert hit @ same > hit @ other
    assert hit @ english > hit @ other


@pytest.mark.usefixtures("in_place")
def test_when_a_text_is_very_long_then_only_its_beginning_is_encoded_and_in_time() -> None:
    long = "min sambo tar alla mina pengar och låser dörren " * 2000
    begun = time.monotonic()
    vector = encoder.encode(long)
    assert time.monotonic() - begun < 3
    assert np.array_equal(vector, encoder.encode(long[: encoder.MAX_CHARACTERS]))


def test_when_there_is_no_text_then_the_vector_is_zero() -> None:
    assert not encoder.encode("").any()
    assert encoder.encode("").shape == (encoder.DIMENSIONS,)


def test_when_embeddings_are_switched_off_then_the_network_is_not_available() -> None:
    ended = run_in_child("from bot.meaning.encoder import int8\nprint(int8.available())", LOTSEN_EMBEDDINGS="off")
    assert ended.stdout.split() == ["False"], ended.stderr[-500:]


def test_when_no_encoder_is_in_place_then_it_says_so() -> None:
    assert not encoder.available()
    with pytest.raises(encoder.NoEncoder):
        encoder.encode("hej")


def test_when_a_vector_is_handed_over_then_it_is_taken_for_exactly_that_text_in_that_task() -> None:
    vector = np.ones(encoder.DIMENSIONS, dtype=np.float32)

    def within() -> None:
        ahead.hand_over("han slår mej", vector)
        assert ahead.take("han slår mej") is vector
        assert ahead.take("han slår mej!") is None

    contextvars.copy_context().run(within)
    assert ahead.take("han slår mej") is None
