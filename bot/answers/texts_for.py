"""Which text answers a topic from which point of view. Names are written out, so that a search finds every use."""

from __future__ import annotations

_RELATIVE = ("child", "other")

TEXT_FOR: dict[str, str] = {
    "relationship_violence": "utter_relationship_violence",
    "sexual_violence": "utter_sexual_violence",
    "digital_abuse": "utter_digital_abuse",
    "stalking": "utter_stalking",
    "honour_oppression": "utter_honour_oppression",
    "forced_marriage": "utter_forced_marriage",
    "genital_mutilation": "utter_genital_mutilation",
    "gang_worry_child": "utter_gang_worry_child",
    "gang_exit": "utter_gang_exit",
    "gang_threat": "utter_gang_threat",
    "child_harmed": "utter_child_harmed",
    "child_unsafe_home": "utter_child_unsafe_home",
    "perpetrator": "utter_perpetrator",
    "suicide_self_harm": "utter_suicide_self_harm",
    "youth_mental_health": "utter_youth_mental_health",
    "youth_sexual_health": "utter_youth_sexual_health",
    "substance_use": "utter_substance_use",
    "friend_worry": "utter_friend_worry",
    "parent_support": "utter_parent_support",
    "safe_housing": "utter_safe_housing",
    "police_report": "utter_police_report",
    "social_services": "utter_social_services",
    "anonymity": "utter_anonymity",
    "bot_identity": "utter_bot_identity",
    "human_handoff": "utter_human_handoff",
    "capabilities": "utter_capabilities",
    "out_of_scope": "utter_out_of_scope",
    "greet": "utter_greet",
    "goodbye": "utter_goodbye",
    "thanks": "utter_thanks",
    "affirm": "utter_affirm",
    "deny": "utter_deny",
    "abuse_at_bot": "utter_abuse_at_bot",
    "only_signs": "utter_only_signs",
}
"""For the one concerned, and for everybody where no other point of view has a text of its own."""

RELATIVE_TEXT_FOR: dict[str, str] = {
    "relationship_violence": "utter_relationship_violence_relative",
    "sexual_violence": "utter_sexual_violence_relative",
    "digital_abuse": "utter_digital_abuse_relative",
    "stalking": "utter_stalking_relative",
    "honour_oppression": "utter_honour_oppression_relative",
    "forced_marriage": "utter_forced_marriage_relative",
    "genital_mutilation": "utter_genital_mutilation_relative",
    "gang_exit": "utter_gang_exit_relative",
    "gang_threat": "utter_gang_threat_relative",
    "child_unsafe_home": "utter_child_unsafe_home_relative",
    "perpetrator": "utter_perpetrator_relative",
    "suicide_self_harm": "utter_suicide_self_harm_relative",
    "youth_mental_health": "utter_youth_mental_health_relative",
    "substance_use": "utter_substance_use_relative",
    "safe_housing": "utter_safe_housing_relative",
}

PROFESSIONAL_TEXT_FOR: dict[str, str] = {
    "relationship_violence": "utter_relationship_violence_professional",
    "honour_oppression": "utter_honour_oppression_professional",
    "forced_marriage": "utter_honour_oppression_professional",
    "genital_mutilation": "utter_honour_oppression_professional",
    "gang_worry_child": "utter_gang_worry_child_professional",
    "child_harmed": "utter_child_harmed_professional",
    "child_unsafe_home": "utter_child_harmed_professional",
}

DANGER_TEXT_FOR: dict[str, str] = {
    "suicide_self_harm": "utter_danger_suicide",
    "forced_marriage": "utter_danger_travel",
}
"""Said after 112, where the way out of the danger is a special one."""


def text_for(label: str, who: str) -> str:
    """The response name for a topic or small-talk `label`. Raises KeyError for a label without a text."""
    if who == "professional":
        name = PROFESSIONAL_TEXT_FOR.get(label) or RELATIVE_TEXT_FOR.get(label)
    elif who in _RELATIVE:
        name = RELATIVE_TEXT_FOR.get(label)
    else:
        name = None
    return name or TEXT_FOR[label]
