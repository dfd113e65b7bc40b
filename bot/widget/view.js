// Makes the pieces of the page. Text only ever goes in as text.
function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function button(text, onclick, className) {
  return make("button", { type: "button", class: className || "quiet", onclick }, text);
}

/** A link, or nothing for an address that is not one of ours to follow. */
function tap(href, text, label, className) {
  if (!/^(?:tel|sms|https):/.test(href || "")) return null;
  const outside = href.startsWith("https:") ? { rel: "noopener noreferrer nofollow", target: "_blank" } : {};
  return make("a", { href, class: className || "tap", "aria-label": label, ...outside }, text);
}

function facts(service) {
  const known = [
    service.hours,
    service.open_now === true ? WORDS.openNow : service.open_now === false ? WORDS.closedNow : null,
    service.cost,
    service.anonymous === true ? WORDS.anonymous : null,
    service.on_phone_bill === false ? WORDS.notOnBill : null,
  ];
  return known.filter(Boolean).join(" · ");
}

function card(service) {
  const known = facts(service);
  const ways = [
    service.tel && tap(service.tel, `${WORDS.call} ${service.phone}`, `${WORDS.call} ${service.name}, ${service.phone}`),
    service.sms && tap(`sms:${service.sms}`, `${WORDS.sms} ${service.sms}`, `${WORDS.sms} ${service.name}`, "tap second"),
    tap(service.chat_url, WORDS.chat, `${WORDS.chat}: ${service.name}`, "tap second"),
    service.chat_url ? null : tap(service.url, WORDS.web, `${WORDS.web}: ${service.name}`, "tap second"),
  ];
  return make(
    "li",
    { class: service.id === "larm_112" ? "card urgent" : "card" },
    make("h3", { lang: "sv" }, service.name),
    service.helps_with ? make("p", { lang: "sv" }, service.helps_with) : null,
    known ? make("p", { class: "facts" }, known) : null,
    service.note ? make("p", { class: "facts", lang: "sv" }, service.note) : null,
    make("div", { class: "ways" }, ...ways.map((way) => way || null)),
  );
}

function cards(services) {
  return make("ul", { class: "cards" }, ...services.map(card));
}

function mine(text) {
  return make("p", { class: "said mine" }, make("span", { class: "hidden" }, `${WORDS.me} `), text);
}

function said(reply) {
  return make("p", { class: "said", lang: reply.lang, dir: reply.dir, tabindex: "-1" }, reply.text);
}

function choices(offered, onpick, attributes) {
  const buttons = offered.map((choice) => button(choice.title, () => onpick(choice)));
  return make("div", { class: "choices", ...attributes }, ...buttons);
}

function line(text, className) {
  return make("p", { class: className || "note" }, text);
}

/** A question with two buttons, one of which may be pressed. */
function either(question, yes, no, pressed, onpick) {
  const buttons = [[yes, true], [no, false]].map(([text, value]) => {
    const made = button(text, () => {
      buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === made)));
      onpick(value);
    });
    made.setAttribute("aria-pressed", String(pressed === value));
    return made;
  });
  return make("div", { class: "either", role: "group", "aria-label": question }, make("p", {}, question), ...buttons);
}
