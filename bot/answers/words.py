"""The words of an answer's part, and of its buttons."""

from __future__ import annotations

from bot.answers.plan import Option, Part
from bot.texts import easy_responses, labels, languages, responses


def text_of(part: Part, easy: bool) -> str:
    """What is said; in easy Swedish when `easy` and there is such a text."""
    if part.language:
        return str(languages()[part.language][part.response])
    plain = easy_responses().get(part.response) if easy else None
    text = plain or responses()[part.response]
    return "\n".join(text.format(**fill) for fill in part.fills)


def title_of(option: Option, language: str | None) -> str:
    texts = languages()[language] if language else labels()["answers"]
    return str(texts.get(option.label) or (texts if language else labels())["topics"][option.label])
