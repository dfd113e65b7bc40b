"""Writes the report one can open: tables, confusion matrix and calibration curve as pictures, the worst misses.

It quotes the evaluation set's sentences, so it is made for sets written for the purpose, never for residents' words.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.evaluation.measures import calibration, topics
from bot.evaluation.predict import Prediction
from bot.evaluation.summary import Summary
from bot.urgency.decide import Danger

_WORST = 60
_STYLE = "body{font:16px/1.5 system-ui;max-width:70rem;margin:2rem auto;padding:0 1rem}td,th{padding:.2rem .6rem;text-align:left;border-bottom:1px solid #ccc}img{max-width:100%}"


def write_report(folder: Path, title: str, summary: Summary, predictions: Sequence[Prediction]) -> Path:
    """Write index.html and its pictures into `folder` and return the page's path. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    _draw_confusion(folder / "confusion.png", predictions)
    _draw_calibration(folder / "calibration.png", predictions)
    parts = [
        f"<!doctype html><html lang=sv><meta charset=utf-8><title>{html.escape(title)}</title><style>{_STYLE}</style>"
    ]
    parts.append(f"<h1>{html.escape(title)}</h1>")
    for group, rows in summary.items():
        cells = "".join(f"<tr><th>{html.escape(n)}</th><td>{_cell(v)}</td></tr>" for n, v in rows.items())
        parts.append(f"<h2>{html.escape(group)}</h2><table>{cells}</table>")
    parts.append('<h2>Förväxlingar</h2><img src="confusion.png" alt="Förväxlingsmatris: rätt ämne mot gissat ämne">')
    parts.append('<h2>Kalibrering</h2><img src="calibration.png" alt="Säkerhet mot andel rätt">')
    parts.append(
        _table(
            "Missad fara", [p for p in predictions if p.sample.urgency == "acute" and p.danger is not Danger.CERTAIN]
        )
    )
    parts.append(
        _table("Falska larm", [p for p in predictions if p.sample.urgency != "acute" and p.danger is Danger.CERTAIN])
    )
    worst = sorted((p for p in predictions if not p.is_right), key=lambda p: -p.confidence)[:_WORST]
    parts.append(_table("De säkraste felen", worst))
    page = folder / "index.html"
    page.write_text("\n".join(parts), encoding="utf-8")
    return page


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else html.escape(str(value))


def _table(title: str, predictions: Sequence[Prediction]) -> str:
    rows = "".join(
        f"<tr><td>{html.escape(p.sample.text)}</td><td>{p.sample.topic}</td><td>{p.topic}</td>"
        f"<td>{p.confidence:.2f}</td><td>{p.danger.value}</td></tr>"
        for p in predictions
    )
    head = "<tr><th>Text</th><th>Rätt</th><th>Gissat</th><th>Säkerhet</th><th>Fara</th></tr>"
    return f"<h2>{html.escape(title)} ({len(predictions)})</h2><table>{head}{rows}</table>"


def _draw_confusion(path: Path, predictions: Sequence[Prediction]) -> None:
    from matplotlib.figure import Figure

    counts = topics.confusion(predictions)
    names = sorted({name for pair in counts for name in pair})
    matrix = np.zeros((len(names), len(names)))
    for (gold, guessed), n in counts.items():
        matrix[names.index(gold), names.index(guessed)] = n
    share = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    figure = Figure(figsize=(14, 13), layout="constrained")
    axes = figure.add_subplot()
    axes.imshow(share, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("gissat")
    axes.set_ylabel("rätt")
    for y, x in zip(*np.nonzero(matrix), strict=True):
        colour = "white" if share[y, x] > 0.5 else "black"
        axes.text(x, y, int(matrix[y, x]), ha="center", va="center", fontsize=7, color=colour)
    figure.savefig(path, dpi=110)


def _draw_calibration(path: Path, predictions: Sequence[Prediction]) -> None:
    from matplotlib.figure import Figure

    points = calibration.curve(predictions)
    figure = Figure(figsize=(6, 5), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey")
    axes.plot([c for c, _, _ in points], [r for _, r, _ in points], marker="o")
    for confidence, right, count in points:
        axes.annotate(str(count), (confidence, right), textcoords="offset points", xytext=(4, -10), fontsize=8)
    axes.set_xlabel("säkerhet")
    axes.set_ylabel("andel rätt")
    figure.savefig(path, dpi=110)
