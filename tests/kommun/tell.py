"""`python -m tests.kommun.tell`: what Lotsen holds for the kommun of LOTSEN_KOMMUN, as JSON."""

from __future__ import annotations

import json
from datetime import date

from bot.answers.follow_up import find_follow_up
from bot.answers.other_language import has_texts
from bot.channel.emergency import EmergencyReplies
from bot.channel.pages import read_pages
from bot.desk import demo
from bot.kommun import kommun
from bot.redaction import find
from bot.services import register
from bot.texts import easy_responses, labels, languages, responses

_MESSAGE = "jag bor i ekvik och han bor i brunnåsbo"


def main() -> None:
    directory, card = register.read(), EmergencyReplies()
    pages = read_pages(kommun().exit_url, card.card()["services"], card.others())
    print(
        json.dumps({
            "services": sorted(directory.services),
            "order": directory.order,
            "said": responses(),
            "easy": easy_responses(),
            "labels": labels(),
            "talks": [language for language in sorted(languages()) if has_texts(language)],
            "danger": {language: card.danger_in(language) is not None for language in languages()},
            "follow_up": find_follow_up("finns det nåt i ekvik?", in_talk=True),
            "masked": [_MESSAGE[span.start : span.end] for span in find(_MESSAGE)],
            "page": pages["/"].body.decode(),
            "script": pages["/lotsen.js"].body.decode(),
            "demo": sorted({i for record in demo.conversations(date(2026, 11, 28)) for i in record.services}),
        })
    )  # fmt: skip


if __name__ == "__main__":
    main()
