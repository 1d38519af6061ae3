// Recalls: call something back, lift a recall. A scan goes into the field that waits for it, or where it is meant.

import { fields, renew, showWrong, tell } from "./forms.js";
import { start } from "./frame.js";
import { post } from "./post.js";
import { Typing } from "./wedge.js";

const told = document.getElementById("told");
const dialog = document.getElementById("lift");
const SCANNED_INTO = "[name=gtin], [name=lots], [name=serial_from], [name=serial_to]";

async function add(form) {
  const answer = await post(form.dataset.form, { fields: fields(form) });
  showWrong(form, answer?.wrong);
  tell(told, answer);
  if (!answer?.ok) return;
  form.reset();
  form.closest("details").open = false;
  await renew("#recalls");
}

async function lift(recall) {
  const answer = await post("/recalls/lift", { recall });
  if (answer?.ok) location.assign("/recalls");
  else tell(told, answer);
}

function scanned(text) {
  const field = document.activeElement;
  if (!field?.matches(SCANNED_INTO)) return post("/scan", { text, from: location.pathname });
  field.value = field.name === "lots" && field.value ? `${field.value.trim()} ${text}` : text;
  return null;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.lift) dialog.showModal();
  else if (button?.matches("[data-lift-now]")) lift(document.querySelector("[data-lift]").dataset.lift);
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  add(event.target);
});

start();
if (document.body.dataset.reader) new Typing({ onScan: scanned, claims: false }).listen();
