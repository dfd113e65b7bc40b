"""`python -m tests.widget.report [--pictures FOLDER]`: how large and how fast the widget is; pictures of its states.

Times are medians of nine loads in Chromium on this machine, of the real files from a local server.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.live.test_browser import CHROMIUM, FLAGS
from tests.widget.people import FIELD, OPEN, say
from tests.widget.served import SERVICE, Server, answer, reply, serve

_LOADS = 9
_SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400 * 128,
    "uploadThroughput": 400 * 128,
}  # bytes a second
URGENT = {
    **SERVICE, "id": "larm_112", "name": "112 (SOS Alarm)", "phone": "112", "tel": "tel:112", "chat_url": None, "url": None,
    "helps_with": "När någon är i fara nu.", "anonymous": None, "on_phone_bill": None,
}  # fmt: skip
_MEASURE = """
() => new Promise((done) => {
  const tasks = new PerformanceObserver(() => {});
  tasks.observe({ type: "longtask", buffered: true });
  let shift = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((e) => { shift += e.value; })).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const script = performance.getEntriesByType("resource").find((e) => e.name.endsWith("lotsen.js"));
    const painted = performance.now();
    done({ after: window.lotsenPainted - script.responseEnd, shift, long: tasks.takeRecords().reduce((sum, e) => sum + e.duration, 0), all: painted });
  }));
})
"""
_WATCH = """
new MutationObserver((_, watch) => {
  if (!document.querySelector("lotsen-chat")) return;
  watch.disconnect();
  requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => { window.lotsenPainted = performance.now(); }; c.port2.postMessage(0); });
}).observe(document, { childList: true, subtree: true });
"""


@dataclass(frozen=True)
class Load:
    """Medians of a page load: ms from the script's arrival to the bubble's paint, ms of main thread in the script, layout shift."""

    painted: float
    script: float
    shift: float
    long_tasks: float


def sizes(server: Server, browser: Browser) -> tuple[int, int]:
    """Bytes of the script, plain and compressed."""
    page = browser.new_page()
    body = page.request.get(server.address + "/lotsen.js").body()
    page.close()
    return len(body), len(gzip.compress(body))


def measure(server: Server, browser: Browser, slow: bool = False) -> Load:
    """Load the demo page some times."""
    found, script = [], []
    for _ in range(3 if slow else _LOADS):
        page = browser.new_page(viewport={"width": 390, "height": 844})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        if slow:
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", _SLOW_3G)
        page.add_init_script(_WATCH)
        page.goto(server.address + "/demo")
        page.wait_for_function("window.lotsenPainted")
        found.append(page.evaluate(_MEASURE))
        metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        script.append(metrics["ScriptDuration"] * 1000)
        page.close()
    return Load(
        statistics.median(load["after"] for load in found),
        statistics.median(script),
        max(load["shift"] for load in found),
        max(load["long"] for load in found),
    )


def _picture(page: Page, path: Path) -> None:
    page.wait_for_timeout(300)  # until what moves in has come to rest
    page.screenshot(path=path)


def pictures(server: Server, browser: Browser, folder: Path) -> None:
    """One file a state and size, in light colours, and some in dark."""
    folder.mkdir(parents=True, exist_ok=True)
    for size, (width, height), scheme in (
        ("phone", (390, 844), "light"), ("desktop", (1280, 900), "light"), ("phone-dark", (390, 844), "dark"),
    ):  # fmt: skip
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale="sv-SE")

        page.goto(server.address + "/demo")
        _picture(page, folder / f"closed-{size}.png")
        page.get_by_role("button", name=OPEN).click()
        _picture(page, folder / f"open-{size}.png")
        page.goto(server.address + "/")
        page.get_by_text("Om samtalet, spår").click()
        _picture(page, folder / f"about-{size}.png")
        page.reload()
        other = {**SERVICE, "id": "bris2", "name": "Ungdomshälsan Borlänge", "helps_with": "Rådgivning för unga.", "phone": "0243-740 00", "tel": "tel:+4624374000", "chat_url": None, "open_now": False, "hours": "vardagar"}  # fmt: skip
        ask = [
            {"title": "Mig själv", "send": "c1"},
            {"title": "Mitt barn", "send": "c2"},
            {"title": "Någon annan", "send": "c3"},
        ]
        server.script = [answer(reply("Tack för att du berättar. Det du känner är viktigt. Här kan du prata med någon.", services=[SERVICE, other]), reply("Gäller det dig själv, ditt barn eller någon annan?", choices=ask))]  # fmt: skip
        say(page, "vet inte vem jag ska prata med")
        _picture(page, folder / f"answer-{size}.png")
        server.script = [answer(reply("112 – ring nu om du eller någon annan är i fara. De frågar vad som har hänt och var du är.", services=[URGENT, SERVICE]), urgency="acute")]  # fmt: skip
        say(page, "han är här nu")
        _picture(page, folder / f"danger-{size}.png")
        server.script = [answer(reply("إذا كنت في خطر الآن: اتصل بالرقم 112.", lang="ar", dir="rtl", choices=[{"title": "عنف في العلاقة", "send": "c"}]))]  # fmt: skip
        say(page, "مرحبا")
        _picture(page, folder / f"arabic-{size}.png")
        server.down = True
        page.get_by_label(FIELD).fill("hjälp mig")
        page.get_by_role("button", name="Skicka").click()
        page.get_by_role("log").get_by_text("Jag får ingen kontakt").wait_for()
        _picture(page, folder / f"offline-{size}.png")
        server.down = False
        page.close()
    tiny = browser.new_page(viewport={"width": 320, "height": 256}, locale="sv-SE")
    tiny.goto(server.address + "/")
    tiny.screenshot(path=folder / "zoomed.png")
    tiny.close()
    bare = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = bare.new_page()
    page.goto(server.address + "/")
    page.screenshot(path=folder / "without-javascript-phone.png")
    bare.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.widget.report", description=__doc__)
    parser.add_argument("--pictures", type=Path, help="folder for pictures of all states")
    chosen = parser.parse_args()
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if chosen.pictures:
            pictures(server, browser, chosen.pictures)
        plain, packed = sizes(server, browser)
        near, far = measure(server, browser), measure(server, browser, slow=True)
        browser.close()
    print(f"Storlek                       {packed / 1024:5.1f} kB komprimerat ({plain / 1024:.1f} kB), gräns 25 kB")
    print(f"Från skript till bubbla       {near.painted:5.1f} ms, gräns 100 ms")
    print(
        f"Huvudtråd, skript             {near.script:5.1f} ms, gräns 50 ms (längsta uppgifter {near.long_tasks:.0f} ms)"
    )
    print(f"Förskjutning av sidan         {near.shift:5.3f}, gräns 0")
    print(f"På 3G (400 kbit/s, 400 ms)    {far.painted:5.1f} ms från skript till bubbla")


if __name__ == "__main__":
    main()
