"""Reads the two views of a message, n-grams and embedding, back out of Rasa's messages."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy import sparse

from bot.meaning.attributes import LANGUAGE
from bot.meaning.language import SWEDISH
from bot.meaning.two_view_classifier import TwoViewClassifier


def ngrams_of(messages: list[Message]) -> sparse.csr_matrix:
    """Array of shape (len(messages), n-grams)."""
    rows = []
    for message in messages:
        _, sentence = message.get_sparse_features(TEXT)
        assert sentence is not None, "NgramFeaturizer must stand before the classifiers in config.yml"
        rows.append(sentence.features)
    return rows[0].tocsr() if len(rows) == 1 else sparse.vstack(rows).tocsr()


def dense_of(messages: list[Message]) -> npt.NDArray[np.float32] | None:
    """Array of shape (len(messages), 384), or None when embeddings are not available on this machine."""
    rows = []
    for message in messages:
        _, sentence = message.get_dense_features(TEXT)
        if sentence is None:
            return None
        rows.append(sentence.features)
    return np.vstack(rows).astype(np.float32)


def probabilities_of(model: TwoViewClassifier, message: Message) -> npt.NDArray[np.float64]:
    """The model's probability of each of its labels for one message, shape (labels,)."""
    swedish = message.get(LANGUAGE, SWEDISH) == SWEDISH
    return np.asarray(model.probabilities(ngrams_of([message]), dense_of([message]), swedish)[0])
