"""The alerts and the dashboard for operators name figures there are."""

from __future__ import annotations

import json
import re

import yaml

from bot.channel.metrics import Metrics
from bot.settings import ROOT

FOLDER = ROOT / "docs" / "drift"


def _given() -> set[str]:
    """Names under which the assistant's figures can be asked for."""
    families = list(Metrics().registry.collect())
    return {sample.name for family in families for sample in family.samples} | {
        family.name + end for family in families for end in ("", "_total", "_bucket")
    }


def _asked(expression: str) -> set[str]:
    return set(re.findall(r"lotsen_\w+", expression))


def test_every_alert_asks_for_figures_that_the_assistant_gives() -> None:
    content = yaml.safe_load((FOLDER / "larm.yml").read_text(encoding="utf-8"))
    rules = [rule for group in content["groups"] for rule in group["rules"]]
    assert len(rules) >= 6
    for rule in rules:
        assert _asked(rule["expr"]) <= _given(), rule["alert"]
        assert rule["annotations"]["summary"]


def test_every_panel_asks_for_figures_that_the_assistant_gives_and_all_of_them_are_shown() -> None:
    panels = json.loads((FOLDER / "panel.json").read_text(encoding="utf-8"))["panels"]
    shown: set[str] = set()
    for panel in panels:
        asked = set().union(*(_asked(target["expr"]) for target in panel["targets"]))
        assert asked, panel["title"]
        assert asked <= _given(), panel["title"]
        assert panel["title"], panel["description"]
        shown |= {name.removesuffix("_total").removesuffix("_bucket") for name in asked}
    assert shown == {family.name for family in Metrics().registry.collect()}
