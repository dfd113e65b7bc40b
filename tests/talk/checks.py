"""Holds an answer of the HTTP contract against what a talk expects of it, and against what holds for every answer. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.topics import HELP_TOPICS, OUT_OF_SCOPE

Answer = Mapping[str, Any]

EMERGENCY_NUMBER = "112"
MOST_SERVICES = 3
HARDEST_LIX = 32.0
HARDEST_EASY_LIX = 22.0
MOST_EASY_WORDS = 50
FEWEST_WORDS_FOR_LIX = 15  # readability of a single line says nothing
_LONG_WORD = 6

BANNED = (
    "varför lämnar du", "varför gick du inte", "varför stannar du", "varför sa du inget", "du borde ha",
    "du måste(?! inte)", "du måste anmäla", "du måste lämna", "provocera", "parterapi", "familjerådgivning", "medlare",
    "förlåt honom", "förlåt henne", "tänk positivt", "lugna ner dig", "ryck upp dig", "du överdriver", "gärningsman",
    "förövare", "missbrukare", "psykiskt sjuk", "helt anonym", "alltid anonym", "garanterat", "garanterar", "vi lovar",
    "jag lovar", "ingen får någonsin veta", "ingen kommer att få veta", "föräldrar får aldrig veta", "100 procent",
    "helt säkert", "allt blir bra", "allt kommer att ordna sig", "du har depression", "du lider av",
)  # fmt: skip
"""Blame, labels, pressure, couples counselling, promises. Regular expressions over lower-case text, from a word's start."""

ASKS_WHO_SOMEBODY_IS = (
    r"vad heter", r"vilket namn", r"vem är (?:han|hon|hen|personen)\b[^.!?]*\?", r"vilken (?:skola|gata|adress)\b[^.!?]*\?",
    r"var bor (?:du|ni|han|hon|hen)\b[^.!?]*\?", r"(?<!inte )(?<!inga )(?:skriv|ange|uppge|berätta) (?:gärna )?(?:ditt|hans|hennes|hens|barnets|personens) (?:namn|nummer)",
    r"ditt personnummer", r"what is (?:your|his|her) name",
)  # fmt: skip

_CARD_TEXTS = ("name", "helps_with", "phone", "phone_alt", "sms", "chat_url", "url", "hours", "cost", "note", "why")


# --- reading an answer ---


def services_in(answer: Answer) -> list[str]:
    return [card["id"] for reply in answer["replies"] for card in reply["services"]]


def titles_in(answer: Answer) -> list[str]:
    return [choice["title"] for reply in answer["replies"] for choice in reply["choices"]]


def button(answer: Answer | None, beginning: str) -> str | None:
    """The `send` value of the first button whose title begins so; else of one that holds it; else None."""
    choices = [c for reply in (answer or {"replies": []})["replies"] for c in reply["choices"]]
    begins = [c["send"] for c in choices if c["title"].lower().startswith(beginning.lower())]
    holds = [c["send"] for c in choices if beginning.lower() in c["title"].lower()]
    return next(iter([*begins, *holds]), None)


def said_in(answer: Answer) -> str:
    """All words a resident can read in the answer, buttons aside, in lower case."""
    lines = [reply["text"] for reply in answer["replies"]]
    cards = [card for reply in answer["replies"] for card in reply["services"]]
    lines += [card[key] for card in cards for key in _CARD_TEXTS if isinstance(card.get(key), str)]
    return "\n".join(lines).lower()


def begins_with_112(answer: Answer) -> bool:
    """Direction marks, which right-to-left texts may begin with, cannot be seen and do not count."""
    text = answer["replies"][0]["text"] if answer["replies"] else ""
    return str("".join(c for c in text if unicodedata.category(c) != "Cf")).lstrip().startswith(EMERGENCY_NUMBER)


def seen(answer: Answer) -> str:
    """What a failure line shows of the answer."""
    found = answer["understood"]
    parts = [f"{key}={found.get(key)}" for key in ("topic", "urgency", "who", "asked", "language")]
    return f"{' '.join(parts)} services={services_in(answer)} said={_short(' / '.join(r['text'] for r in answer['replies']))!r}"


def _short(text: str, most: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


# --- measures ---


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def lix(text: str) -> float:
    """Words a sentence plus the share of words over six letters; a colon does not end a sentence here."""
    words, sentences = words_of(text), re.findall(r"[.!?]+(?=\s|\"|$)", text)
    return len(words) / max(1, len(sentences)) + 100 * sum(len(w) > _LONG_WORD for w in words) / max(1, len(words))


def numbers_in(text: str) -> list[str]:
    """Runs of at least three digits, with what is written between the groups of a phone number."""
    return re.findall(r"\+?\d(?:[ \-/]{0,2}\d){2,}", text)


def without(text: str, facts: Iterable[str]) -> str:
    """`text` without what was filled in from the directory, the longest first."""
    for fact in sorted(facts, key=len, reverse=True):
        text = text.replace(fact, " ")
    return text


# --- what holds for every answer ---


def always(answer: Answer, running: str | None, expects: Mapping[str, Any], facts: frozenset[str]) -> Iterator[str]:
    """Faults of any answer. `running` is the topic before it, `facts` the strings the directory may fill in."""
    if not answer["replies"] or any(not reply["text"].strip() for reply in answer["replies"]):
        yield "something said in every reply"
    if len(set(services_in(answer))) > MOST_SERVICES:
        yield f"at most {MOST_SERVICES} services"
    if answer["understood"]["urgency"] == "acute" and not begins_with_112(answer):
        yield "112 first, as it is acute"
    if _lost(answer["understood"]["topic"], running, expects):
        yield f"the topic {running} kept, not out_of_scope"
    for reply in answer["replies"]:
        yield from _of_text(reply["text"], reply["lang"], facts)


def _lost(topic: str | None, running: str | None, expects: Mapping[str, Any]) -> bool:
    wanted = [expects.get("topic"), *expects.get("topic_any", ())]
    return topic == OUT_OF_SCOPE and running in HELP_TOPICS and OUT_OF_SCOPE not in wanted


def _of_text(text: str, lang: str, facts: frozenset[str]) -> Iterator[str]:
    own, lower = without(text, facts), text.lower()
    for phrase in BANNED:
        if re.search(rf"\b{phrase}", lower):
            yield f"no '{phrase}' in a text"
    for phrase in ASKS_WHO_SOMEBODY_IS:
        if re.search(rf"\b{phrase}", lower):
            yield f"no question who somebody is ('{phrase}')"
    for number in numbers_in(own):
        if number not in (EMERGENCY_NUMBER, "24/7"):
            yield f"no number but 112 and those of the directory in a text ({number})"
    if lang == "sv" and len(words_of(own)) >= FEWEST_WORDS_FOR_LIX and lix(own) > HARDEST_LIX:
        yield f"LIX at most {HARDEST_LIX:.0f} (it is {lix(own):.0f}: {_short(text, 80)!r})"


# --- what a talk expects ---


def faults_of(answer: Answer, expects: Mapping[str, Any], running: str | None, facts: frozenset[str]) -> list[str]:
    """Every expectation the answer does not fulfil, in words; empty when all hold."""
    faults = list(always(answer, running, expects, facts))
    for key, wanted in expects.items():
        if not _holds(key, wanted, answer, facts):
            faults.append(f"{key} {wanted}")
    return faults


def _holds(key: str, wanted: Any, answer: Answer, facts: frozenset[str]) -> bool:
    if key in _SINGLE:
        return bool(_SINGLE[key](answer) == wanted)
    if key == "services_most":
        return len(services_in(answer)) <= int(wanted)
    if key == "services_least":
        return len(services_in(answer)) >= int(wanted)
    if key == "easy":
        return is_easy(answer, facts) is wanted
    if key == "offers":
        return bool(services_in(answer) or titles_in(answer)) is wanted
    name, _, quantifier = key.rpartition("_")
    if name in _SINGLE:
        return (_SINGLE[name](answer) in wanted) is (quantifier == "any")
    return _QUANTIFIED[quantifier](list(_found(name, wanted, answer)))


def _found(name: str, wanted: Sequence[str], answer: Answer) -> Iterator[bool]:
    """Which of the wanted ids or words are in the answer."""
    if name == "services":
        yield from (service in services_in(answer) for service in wanted)
    elif name == "choices":
        titles = "\n".join(titles_in(answer)).lower()
        yield from (title.lower() in titles for title in wanted)
    else:
        said = said_in(answer)
        yield from (words.lower() in said for words in wanted)


def is_easy(answer: Answer, facts: frozenset[str]) -> bool:
    """Whether every Swedish text is short and plain enough for easy Swedish."""
    texts = [without(reply["text"], facts) for reply in answer["replies"] if reply["lang"] == "sv"]
    return all(
        len(words_of(t)) <= MOST_EASY_WORDS and (len(words_of(t)) < FEWEST_WORDS_FOR_LIX or lix(t) <= HARDEST_EASY_LIX)
        for t in texts
    )


_SINGLE: dict[str, Callable[[Answer], Any]] = {
    "topic": lambda answer: answer["understood"]["topic"],
    "urgency": lambda answer: answer["understood"]["urgency"],
    "who": lambda answer: answer["understood"]["who"],
    "asked": lambda answer: answer["understood"]["asked"],
    "language": lambda answer: answer["understood"]["language"],
    "reply_dir": lambda answer: answer["replies"][0]["dir"] if answer["replies"] else None,
    "first_112": begins_with_112,
}
_QUANTIFIED: dict[str, Callable[[list[bool]], bool]] = {
    "any": any,
    "all": all,
    "none": lambda found: not any(found),
}
