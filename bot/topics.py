"""The labels that training data, evaluation sets, texts, services and records share."""

from __future__ import annotations

HELP_TOPICS = frozenset({
    "relationship_violence", "sexual_violence", "digital_abuse", "stalking", "honour_oppression", "forced_marriage",
    "genital_mutilation", "gang_worry_child", "gang_exit", "gang_threat", "child_harmed", "child_unsafe_home",
    "perpetrator", "suicide_self_harm", "youth_mental_health", "youth_sexual_health", "substance_use", "friend_worry",
    "parent_support", "safe_housing", "police_report", "social_services",
})  # fmt: skip
META_TOPICS = frozenset({"anonymity", "bot_identity", "human_handoff", "capabilities"})
SMALL_TALK = frozenset({"greet", "goodbye", "thanks", "affirm", "deny", "abuse_at_bot"})
OUT_OF_SCOPE = "out_of_scope"
TOPICS = HELP_TOPICS | META_TOPICS | SMALL_TALK | {OUT_OF_SCOPE}

DANGER_NOW = "danger_now"
"""The intent the urgency screen puts in the place of the topic when somebody is in danger now. Its training examples
are cries for help that name no topic: they teach urgency alone."""

ONLY_SIGNS = "only_signs"
"""The intent the channel gives a message without a single word."""

NOT_UNDERSTOOD = "nlu_fallback"
"""The intent that stands for "too unsure to answer"; Rasa's own name for it."""

DESK = "desk"
"""The writer of training lines that the kommun's staff teach. They change often: no threshold may hang on them."""

WHO = ("self", "child", "other", "professional", "none")
URGENCY = ("acute", "urgent", "support", "info", "none")
STYLES = ("plain", "short", "long", "typo", "slang", "learner", "dialect", "indirect", "mixed", "negative")

LANGUAGES = (
    "sv",
    "en",
    "ar",
    "so",
    "fa",
    "ti",
    "kmr",
    "ckb",
    "tr",
    "fi",
    "uk",
    "ru",
    "pl",
    "bs",
    "es",
    "th",
    "de",
    "fr",
)
"""Languages Lotsen recognises: ISO 639 codes; `fa` is Persian and Dari, `bs` Bosnian, Croatian and Serbian."""

DANGER_LINE_TOPICS = frozenset({
    "relationship_violence", "sexual_violence", "stalking", "honour_oppression", "forced_marriage",
    "genital_mutilation", "gang_worry_child", "gang_exit", "gang_threat", "child_harmed", "child_unsafe_home",
    "suicide_self_harm", "friend_worry", "safe_housing", "perpetrator",
})  # fmt: skip
"""Topics whose answer names 112 even when nothing in the message is acute."""
