"""`python -m bot.evaluation.ablation [--default-bot]`: what each part of the pipeline gives, and what more lines would.

Trains on the writers that tuning saw and tests on the ones it held out (never on the evaluation sets), so that the tuned
encoder's figures, kept from its training, stand on the same lines. `--default-bot` sets the pipeline of `rasa init` beside
the quick model, both on the smallest part of the lines: on all of them it would train for hours. Writes reports/evaluation/ablation.json and .png.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.evaluation.default_bot import right_of_default_bot
from bot.evaluation.measures.rate import Rate

FOLDER = Path("reports/evaluation")
_SHARES = (0.125, 0.25, 0.5, 1.0)


def main() -> int:
    from bot.run import lean

    lean.prepare(residents=False)
    from bot.meaning import encoder
    from bot.meaning.encoder.int8 import Int8Encoder
    from bot.meaning.kept import kept_encoder, untouched_encoder
    from bot.meaning.tuned_lines import TunedLines

    encoder.use(Int8Encoder(untouched_encoder()))
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.ablation", description="What each part gives.")
    parser.add_argument("--default-bot", action="store_true", help="also train the pipeline of `rasa init`")
    chosen = parser.parse_args()
    lines = _Lines.read()
    rows = lines.ablations()
    kept = kept_encoder()
    tuned = TunedLines.load(kept) if kept.exists() else None
    if tuned is None:
        print(
            "No tuned encoder is kept in .cache/ for these lines: run `make train-full` for its rows.", file=sys.stderr
        )
    else:
        rows |= lines.with_head(tuned.held_out)
    curve = {f"{share:.1%} ({n} lines)": rate for share, n, rate in lines.learning_curve()}
    if chosen.default_bot:
        curve[f"{_SHARES[0]:.1%}, the pipeline of `rasa init`"] = lines.of_default_bot(_SHARES[0])
    for title, table in (("Parts", rows), ("Lines", curve)):
        print(f"\n{title} (right topic on {len(lines.unseen)} lines by writers not trained on)")
        for name, rate in table.items():
            print(f"  {name:<52} {rate}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    figures = {"parts": {n: r.as_dict() for n, r in rows.items()}, "lines": {n: r.as_dict() for n, r in curve.items()}}
    (FOLDER / "ablation.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    _draw(FOLDER / "learning.png", list(curve.values())[: len(_SHARES)])
    return 0


class _Lines:
    """The training lines on topics, with the held-out writers' rows apart."""

    def __init__(self, messages: list[Any], gold: list[str], unseen: list[int]) -> None:
        from bot.meaning.normalise import Normaliser, read_slang
        from bot.meaning.training import encode_all

        self.gold, self.unseen = np.array(gold), np.array(unseen)
        self.seen = np.setdiff1d(np.arange(len(messages)), self.unseen)
        self.raw = [m.get("text") for m in messages]
        normaliser = Normaliser.learn([self.raw[i] for i in self.seen], read_slang())
        self.normalised = [normaliser(text) for text in self.raw]
        self.vectors = encode_all(self.raw)

    @classmethod
    def read(cls) -> _Lines:
        from rasa.shared.nlu.training_data.training_data import TrainingData

        from bot.meaning.lines import read_all
        from bot.meaning.training import on_topics, topic_of
        from bot.meaning.tuned_lines import held_out_rows

        everything = TrainingData(read_all())
        held_out = {id(everything.intent_examples[i]) for i in held_out_rows(everything.intent_examples)}
        messages = on_topics(everything)
        unseen = [i for i, m in enumerate(messages) if id(m) in held_out]
        return cls(messages, [topic_of(m.get("intent")) for m in messages], unseen)

    def ablations(self) -> dict[str, Rate]:
        plain = self.from_ngrams([t.lower() for t in self.raw], self.seen)
        ngrams = self.from_ngrams(self.normalised, self.seen)
        dense = self.from_vectors(self.seen)
        return {
            "n-grams of the raw text": self.rate(plain),
            "n-grams of the normalised text": self.rate(ngrams),
            "frozen embeddings": self.rate(dense),
            "normalised n-grams + frozen embeddings (quick model)": self.rate(0.7 * ngrams + 0.3 * dense),
        }

    def with_head(self, held_out: dict[str, dict[str, list[float]]]) -> dict[str, Rate]:
        head = np.array([held_out[self.raw[i]]["topic"] for i in self.unseen])
        ngrams = self.from_ngrams(self.normalised, self.seen)
        return {
            "tuned encoder alone": self.rate(head),
            "normalised n-grams + tuned encoder (full model)": self.rate(0.55 * ngrams + 0.45 * head),
        }

    def learning_curve(self) -> list[tuple[float, int, Rate]]:
        """The quick model on growing random parts of the lines."""
        points = []
        for share in _SHARES:
            rows = self.part(share)
            p = 0.7 * self.from_ngrams(self.normalised, rows) + 0.3 * self.from_vectors(rows)
            points.append((share, len(rows), self.rate(p)))
        return points

    def of_default_bot(self, share: float) -> Rate:
        """The pipeline of `rasa init` on the same part of the lines as the learning curve."""
        known, asked = ([(self.raw[i], str(self.gold[i])) for i in rows] for rows in (self.part(share), self.unseen))
        return right_of_default_bot(known, asked)

    def part(self, share: float) -> npt.NDArray[np.int64]:
        """A random part of the lines that are seen; the smaller parts lie within the larger."""
        mixed = np.random.default_rng(0).permutation(self.seen)
        return np.sort(mixed[: int(share * len(mixed))])

    def from_ngrams(self, texts: Sequence[str], rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        from bot.meaning.ngrams import NgramVectorizer

        vectorizer = NgramVectorizer().fit([texts[i] for i in rows])
        known, asked = (vectorizer.transform([texts[i] for i in part]) for part in (rows, self.unseen))
        return self._told(known, asked, rows, 10.0)

    def from_vectors(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        mean, scale = self.vectors[rows].mean(axis=0), self.vectors[rows].std(axis=0) + 1e-6
        standard = (self.vectors - mean) / scale
        return self._told(standard[rows], standard[self.unseen], rows, 0.005)

    def rate(self, p: npt.NDArray[np.float64]) -> Rate:
        labels = np.array(sorted(set(self.gold)))
        return Rate.of((labels[p.argmax(axis=1)] == self.gold[self.unseen]).tolist())

    def _told(self, known: Any, asked: Any, rows: npt.NDArray[np.int64], c: float) -> npt.NDArray[np.float64]:
        from sklearn.linear_model import LogisticRegression

        fitted = LogisticRegression(C=c, max_iter=150, tol=1e-3, class_weight="balanced").fit(known, self.gold[rows])
        return np.asarray(fitted.predict_proba(asked))


def _draw(path: Path, curve: Sequence[Rate]) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.plot(_SHARES, [rate.value for rate in curve], marker="o")
    axes.fill_between(_SHARES, *zip(*(rate.interval or (0, 1) for rate in curve), strict=True), alpha=0.2)
    axes.set_xscale("log", base=2)
    axes.set_xlabel("andel av träningsexemplen")
    axes.set_ylabel("rätt ämne")
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    sys.exit(main())
