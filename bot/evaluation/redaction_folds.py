"""`python -m bot.evaluation.redaction_folds`: what each threshold of the redactor's pipeline hides and keeps, on sets it has not learnt.

For each set in data/redaction/ the pipeline learns the others and is measured on this one, together with all other
recognisers. Those were tuned on sets a to d and once on f, so that h to o tell how much is missed by both.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.evaluation.measures.rate import Rate
from bot.evaluation.redaction import Outcome, measure
from bot.redaction import vocabulary
from bot.redaction.find import find_by
from bot.redaction.learning import DATA, reckon_alike, train
from bot.redaction.marked import Marked, read_marked
from bot.redaction.recognisers import DIRECT, INDIRECT, Recogniser, learned
from bot.redaction.spans import DIRECT as DIRECT_TYPES

LEASTS = (0.03, 0.02, 0.015, 0.01, 0.007, 0.005, 0.003)
OTHERS = tuple(r for r in (*DIRECT, *INDIRECT, vocabulary.find) if r is not learned.find)


def fold(held: Sequence[Marked], others: Sequence[Marked], leasts: Sequence[float] = LEASTS) -> list[Outcome]:
    """One outcome without the pipeline, then one for each threshold."""
    nlp = train(others)
    with_pipeline: list[tuple[Recogniser, ...]] = [(*OTHERS, learned.Learned(nlp, least)) for least in leasts]
    return [measure(held, partial(find_by, recognisers=by)) for by in (OTHERS, *with_pipeline)]


def main(files: Sequence[Path]) -> None:
    sets = {file: read_marked(file) for file in sorted(DATA.glob("*.jsonl"))}
    for file in files or sets:
        others = [message for other, messages in sets.items() if other.name != file.name for message in messages]
        print(f"{file.name}  (the pipeline has learnt the other sets)", flush=True)
        for least, outcome in zip((None, *LEASTS), fold(sets[file], others), strict=True):
            kept = Rate(outcome.kept, outcome.harmless)
            name = "without" if least is None else f"{least:.3f}"
            print(f"  {name:8} direct {outcome.recall(DIRECT_TYPES)}  all {outcome.recall()}  harmless kept {kept}")


if __name__ == "__main__":
    from bot.run import absent

    reckon_alike()
    absent.install()
    main([DATA / name for name in sys.argv[1:]])
