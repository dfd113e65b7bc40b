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
    "youth_sexual_health": "utter_youth_sexual_health_relative",
    "substance_use": "utter_substance_use_relative",
    "parent_support": "utter_parent_support_relative",
    "safe_housing": "utter_safe_housing_relative",
    "police_report": "utter_police_report_relative",
    "social_services": "utter_social_services_relative",
}

PROFESSIONAL_TEXT_FOR: dict[str, str] = {
    "relationship_violence": "utter_relationship_violence_professional",
    "sexual_violence": "utter_sexual_violence_professional",
    "digital_abuse": "utter_digital_abuse_professional",
    "stalking": "utter_stalking_professional",
    "honour_oppression": "utter_honour_oppression_professional",
    "forced_marriage": "utter_forced_marriage_professional",
    "genital_mutilation": "utter_genital_mutilation_professional",
    "gang_worry_child": "utter_gang_worry_child_professional",
    "gang_exit": "utter_gang_exit_professional",
    "gang_threat": "utter_gang_threat_professional",
    "child_harmed": "utter_child_harmed_professional",
    "child_unsafe_home": "utter_child_unsafe_home_professional",
    "perpetrator": "utter_perpetrator_professional",
    "suicide_self_harm": "utter_suicide_self_harm_professional",
    "youth_mental_health": "utter_youth_mental_health_professional",
    "youth_sexual_health": "utter_youth_sexual_health_professional",
    "substance_use": "utter_substance_use_professional",
    "friend_worry": "utter_friend_worry_professional",
    "parent_support": "utter_parent_support_professional",
    "safe_housing": "utter_safe_housing_professional",
    "police_report": "utter_police_report_professional",
    "social_services": "utter_social_services_professional",
}

YOUNG_TEXT_FOR: dict[str, str] = {
    "relationship_violence": "utter_relationship_violence_young",
    "sexual_violence": "utter_sexual_violence_young",
    "digital_abuse": "utter_digital_abuse_young",
    "stalking": "utter_stalking_young",
    "honour_oppression": "utter_honour_oppression_young",
    "forced_marriage": "utter_forced_marriage_young",
    "genital_mutilation": "utter_genital_mutilation_young",
    "gang_worry_child": "utter_gang_worry_child_young",
    "gang_exit": "utter_gang_exit_young",
    "gang_threat": "utter_gang_threat_young",
    "child_harmed": "utter_child_harmed_young",
    "perpetrator": "utter_perpetrator_young",
    "suicide_self_harm": "utter_suicide_self_harm_young",
    "substance_use": "utter_substance_use_young",
    "friend_worry": "utter_friend_worry_young",
    "parent_support": "utter_parent_support_young",
    "safe_housing": "utter_safe_housing_young",
    "police_report": "utter_police_report_young",
    "social_services": "utter_social_services_young",
}
"""For one under 18 who writes of themselves."""

DANGER_TEXT_FOR: dict[str, str] = {
    "suicide_self_harm": "utter_danger_suicide",
    "forced_marriage": "utter_danger_travel",
}
"""Said after 112, where the way out of the danger is a special one."""


ADULT_TEXT_FOR: dict[str, str] = {"youth_mental_health": "utter_youth_mental_health_adult"}
"""For one over 25 who writes of themselves on a topic whose common text speaks to the young."""

ACK_WHO: dict[str, str] = {
    "self": "utter_ack_who_self",
    "child": "utter_ack_who_child",
    "other": "utter_ack_who_other",
    "professional": "utter_ack_who_professional",
}

FACT_TEXT_FOR: dict[str, str] = {
    "fact_report_concern": "utter_fact_report_concern",
    "fact_call_112": "utter_fact_call_112",
    "fact_police_report": "utter_fact_police_report",
    "must_report": "utter_fact_police_report",
    "fact_contact_ban": "utter_fact_contact_ban",
    "fact_shelter": "utter_fact_shelter",
    "fact_secrecy": "utter_fact_secrecy",
    "fact_phone_bill": "utter_fact_phone_bill",
    "fact_youth_clinic": "utter_fact_youth_clinic",
    "fact_age_limits": "utter_fact_age_limits",
    "fact_age_of_responsibility": "utter_fact_age_of_responsibility",
    "fact_travel_ban": "utter_fact_travel_ban",
    "fact_airport": "utter_fact_airport",
    "fact_hide_tracks": "utter_fact_hide_tracks",
    "hide_tracks": "utter_hide_tracks",
    "who_reads": "utter_who_reads",
    "human_or_robot": "utter_bot_identity",
    "not_emergency_service": "utter_not_emergency_service",
}
"""What is told when a fact of bot/answers/follow_ups.yml is asked for."""

YOUNG_BELOW = 18
ADULT_ABOVE = 25


def text_for(label: str, who: str, age: int | None = None) -> str:
    """The response name for a topic or small-talk `label`; `age` is of the one concerned. Raises KeyError for no text."""
    young = age is not None and age < YOUNG_BELOW
    if who == "professional":
        name = PROFESSIONAL_TEXT_FOR.get(label) or RELATIVE_TEXT_FOR.get(label)
    elif who in _RELATIVE:
        name = RELATIVE_TEXT_FOR.get(label) or (YOUNG_TEXT_FOR.get(label) if young else None)
    elif young:
        name = YOUNG_TEXT_FOR.get(label)
    elif age is not None and age > ADULT_ABOVE:
        name = ADULT_TEXT_FOR.get(label)
    else:
        name = None
    return name or TEXT_FOR[label]
