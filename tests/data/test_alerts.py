"""The alerts for operators name figures there are."""

from __future__ import annotations

import re

import yaml

from bot.channel.metrics import Metrics
from bot.settings import ROOT

ALERTS = ROOT / "docs" / "drift" / "larm.yml"


def test_every_alert_asks_for_figures_that_the_assistant_gives() -> None:
    metrics = Metrics()
    given = {sample.name for family in metrics.registry.collect() for sample in family.samples}
    given |= {family.name + end for family in metrics.registry.collect() for end in ("", "_total")}
    rules = [rule for group in yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"] for rule in group["rules"]]
    assert len(rules) >= 6
    for rule in rules:
        asked = set(re.findall(r"lotsen_\w+", rule["expr"]))
        assert asked <= given, rule["alert"]
        assert rule["annotations"]["summary"]
