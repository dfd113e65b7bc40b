"""What a talk looks like."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.widget.people import FIELD, say
from tests.widget.served import SERVICE, Server, answer, reply


def test_when_the_chat_opens_then_it_says_that_it_is_a_robot_and_what_is_stored_before_the_first_message(
    page: Page,
) -> None:
    notice = page.get_by_role("complementary")
    assert notice.get_by_text("Du skriver med en robot.").is_visible()
    assert notice.get_by_role("link", name="Fara nu? Ring 112").get_attribute("href") == "tel:112"
    assert notice.get_by_role("button", name="Nej, spara inte").is_visible()
    say_count = 3
    for _ in range(say_count):
        say(page, "hej")
    assert notice.get_by_text("Du skriver med en robot.").count() == 1, "it is never taken away"


def test_when_enter_is_pressed_then_the_message_is_sent_and_with_shift_it_gets_a_new_line(
    page: Page, server: Server
) -> None:
    field = page.get_by_label(FIELD)
    field.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("han är")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("arg igen")
    page.keyboard.press("Enter")
    page.locator(".said:not(.mine)").wait_for()
    assert [body["text"] for body in server.told("/message")] == ["han är\narg igen"]
    assert field.input_value() == ""


def test_when_a_topic_is_picked_then_its_words_are_sent(page: Page, server: Server) -> None:
    page.get_by_role("button", name="Jag vill lämna ett gäng").click()
    page.locator(".said:not(.mine)").wait_for()
    assert [body["text"] for body in server.told("/message")] == ["Jag vill lämna ett gäng"]


def test_when_help_is_shown_then_it_can_be_called_or_written_to_with_one_tap(page: Page) -> None:
    say(page, "hej")
    card = page.locator(".log .card")
    assert card.get_by_role("link", name="Ring Bris, 116 111").get_attribute("href") == "tel:116111"
    chat = card.get_by_role("link", name="Chatta: Bris")
    assert chat.get_attribute("href") == SERVICE["chat_url"]
    assert chat.get_attribute("rel") == "noopener noreferrer nofollow"
    assert "öppet nu · gratis · du kan vara anonym · syns inte på telefonräkningen" in card.inner_text()


def test_when_a_link_is_no_telephone_or_web_address_then_it_is_not_shown(page: Page, server: Server) -> None:
    bad = {**SERVICE, "tel": "javascript:alert(1)", "chat_url": "http://x.se", "url": "data:text/html,x"}
    server.script = [answer(reply("<img src=x onerror=alert(1)>", services=[bad]))]
    say(page, "hej")
    assert page.locator(".log .card a").count() == 0
    assert page.locator(".log img").count() == 0
    assert page.locator(".said", has_text="<img src=x").is_visible()


def test_when_buttons_are_offered_then_their_token_is_sent_and_their_title_shown(page: Page, server: Server) -> None:
    server.script = [answer(reply(choices=[{"title": "Mitt barn", "send": "c_1"}])), answer()]
    say(page, "hej")
    page.get_by_role("button", name="Mitt barn", exact=True).click()
    page.locator(".mine", has_text="Mitt barn").wait_for()
    page.locator(".said:not(.mine)").nth(1).wait_for()
    assert [(b["text"], b["conversation"]) for b in server.told("/message")] == [("hej", None), ("c_1", "t1")]


def test_when_there_is_danger_then_112_stands_out_and_comes_into_view(page: Page, server: Server) -> None:
    urgent = {**SERVICE, "id": "larm_112", "name": "112", "phone": "112", "tel": "tel:112"}
    server.script = [answer(reply("112 – ring nu.", services=[urgent, SERVICE]), urgency="acute")]
    for _ in range(4):
        say(page, "han är här")
    danger = page.locator(".said.acute").last
    box, header = danger.bounding_box(), page.locator("header").bounding_box()
    assert box and header and box["y"] >= header["y"] + header["height"]
    assert page.locator(".card.urgent").last.get_by_role("link").first.is_visible()


def test_when_asked_whether_help_was_found_then_the_answer_is_told_once_pressed(page: Page, server: Server) -> None:
    say(page, "hej")
    page.get_by_role("group", name="Hittade du hjälp?").get_by_role("button", name="Nej").click()
    page.wait_for_timeout(150)
    assert server.told("/helped") == [{"conversation": "t1", "helped": False}]


def test_when_a_number_of_an_answer_is_pressed_then_that_is_told_and_not_which_and_only_after_a_yes(
    page: Page, server: Server
) -> None:
    server.script = [answer(reply("Här finns hjälp.", services=[SERVICE]))]
    say(page, "hej")
    link = page.locator(".log .card").last.get_by_role("link").first
    page.evaluate("document.addEventListener('click', (e) => e.preventDefault())")  # nobody is called from a test
    link.click()
    page.wait_for_timeout(150)
    assert server.told("/pressed") == []
    page.get_by_role("button", name="Ja, spara").click()
    link.click()
    page.wait_for_timeout(150)
    assert server.told("/pressed") == [{"conversation": "t1", "pressed": True}]


def test_when_the_choice_about_saving_changes_then_it_holds_at_once(page: Page, server: Server) -> None:
    yes, no = (page.get_by_role("button", name=name) for name in ("Ja, spara", "Nej, spara inte"))
    say(page, "hej")
    yes.click()
    no.click()
    page.wait_for_timeout(150)
    assert [b["store"] for b in server.told("/store")] == [True, False]
    assert (yes.get_attribute("aria-pressed"), no.get_attribute("aria-pressed")) == ("false", "true")
    assert server.told("/message")[0]["store"] is None


def test_when_it_is_to_be_easier_or_larger_then_it_is(page: Page, server: Server) -> None:
    say(page, "hej")
    page.get_by_text("Fler val").click()
    before = page.get_by_label(FIELD).evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    page.get_by_role("button", name="Större text").click()
    assert page.get_by_label(FIELD).evaluate("e => parseFloat(getComputedStyle(e).fontSize)") > 1.2 * before
    page.get_by_role("button", name="Prata enklare").click()
    page.locator(".said:not(.mine)").nth(1).wait_for()
    assert server.told("/message")[-1]["text"] == "prata enklare"


def test_when_the_answer_is_in_arabic_then_it_is_marked_and_set_from_right_to_left(page: Page, server: Server) -> None:
    server.script = [
        answer(reply("هل أنت في خطر الآن؟", lang="ar", dir="rtl", choices=[{"title": "نعم", "send": "c"}]))
    ]
    say(page, "مرحبا")
    said = page.locator(".said[lang=ar]")
    assert said.get_attribute("dir") == "rtl"
    assert said.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator(".choices[dir=rtl][lang=ar] button").count() == 1
