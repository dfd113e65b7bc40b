// <lotsen-chat>: a bubble that opens a panel, or with the attribute `full` the whole page.
const LONGEST = 2000; // characters, as in the server's contract
const IDLE = 30 * 60 * 1000; // ms after which the server has forgotten
const WARN_BEFORE = 5 * 60 * 1000;
const TALL = 120; // px: a longer message of one's own would push the answer out of sight
const SIZES = ["1", "1.25", "1.5"];

class LotsenChat extends HTMLElement {
  #talk = new Talk(API);
  #part = {};
  #busy = false;
  #size = 0;
  #timers = [];
  #undo = [];

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    const listen = (target, name, heard) => {
      target.addEventListener(name, heard);
      this.#undo.push(() => target.removeEventListener(name, heard));
    };
    this.#undo.push(onThreeShifts(() => this.#isOpen, (n) => this.#tellShift(n), () => this.#leave()));
    listen(window, "pagehide", () => this.#clear("end"));
    listen(window, "pageshow", (event) => {
      if (!event.persisted) return; // brought back by the back button: as if it were opened for the first time
      unblank();
      this.#greet();
    });
    if (window.visualViewport) {
      listen(window.visualViewport, "resize", () => this.#fit());
      listen(window.visualViewport, "scroll", () => this.#fit());
    }
    this.#fit();
  }

  disconnectedCallback() {
    this.#undo.splice(0).forEach((undo) => undo());
    this.#clear("end");
  }

  get #isFull() {
    return this.hasAttribute("full");
  }

  get #isOpen() {
    return this.#isFull || !this.#part.panel.hidden;
  }

  get #exitTo() {
    return this.dataset.exit && /^https?:/.test(this.dataset.exit) ? this.dataset.exit : EMBEDDED.exit;
  }

  // --- What stands on the screen ---

  #build() {
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(EMBEDDED.css + this.#colours());
    root.adoptedStyleSheets = [sheet];
    const part = this.#part;
    part.opener = make("button", { type: "button", class: "opener", "aria-expanded": "false", onclick: () => this.#open() }, WORDS.open);
    const [tag, label] = this.#isFull ? ["main", null] : ["section", WORDS.name];
    part.panel = make(tag, { class: "panel", "aria-label": label, hidden: !this.#isFull }, ...this.#inside());
    root.append(make("div", { class: "root", lang: LANGUAGE, dir: "ltr" }, this.#isFull ? null : part.opener, part.panel));
    this.#greet();
  }

  #colours() {
    const found = theme(this.dataset.color) || theme(EMBEDDED.colour);
    if (!found) return "";
    const rule = (set) => `:host{${Object.entries(set).map(([name, value]) => `${name}:${value}`).join(";")}}`;
    return `${rule(found.light)}@media (prefers-color-scheme:dark){${rule(found.dark)}}`;
  }

  #inside() {
    const part = this.#part;
    const leave = (event) => {
      event.preventDefault();
      this.#leave();
    };
    part.exit = make("a", { class: "exit", href: this.#exitTo, rel: "nofollow noreferrer", onclick: leave }, WORDS.exit);
    const close = button(WORDS.close, () => this.#close(), "plain");
    part.log = make("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": WORDS.log, tabindex: "0" });
    part.status = line("", "status");
    part.field = make("textarea", {
      id: "text", rows: "2", autocomplete: "off", autocorrect: "off", autocapitalize: "off", spellcheck: "false",
      "aria-describedby": "fault", "data-gramm": "false", enterkeyhint: "send",
      onkeydown: (event) => this.#enter(event),
    });
    part.fault = make("p", { id: "fault", class: "fault" });
    part.log.addEventListener("click", (event) => event.target.closest("a[href]") && this.#talk.pressed());
    part.helped = make("div", { class: "helped" });
    return [
      make("header", {}, part.exit, make(this.#isFull ? "h1" : "h2", {}, WORDS.name), this.#isFull ? null : close),
      make("div", { class: "middle" }, this.#isFull ? make("h2", { class: "hidden" }, WORDS.log) : null, this.#notice(), part.log, part.status, part.helped),
      make("form", { autocomplete: "off", novalidate: true, onsubmit: (event) => this.#submit(event) },
        make("label", { for: "text" }, WORDS.label), part.fault,
        make("div", { class: "row" }, part.field, make("button", { type: "submit", class: "send" }, WORDS.send)),
        make("details", { class: "more" }, make("summary", {}, WORDS.more), this.#tools())),
    ];
  }

  /** Enter sends, as the key says; with Shift it begins a new line, and while a word is being composed it ends that. */
  #enter(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  }

  #notice() {
    this.#part.about = make("details", { class: "about" },
      make("summary", {}, WORDS.about),
      ...WORDS.facts.map((fact) => line(fact)),
      make("h3", {}, WORDS.numbers), cards(EMBEDDED.emergency));
    const news = EMBEDDED.notice && Date.parse(EMBEDDED.notice.ends) > Date.now() ? EMBEDDED.notice.text : null;
    return make("aside", { class: "notice", "aria-label": WORDS.about },
      news && make("p", { class: "news", lang: "sv" }, news),
      make("p", {}, make("strong", {}, WORDS.robot), ` ${WORDS.promise} `, make("span", { lang: "en" }, WORDS.other)),
      make("p", {}, tap("tel:112", WORDS.danger, null, "tap danger")),
      line(WORDS.exitHint, "keys"),
      this.#part.about,
      either(WORDS.save, WORDS.saveYes, WORDS.saveNo, this.#talk.store, (store) => {
        this.#talk.choose(store);
        this.#tell(store ? WORDS.saved : WORDS.notSaved);
      }));
  }

  #tools() {
    return make("div", { class: "choices" },
      button(WORDS.forget, () => { this.#clear("forget"); this.#greet(); this.#tell(WORDS.forgotten); this.#part.field.focus(); }),
      button(WORDS.easier, () => this.#send("prata enklare", WORDS.easier)),
      button(WORDS.larger, () => { this.#size = (this.#size + 1) % SIZES.length; this.style.setProperty("--size", SIZES[this.#size]); }));
  }

  #greet() {
    const start = this.dataset.start ? this.dataset.start.split("|").map((text) => text.trim()).filter(Boolean) : WORDS.start;
    const pick = (choice) => this.#send(choice.title, choice.title);
    this.#part.log.append(
      make("div", { class: "begin" }, line(WORDS.begin), choices(start.map((title) => ({ title })), pick)));
  }

  #open() {
    this.#part.panel.hidden = false;
    this.#part.opener.hidden = true;
    this.#part.opener.setAttribute("aria-expanded", "true");
    this.#fit();
    this.#part.exit.focus();
  }

  #close() {
    this.#part.panel.hidden = true;
    this.#part.opener.hidden = false;
    this.#part.opener.setAttribute("aria-expanded", "false");
    this.#part.opener.focus();
  }

  /** Keeps header and field in view above an on-screen keyboard. */
  #fit() {
    const view = window.visualViewport;
    if (!view || !this.#part.panel) return;
    this.style.setProperty("--height", `${view.height}px`);
    this.style.setProperty("--top", `${view.offsetTop}px`);
    this.style.setProperty("--below", `${Math.max(0, window.innerHeight - view.height - view.offsetTop)}px`);
  }

  #tell(text) {
    this.#part.status.replaceChildren(text);
    this.#part.log.append(this.#part.status); // the one live region; last, where the eye is
  }

  #tellShift(presses) {
    this.#tell(presses ? WORDS.shift[presses - 1] : WORDS.shiftOver);
  }

  // --- The talk ---

  #submit(event) {
    event.preventDefault();
    const text = this.#part.field.value.trim();
    const fault = !text ? WORDS.empty : [...text].length > LONGEST ? WORDS.long : "";
    this.#part.fault.textContent = fault;
    if (fault) return this.#part.field.focus();
    this.#send(text, text, true);
  }

  async #send(text, shown, typed) {
    if (this.#busy) return;
    this.#busy = true;
    this.#part.fault.textContent = "";
    const own = mine(shown);
    own.classList.add("sending");
    this.#part.log.append(own);
    this.#tell(WORDS.typing);
    own.scrollIntoView({ block: "nearest" });
    try {
      const answer = await this.#talk.send(text);
      if (answer) this.#show(own, answer, typed);
    } catch (error) {
      own.remove();
      if (error instanceof Refused) this.#tell(error.message);
      else this.#fail(typed);
    } finally {
      this.#busy = false;
    }
  }

  #show(own, answer, typed) {
    own.classList.remove("sending");
    if (typed) this.#part.field.value = "";
    this.#tell("");
    this.#talk.stopLooking();
    const acute = answer.understood.urgency === "acute";
    const replies = answer.replies.map((reply) => {
      const shown = said(reply);
      if (acute && reply.text.startsWith("112")) shown.classList.add("acute");
      const pick = (choice) => this.#send(choice.send, choice.title);
      this.#part.log.append(shown);
      if (reply.services.length) this.#part.log.append(cards(reply.services));
      if (reply.choices.length) this.#part.log.append(choices(reply.choices, pick, { lang: reply.lang, dir: reply.dir }));
      return shown;
    });
    if (!acute && answer.replies.some((reply) => reply.services.length)) this.#askHelped();
    if (typed) this.#part.field.focus({ preventScroll: true });
    else replies[0].focus({ preventScroll: true });
    (own.offsetHeight < TALL ? own : replies[0]).scrollIntoView({ block: "start" });
    this.#watchTheClock();
  }

  #askHelped() {
    const ask = either(WORDS.helped, WORDS.yes, WORDS.no, null, (helped) => {
      this.#talk.helped(helped);
      this.#tell(WORDS.thanks);
    });
    if (!this.#part.helped.firstChild) this.#part.helped.append(ask);
  }

  #fail(typed) {
    this.#tell(WORDS.offline);
    this.#part.status.append(cards(EMBEDDED.emergency), line(typed ? WORDS.failed : ""));
    this.#part.status.scrollIntoView({ block: "start" });
    this.#talk.lookOut(() => this.#tell(WORDS.back));
  }

  #watchTheClock() {
    this.#timers.splice(0).forEach(clearTimeout);
    this.#timers.push(setTimeout(() => this.#tell(WORDS.soon), IDLE - WARN_BEFORE));
    this.#timers.push(setTimeout(() => { this.#clear("forget"); this.#greet(); this.#tell(WORDS.silent); }, IDLE));
  }

  /** No word is left on the page; `how` says what becomes of the talk at the server: "forget" or "end". */
  #clear(how) {
    this.#timers.splice(0).forEach(clearTimeout);
    this.#talk.stopLooking();
    this.#talk[how]();
    this.#part.log.replaceChildren();
    this.#part.helped.replaceChildren();
    this.#part.status.replaceChildren();
    this.#part.field.value = "";
    this.#part.fault.textContent = "";
  }

  #leave() {
    blank();
    this.#clear("forget");
    location.replace(this.#exitTo);
  }
}

const API = `${new URL(SCRIPT.src, location.href).origin}/webhooks/chat`;

if (!customElements.get("lotsen-chat")) {
  customElements.define("lotsen-chat", LotsenChat);
  const add = () => {
    if (document.querySelector("lotsen-chat")) return; // the page has put it where it wants it
    const chat = document.createElement("lotsen-chat");
    for (const name of ["color", "position", "start", "exit"]) if (SCRIPT.dataset[name]) chat.dataset[name] = SCRIPT.dataset[name];
    document.body.append(chat);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", add);
  else add();
}
