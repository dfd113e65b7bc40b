"""What must hold of the redactor for every text."""

from __future__ import annotations

import itertools
import os

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.redaction import find, replace
from bot.redaction.spans import TYPES
from bot.redaction.vocabulary import is_harmless

COUNT = int(os.environ.get("LOTSEN_FUZZ", "400"))

_TEXTS = st.text(max_size=120) | st.lists(
    st.sampled_from(
        [
            "hej",
            "Anna",
            "070",
            "112",
            "@",
            ".",
            "se",
            "björn",
            "19900312",
            "-",
            "2384",
            "gatan",
            "14",
            "o",
            "å",
            "Ahmed",
            "xq",
        ]
    ),
    max_size=12,
).map(" ".join)


@given(_TEXTS)
@settings(max_examples=COUNT, deadline=None)
def test_spans_are_sorted_apart_inside_the_text_and_typed(text: str) -> None:
    spans = find(text)
    assert all(0 <= s.start < s.end <= len(text) and s.type in TYPES for s in spans)
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_what_stands_between_placeholders_is_the_text_itself(text: str) -> None:
    spans = find(text)
    kept = "".join(
        text[a:b] for a, b in zip([0, *(s.end for s in spans)], [*(s.start for s in spans), len(text)], strict=True)
    )
    assert len(replace(text, spans)) >= len(kept)
    if not spans:
        assert replace(text, spans) == text


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäö", min_size=4, max_size=14))
@settings(max_examples=400, deadline=None)
def test_a_word_that_is_not_known_never_survives(word: str) -> None:
    if not is_harmless(word):
        text = f"alla kallar honom {word} i skolan"
        assert word not in replace(text, find(text)).split()
