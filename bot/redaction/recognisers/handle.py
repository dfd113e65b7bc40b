"""Names of accounts in apps and games: marked with @, told by the app's name, or shaped like one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.reading import Reading
from bot.redaction.vocabulary import is_harmless

_APP = r"(?:snap(?:chat)?|snapp|sc|insta(?:gram)?|ig|tiktok|tik tok|discord|kik|telegram|signal|facebook|fb|messenger|steam|roblox|reddit|twitter|x|twitch|fortnite|psn|xbox|ps|omegle|yubo|wickr|skype|threema|gamertag|användarnamn(?:et)?|anvandarnamn|username|user|konto(?:t)?|nick|alias)"
_MARKED = re.compile(
    r"(?<![\w.])@[\w.]{2,}|\b[\w.]{2,}#\d{3,5}\b|(?<![\w.@])(?=[\w.]*_\.|[\w.]*\._)(?=[\w.]*[^\W\d_]{2})[\w.]*\w"
)
_SHAPED = re.compile(
    r"(?<![\w@.])(?=[\w.]*[^\W\d_])(?:\w+_[\w.]*|_\w+|[^\W\d_]{2,}\.[^\W\d_]{2,}\d+|[^\W\d_]+\d+\w*|\d+[^\W\d_]+\w*|x{2,}\w+x{2,}|[^\W\d_]+(?:\.[^\W\d_]+)+\.\d+)(?!\w)"
)
_DOTTED = re.compile(r"(?<![\w.@])(?=[\w.]*[^\W\d_]{3})[^\W\d_]\w{2,}(?:\.\w+)+(?![\w.]|@)")
_MEASURE = re.compile(
    r"\d+(?:år\w*|ar\w*|åring\w*|aring\w*|st|kr|kronor|k|min\w*|h|tim\w*|e|a|an|:an|ggr|x|gånger|dag\w*|d|v|veck\w*|mån\w*|man|m|km|mil|cm|mm|mg|ml|cl|l|g|kg|kvm|tal\w*|procent|grader|pers\w*|rok|or|orna|skott|barn\w*|am|pm|st|nd|rd|th|na|lax|spänn|åriga?)$"
    r"|(?:kl|åk|ak|klass|v|vecka|nr|e|rv|lgr|b|c|d|covid|mp|ps|p|g|vit|omega|tv|a|f)\d{1,4}$|[1-9][a-f]$|(?:hpv|tv4|svt1|svt2|tv3|h2o|co2|b12|mp3|mp4|4g|5g|3g|65plus|n0|s0)$"
)
_TOLD = re.compile(
    rf"\b(?:{_APP})(?:et|en|namn(?:et)?|konto(?:t)?)?(?:\W{{1,2}}(?:är|e|heter|hette|namn|namnet|:|=|addar|adda|på|as|is))*[ :=\-]{{1,3}}(?P<it>[\w.\-]{{3,}})"
    rf"|\b(?:heter|hette|kallar sig|kallas|är|e|adda|addade|lägg till|sök på|sök) (?P<before>[\w.\-]{{3,}}) (?:på|i|in|pa) {_APP}\b"
)
_LINKS = frozenset({"heter", "hette", "är", "e", ":", "=", "namn", "namnet"})


def find(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for match in _MARKED.finditer(reading.low):
        yield *match.span(), "handle"
    for match in _SHAPED.finditer(reading.low):
        if not _MEASURE.fullmatch(match.group()):
            yield *match.span(), "handle"
    for match in _DOTTED.finditer(reading.low):
        parts = match.group().split(".")
        if any(c.isdigit() for c in match.group()) or not all(is_harmless(part) for part in parts):
            yield *match.span(), "handle"
    for match in _TOLD.finditer(reading.low):
        group = "it" if match.group("it") else "before"
        said = match.group(group)
        if not is_harmless(said.strip(".-")):
            yield *match.span(group), "handle"
