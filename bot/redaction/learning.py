"""`python -m bot.redaction.learning`: trains the redactor's pipeline on data/redaction/ when it is missing or old (a minute)."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.redaction import pipeline
from bot.redaction.marked import Marked, SetFault, read_marked
from bot.settings import ROOT

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training.example import Example

DATA = ROOT / "data" / "redaction"
_MADE_FROM = (pipeline.CONFIG, Path(pipeline.__file__), Path(__file__), ROOT / "requirements.lock")
_STAMP = "made-from.sha256"
_ROUNDS = 8  # more make it surer of what it has seen, and miss more of what it has not
_DROPOUT = 0.25
_SEED = 7
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_ONE_KERNEL = {"OPENBLAS_CORETYPE": "Haswell"}


def is_current(folder: Path = pipeline.FOLDER, data: Path = DATA) -> bool:
    """True when the pipeline in `folder` was made from `data` and the code as they are now. Raises OSError."""
    stamp = folder / _STAMP
    return stamp.exists() and stamp.read_text(encoding="ascii") == _checksum(data)


def train_if_needed(folder: Path = pipeline.FOLDER, data: Path = DATA) -> bool:
    """Train into `folder` unless what lies there is current; True when it was trained. Raises SetFault, OSError."""
    if is_current(folder, data):
        return False
    files, now = sorted(data.glob("*.jsonl")), _checksum(data)
    nlp = train([message for file in files for message in read_marked(file)])
    partial = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(partial)
    (partial / _STAMP).write_text(now, encoding="ascii")
    shutil.rmtree(folder, ignore_errors=True)
    partial.replace(folder)
    pipeline.load.cache_clear()
    return True


def reckon_alike() -> None:
    """Let matrices be multiplied alike everywhere; call it before numpy is loaded, where a pipeline is to be trained.

    Each kind of processor has its own way, as has each number of threads, and the last digit decides in the end which words
    are hidden.
    """
    os.environ.update(_ONE_THREAD)
    flags = Path("/proc/cpuinfo")
    if flags.exists() and "avx2" in flags.read_text(encoding="ascii", errors="replace"):
        os.environ.update(_ONE_KERNEL)


def train(messages: Iterable[Marked]) -> Language:
    """A pipeline that has learnt from `messages`, each as it stands and in lower case; the same again for the same messages."""
    from spacy.util import load_config, load_model_from_config, minibatch
    from thinc.api import compounding, fix_random_seed, use_ops

    fix_random_seed(_SEED)
    shuffle = random.Random(_SEED)
    with use_ops("numpy", use_blis=False):  # BLIS cannot be told to reckon as another processor does
        nlp = load_model_from_config(load_config(pipeline.CONFIG), auto_fill=True)
        examples = [example for message in messages for example in _examples(nlp, message)]
        optimizer = nlp.initialize(lambda: examples)
        for _ in range(_ROUNDS):
            shuffle.shuffle(examples)
            for batch in minibatch(examples, compounding(8, 64, 1.01)):
                nlp.update(batch, sgd=optimizer, drop=_DROPOUT)
    return nlp


def _examples(nlp: Language, message: Marked) -> Iterator[Example]:
    from spacy.tokens import Span
    from spacy.training.example import Example

    for text in sorted({message.text, message.text.lower()}):
        if len(text) != len(message.text):  # a letter that is longer in lower case: the marks would slip
            continue
        doc = pipeline.read(nlp, text)
        marked = doc.copy()
        spans = []
        for start, end, type_ in message.masked:
            if type_ in pipeline.LABELS and (span := doc.char_span(start, end, alignment_mode="expand")):
                spans.append(Span(marked, span.start, span.end, pipeline.LABELS[type_]))
        marked.spans[pipeline.SPANS] = spans
        yield Example(doc, marked)


def _checksum(data: Path) -> str:
    digest = hashlib.sha256()
    for file in (*sorted(data.glob("*.jsonl")), *_MADE_FROM):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    from bot.run import absent

    reckon_alike()
    absent.install()  # spaCy would load TensorFlow, which it has no use for here
    try:
        print("Redigeringens modell är tränad." if train_if_needed() else "Redigeringens modell är aktuell.")
    except (SetFault, OSError) as error:
        sys.exit(str(error))
