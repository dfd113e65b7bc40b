"""The pipeline components that config.yml names; each wraps one module of bot/meaning or bot/urgency for Rasa."""
