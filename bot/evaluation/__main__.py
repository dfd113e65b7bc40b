"""`python -m bot.evaluation SET.jsonl [--json OUT] [--model MODEL] [--against MODEL] [--report FOLDER]`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path


def main() -> int:
    from bot.run import lean

    lean.prepare(residents=False)
    from rasa.exceptions import ModelNotFound

    from bot.evaluation import samples
    from bot.evaluation.comparison import compare
    from bot.evaluation.predict import predict
    from bot.evaluation.report import write_report
    from bot.evaluation.summary import as_json, as_text, summarise
    from bot.run.model import MODEL_FILE

    parser = argparse.ArgumentParser(prog="python -m bot.evaluation", description="Measure the trained model on a set.")
    parser.add_argument("set", type=Path)
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument("--model", type=Path, default=MODEL_FILE)
    parser.add_argument("--against", type=Path, help="another model to compare with, answer by answer")
    parser.add_argument("--report", type=Path, default=Path("reports/evaluation"))
    chosen = parser.parse_args()
    try:
        read = samples.read_samples(chosen.set)
        predictions = asyncio.run(predict(chosen.model, read))
        others = asyncio.run(predict(chosen.against, read)) if chosen.against else None
    except (samples.SetFaults, OSError, UnicodeDecodeError) as error:
        print(f"The set cannot be read: {error}", file=sys.stderr)
        return 2
    except ModelNotFound as error:
        print(f"There is no trained model ({error}): run `make train` first.", file=sys.stderr)
        return 2
    summary = summarise(predictions)
    if others is not None:
        summary["Jämfört med den andra modellen"] = {change.name: change for change in compare(predictions, others)}
    title = f"{chosen.set.name}: {len(read)} meddelanden, {samples.checksum(chosen.set)[:12]}"
    print(title + as_text(summary))
    if chosen.json:
        rows = [
            {"id": p.sample.id, "topic": p.topic, "ranking": p.ranking, "confidence": p.confidence, "who": p.who,
             "urgency": p.urgency, "danger": p.danger.value, "language": p.language, "unsure": p.unsure}
            for p in predictions
        ]  # fmt: skip
        figures = {"set": title, "summary": as_json(summary), "samples": rows}
        chosen.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    page = write_report(chosen.report, title, summary, predictions)
    print(f"\nRapport: {page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
