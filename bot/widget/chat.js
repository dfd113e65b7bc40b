// The simple chat page: one conversation, held in this page's memory and nowhere else.
"use strict";

const API = "/webhooks/chat";
const PATIENCE = 5000; // ms until we say that no answer comes
const UNREACHABLE = "112 – ring om någon är i fara nu. Jag får ingen kontakt just nu. Det du skrev är kvar. Försök igen om en stund.";

const log = document.getElementById("log");
const form = document.getElementById("form");
const field = document.getElementById("text");
const state = document.getElementById("status");
const exit = document.getElementById("exit");
let conversation = null;
let busy = false;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function link(href, text) {
  const made = element("a", "tap", text);
  made.href = href;
  made.rel = "noreferrer";
  return made;
}

function facts(service) {
  const known = [service.hours];
  if (service.open_now === true) known.push("öppet nu");
  if (service.open_now === false) known.push("stängt nu");
  if (service.cost) known.push(service.cost);
  if (service.anonymous === true) known.push("du kan vara anonym");
  if (service.on_phone_bill === false) known.push("syns inte på telefonräkningen");
  return known.filter(Boolean).join(" · ");
}

function card(service) {
  const made = element("li", "card");
  made.append(element("h2", "", service.name), element("p", "", service.helps_with));
  const known = facts(service);
  if (known) made.append(element("p", "facts", known));
  if (service.note) made.append(element("p", "facts", service.note));
  const ways = element("div", "choices");
  if (service.tel) ways.append(link(service.tel, "Ring " + service.phone));
  if (service.chat_url) ways.append(link(service.chat_url, "Chatt"));
  else if (service.url) ways.append(link(service.url, "Webbplats"));
  made.append(ways);
  return made;
}

function show(reply) {
  const bubble = element("div", "bubble", reply.text);
  bubble.lang = reply.lang;
  bubble.dir = reply.dir;
  log.append(bubble);
  if (reply.services.length) {
    const cards = element("ul", "cards");
    reply.services.forEach((service) => cards.append(card(service)));
    log.append(cards);
  }
  if (reply.choices.length) {
    const choices = element("div", "choices");
    reply.choices.forEach((choice) => {
      const button = element("button", "quiet", choice.title);
      button.type = "button";
      button.addEventListener("click", () => send(choice.send, choice.title));
      choices.append(button);
    });
    log.append(choices);
  }
  return bubble;
}

async function post(path, body) {
  const answer = await fetch(API + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(PATIENCE),
  });
  return answer.status === 204 ? null : answer.json();
}

async function send(text, shown) {
  if (busy) return;
  busy = true;
  state.textContent = "Lotsen skriver …";
  try {
    const answer = await post("/message", { text, conversation, language: "sv", store: null });
    log.append(element("div", "bubble mine", shown));
    field.value = "";
    if (answer.error) {
      show({ text: answer.error.message, lang: "sv", dir: "ltr", services: [], choices: [] });
    } else {
      conversation = answer.conversation;
      answer.replies.map(show)[0].scrollIntoView({ block: "start" });
    }
    state.textContent = "";
  } catch {
    state.textContent = UNREACHABLE;
  } finally {
    busy = false;
    field.focus();
  }
}

function forget() {
  if (conversation) {
    const body = new Blob([JSON.stringify({ conversation })], { type: "application/json" });
    navigator.sendBeacon(API + "/forget", body);
  }
  conversation = null;
  log.replaceChildren();
  field.value = "";
}

function leave(event) {
  event.preventDefault();
  document.body.append(element("div", "gone"));
  forget();
  location.replace(exit.href);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (text) send(text, text);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
});
document.getElementById("forget").addEventListener("click", () => {
  forget();
  state.textContent = "Samtalet är glömt.";
});
exit.addEventListener("click", leave);
// The back button may restore the page as it was: with the white sheet over it, or with words in it.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll(".gone").forEach((sheet) => sheet.remove());
  forget();
});
window.addEventListener("pagehide", forget);
