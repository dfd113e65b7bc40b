// One conversation with the server: held in this object, in this page's memory, and nowhere else.
const PATIENCE = 5000; // ms until we say that no answer comes; the server itself gives up after four seconds
const FIRST_RETRY = 2000; // ms between two looks whether the server is back; doubled up to the last
const LAST_RETRY = 30000;

class Talk {
  #api;
  #token = null;
  #store = null;
  #looking = 0;
  #started = 0; // counts talks, so that an answer to a forgotten one is thrown away

  constructor(api) {
    this.#api = api;
  }

  get begun() {
    return this.#token !== null;
  }

  get store() {
    return this.#store;
  }

  /** The server's answer; null when the talk was forgotten meanwhile. Throws Refused, or any error when there is no answer. */
  async send(text) {
    const talk = this.#started;
    const body = { text, conversation: this.#token, language: LANGUAGE, store: this.#store };
    const answer = await this.#post("/message", body);
    if (talk !== this.#started) {
      if (answer.conversation) this.#tell("/forget", { conversation: answer.conversation });
      return null;
    }
    if (answer.error) throw new Refused(answer.error.message);
    this.#token = answer.conversation;
    return answer;
  }

  choose(store) {
    this.#store = store;
    if (this.#token) this.#tell("/store", { conversation: this.#token, store });
  }

  helped(helped) {
    if (this.#token) this.#tell("/helped", { conversation: this.#token, helped });
  }

  /** A number, a text message or a chat of an answer was pressed; told only where the talk may be saved. */
  pressed() {
    if (this.#token && this.#store) this.#tell("/pressed", { conversation: this.#token, pressed: true });
  }

  /** Nothing of the talk is left, here or there. */
  forget() {
    this.#leave("/forget");
  }

  /** The page goes away: a talk that may be saved has ended, any other is forgotten. */
  end() {
    this.#leave(this.#store ? "/end" : "/forget");
  }

  /** Calls `back` once the server answers again. */
  lookOut(back) {
    clearTimeout(this.#looking);
    const look = (wait) => {
      this.#looking = setTimeout(async () => {
        try {
          await this.#ask("/health", { method: "GET" });
          back();
        } catch {
          look(Math.min(2 * wait, LAST_RETRY));
        }
      }, wait);
    };
    look(FIRST_RETRY);
  }

  stopLooking() {
    clearTimeout(this.#looking);
  }

  #leave(path) {
    if (this.#token) this.#tell(path, { conversation: this.#token });
    this.#token = null;
    this.#started += 1;
  }

  #post(path, body) {
    return this.#ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  }

  async #ask(path, request) {
    const answer = await fetch(this.#api + path, { ...QUIETLY, ...request, signal: AbortSignal.timeout(PATIENCE) });
    return answer.json();
  }

  /** Goes out even while the page is closing; nobody waits for it. */
  #tell(path, body) {
    const headers = { "Content-Type": "application/json" };
    fetch(this.#api + path, { ...QUIETLY, method: "POST", headers, body: JSON.stringify(body), keepalive: true }).catch(() => {});
  }
}

const QUIETLY = { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" };

/** The server understood the request and said no; the message is for people. */
class Refused extends Error {}
