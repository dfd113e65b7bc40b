"""Labels in the words staff read."""

from __future__ import annotations

from functools import cache

from bot.texts import labels as texts


@cache
def _topics() -> dict[str, str]:
    named = {
        "none": "Inget ämne", "danger_now": "Fara nu", "only_signs": "Bara tecken", "bot_identity": "Är du en människa?",
        "capabilities": "Vad kan Lotsen?", "greet": "Hälsning", "goodbye": "Hejdå", "thanks": "Tack", "affirm": "Ja", "deny": "Nej",
        "abuse_at_bot": "Arg på Lotsen", "total": "Alla",
    }  # fmt: skip
    return {**texts()["topics"], **named}


LABELS: dict[str, dict[str, str]] = {
    "topic": _topics(),
    "urgency": {
        "acute": "Fara nu",
        "urgent": "Bråttom",
        "support": "Stöd",
        "info": "Fakta",
        "none": "Ingen",
        "total": "Alla",
    },
    "who": {
        "self": "sig själv",
        "child": "ett barn",
        "other": "någon annan",
        "professional": "någon i jobbet",
        "none": "vet inte",
    },
    "role": {
        "reader": "Läsare",
        "reviewer": "Granskare",
        "editor": "Tjänsteredaktör",
        "administrator": "Administratör",
    },
    "language": {
        "sv": "svenska", "annat": "annat språk", "en": "engelska", "ar": "arabiska", "so": "somaliska", "fa": "persiska eller dari",
        "ti": "tigrinska", "kmr": "kurmanji", "ckb": "sorani", "tr": "turkiska", "fi": "finska", "uk": "ukrainska", "ru": "ryska",
        "pl": "polska", "bs": "bosniska, kroatiska eller serbiska", "es": "spanska", "th": "thai", "de": "tyska", "fr": "franska",
    },
    "show": {
        "unsure": "Lotsen var osäker",
        "unhelped": "Tumme ner",
        "marked": "Markerade",
        "unmarked": "Inte markerade",
    },
    "verdict": {
        "right": "Rätt förstått",
        "wrong_topic": "Fel ämne",
        "missed_danger": "Missad fara",
        "wrong_service": "Fel tjänst",
        "bad_text": "Dålig text",
    },
    "reason": {
        "improve": "Förbättra Lotsens svar",
        "masking": "Kontrollera att inget pekar ut någon",
        "service": "Kontrollera en tjänst",
        "fault": "Utreda ett fel",
    },
    "act": {
        "login": "loggade in",
        "logout": "loggade ut",
        "read": "läste samtal",
        "mark": "markerade samtal",
        "mask": "maskade i samtal",
        "verify": "kontrollerade uppgift",
        "correct": "rättade uppgift",
        "withdraw": "drog in uppgift",
        "restore": "tog tillbaka uppgift",
        "propose": "föreslog exempel",
        "approve": "godkände exempel",
        "reject": "avslog exempel",
        "train": "startade träning",
        "switch": "bytte modell",
        "switch_back": "tog tillbaka förra modellen",
        "account": "ändrade konto",
        "export": "hämtade fil",
        "import": "läste in tabell",
        "notice": "ändrade meddelandet i chatten",
        "remove_demo": "tog bort påhittade samtal",
    },
}  # fmt: skip
