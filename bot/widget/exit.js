// Quick exit: by the link, or by pressing Shift three times; after it nothing of the talk is left to see.
const SHIFTS = 3;
const SHIFT_PATIENCE = 5000; // ms from the first press

/** Blank the screen at once, whatever the host page holds. The sheet goes when the page is shown anew. */
function blank() {
  const sheet = document.createElement("div");
  sheet.setAttribute("data-lotsen-gone", "");
  Object.assign(sheet.style, { position: "fixed", inset: "0", background: "#fff", zIndex: "2147483647" });
  document.documentElement.append(sheet);
  document.body.inert = document.body.hidden = true;
}

function unblank() {
  document.querySelectorAll("[data-lotsen-gone]").forEach((sheet) => sheet.remove());
  document.body.inert = document.body.hidden = false;
}

/** Calls `leave` after three presses of Shift and nothing else within five seconds; `tell(n)` after each, 0: given up. */
function onThreeShifts(isOpen, tell, leave) {
  let presses = 0;
  let alone = false;
  let timer = 0;
  const stop = (silent) => {
    clearTimeout(timer);
    if (presses && !silent) tell(0);
    presses = 0;
  };
  const down = (event) => {
    alone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!alone) stop(true);
  };
  const up = (event) => {
    if (event.key !== "Shift" || !alone || !isOpen()) return;
    presses += 1;
    if (presses === 1) timer = setTimeout(stop, SHIFT_PATIENCE);
    if (presses < SHIFTS) return tell(presses);
    stop(true);
    leave();
  };
  document.addEventListener("keydown", down, true);
  document.addEventListener("keyup", up, true);
  return () => {
    document.removeEventListener("keydown", down, true);
    document.removeEventListener("keyup", up, true);
    stop(true);
  };
}
