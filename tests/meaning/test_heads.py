from __future__ import annotations

import numpy as np
import pytest

from bot.meaning.heads import HeadMismatch, Heads, TunedExample, given_head
from bot.meaning.two_view_classifier import Linear, TwoViewClassifier
from tests.meaning.test_two_view_classifier import DENSE, GOLD, LABELS, NGRAMS, WRITTEN_BY

LINEAR = Linear(np.eye(len(LABELS), DENSE.shape[1], dtype=np.float32) * 3, np.zeros(len(LABELS), dtype=np.float32))
HEADS = Heads({"topic": LINEAR}, {"topic": LABELS})


def tuned_examples(right: bool) -> list[TunedExample | None]:
    """Every third example held out; of those the head is sure, rightly or wrongly."""
    made: list[TunedExample | None] = []
    for i, gold in enumerate(GOLD):
        place = LABELS.index(gold) if right else (LABELS.index(gold) + 1) % len(LABELS)
        told = {"topic": [0.9 if n == place else 0.05 for n in range(len(LABELS))]}
        made.append(TunedExample(HEADS, told if i % 3 == 0 else None))
    return made


def test_when_the_encoder_was_not_tuned_then_there_is_no_head() -> None:
    assert given_head([None, None], "topic", LABELS) is None


def test_when_the_head_knows_other_labels_then_it_is_refused() -> None:
    with pytest.raises(HeadMismatch, match="topic"):
        given_head(tuned_examples(True), "topic", ("a", "b"))


@pytest.mark.parametrize(("right", "trusted"), [(True, True), (False, False)])
def test_when_a_head_is_right_on_unseen_writers_then_it_is_trusted_more(right: bool, trusted: bool) -> None:
    head = given_head(tuned_examples(right), "topic", LABELS)
    assert head is not None
    model = TwoViewClassifier()
    held_out = model.fit(NGRAMS, None, GOLD, WRITTEN_BY, head)
    assert len(held_out.gold) == len(range(0, len(GOLD), 3))
    assert (model.weight > 0.3) is trusted


def test_when_the_model_has_a_head_then_it_reads_vectors_with_it() -> None:
    model = TwoViewClassifier()
    model.fit(NGRAMS, None, GOLD, WRITTEN_BY, given_head(tuned_examples(True), "topic", LABELS))
    sure = np.zeros((1, DENSE.shape[1]), dtype=np.float32)
    sure[0, 1] = 5.0
    assert model.labels[int(model.probabilities(NGRAMS[:1] * 0, sure, swedish=False).argmax())] == LABELS[1]
