"use strict";
// Small helps; every page works without them.

// J and K leaf through conversations, L goes to the list; not while somebody types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const link = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (link) link.click();
});

// Words marked in a resident's text are written into the field for what to take out.
const words = document.querySelector("[data-selection]");
if (words) {
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const said = selection.anchorNode?.parentElement?.closest(".resident .said");
    const text = selection.toString().trim();
    if (said && text && text.length <= 200) words.value = text;
  });
}

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

// A page that works in the background is looked at again until it is done.
const busy = document.querySelector("[data-reload]");
if (busy) setTimeout(() => location.reload(), 1000 * Number(busy.dataset.reload));
