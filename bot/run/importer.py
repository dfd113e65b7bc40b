"""Gives Rasa's domain the few texts that rules utter by themselves; all others are read by the action server.

A response a rule utters must work with the action server down, so it has to be in the domain: domain.yml lists its
name under `actions`, and this importer brings its words from bot/texts/. Rewording never retrains a classifier.
"""

from __future__ import annotations

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter

from bot.texts import responses

_VERSION = "3.1"


class TextsImporter(RasaFileImporter):
    """Rasa's own file importer, with those texts added to the domain. Raises KeyError for a name without a text."""

    def get_domain(self) -> Domain:
        domain = super().get_domain()
        spoken = [name for name in domain.action_names_or_texts if name.startswith("utter_")]
        texts = {name: [{"text": responses()[name]}] for name in spoken}
        return domain.merge(Domain.from_dict({"version": _VERSION, "responses": texts}))
