// The sign-in page: a badge from any scanner, then a PIN; in place of a one-time PIN one of the person's own.

import * as face from "./face.js";
import * as frame from "./frame.js";
import { send } from "./keys.js";
import { follow } from "./live.js";
import * as pin from "./pin.js";
import { Typing } from "./wedge.js";

const main = document.getElementById("door");
let proof = "";

function prove(typed) {
  proof = typed;
  return send("/sign-in/pin", { pin: typed });
}

// The one-time PIN goes along as proof: what a badge alone leads to is no door for whoever stands there next.
function choose(form) {
  const { fresh, again } = form.elements;
  const told = form.querySelector("[data-differ]");
  const same = fresh.value === again.value;
  told.textContent = same ? "" : told.dataset.differ;
  const chosen = fresh.value;
  form.reset();
  fresh.focus();
  if (same) send("/sign-in/choose", { pin: proof, fresh: chosen });
}

frame.start();
face.start(main);
pin.listen(main, prove);
main.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-choose]");
  if (!form) return;
  event.preventDefault();
  choose(form);
});
new Typing({ onScan: (text) => send("/sign-in/badge", { text }) }).listen();
follow("/sign-in/live", { onMessage: face.show });
