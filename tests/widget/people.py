"""What people do with the widget."""

from __future__ import annotations

from playwright.sync_api import Page

FIELD = "Skriv med egna ord"
EXIT = "Lämna snabbt"
OPEN = "Behöver du prata?"


def say(page: Page, text: str) -> None:
    """Write and send, and wait for the answer."""
    replies = page.locator(".said:not(.mine)").count()
    page.get_by_label(FIELD).fill(text)
    page.get_by_role("button", name="Skicka").click()
    page.locator(".said:not(.mine)").nth(replies).wait_for()


def shown(page: Page) -> str:
    """All words on the page, those in shadow roots too."""
    return str(
        page.evaluate(
            "() => { const all = (n) => [...n.childNodes].map((c) => c.nodeType === 3 ? c.data : all(c.shadowRoot || c) + (c.value || '')).join(' ');"
            " return all(document.documentElement); }"
        )
    )


def stored(page: Page) -> list[object]:
    """What a script of the page could have kept: cookies, storage, databases, caches, name, history."""
    return list(
        page.evaluate(
            "async () => [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
            " await caches.keys().then((k) => k.length).catch(() => 0), window.name, history.state]"
        )
    )


NOTHING_STORED = ["", 0, 0, 0, 0, "", None]
