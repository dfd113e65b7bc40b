"""Takes out what could identify somebody. Pure: text in, spans out; no network, no storage, no log.

`find_direct` finds direct identifiers with high precision, for the door before anything else reads a message.
`find` is for what is to be kept: on top of that it finds names, places, schools and workplaces, and then every word that is
not known to be harmless. `replace` puts typed placeholders in. Finding and replacing are apart, and a span tells which
recogniser found it, never the word.

Where to look: recognisers/ (one kind each), vocabulary.py (which words are harmless), lists/ (reviewed words).
"""

from bot.redaction.find import find, find_direct
from bot.redaction.replace import has_placeholder, replace, without_placeholders
from bot.redaction.spans import Span

__all__ = ["Span", "find", "find_direct", "has_placeholder", "replace", "without_placeholders"]
