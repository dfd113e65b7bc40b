"""Sends invented identifiers through the running system and looks for them in everything it leaves behind."""
