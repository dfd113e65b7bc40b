"""Brings the project's files to Rasa: domain with the texts rules say, stories, and the training lines.

A response a rule utters must work with the action server down, so it has to be in the domain: domain.yml lists its
name under `actions`, and its words come from bot/texts/. Rewording never retrains a classifier. The training lines are
read with a fast parser: Rasa's own reader needs a minute for them, this one a second.
"""

from __future__ import annotations

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning.lines import read_all, read_lines
from bot.settings import LEARNT_FILE
from bot.texts import responses

_VERSION = "3.1"


class ProjectImporter(RasaFileImporter):
    """Named in config.yml. Raises KeyError for a name without a text, LinesFault for a broken file in data/nlu or a broken LEARNT_FILE."""

    def get_domain(self) -> Domain:
        domain = super().get_domain()
        spoken = [name for name in domain.action_names_or_texts if name.startswith("utter_")]
        texts = {name: [{"text": responses()[name]}] for name in spoken}
        return domain.merge(Domain.from_dict({"version": _VERSION, "responses": texts}))

    def get_nlu_data(self, language: str | None = "sv") -> TrainingData:
        return TrainingData([*read_all(), *(read_lines(LEARNT_FILE) if LEARNT_FILE.exists() else ())])
