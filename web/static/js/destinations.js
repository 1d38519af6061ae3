// The page of other systems: add one, copy its secret while it is shown, test it, mend what failed.

import { fields, renew, showWrong, tell } from "./forms.js";
import { start } from "./frame.js";
import { post } from "./post.js";

const told = document.getElementById("told");
const once = document.getElementById("once");
const adder = document.querySelector(".adder");
const form = adder.querySelector("form");
const kind = form.querySelector("[name=kind]");

// What was open stays open when the list is taken anew.
function keep(node, fresh) {
  for (const open of node.querySelectorAll("details[open]")) {
    const same = fresh.querySelector(`details[data-key="${CSS.escape(open.dataset.key)}"]`);
    if (same) same.open = true;
  }
}

function show(secret) {
  once.querySelector("[data-slot=secret]").textContent = secret;
  once.hidden = false;
  once.focus();
}

function forget() {
  once.querySelector("[data-slot=secret]").textContent = "";
  once.hidden = true;
  adder.querySelector("summary").focus();
}

async function add() {
  const answer = await post("/destinations/add", { fields: fields(form) });
  tell(told, answer);
  showWrong(form, answer?.wrong);
  if (!answer?.ok) return;
  form.reset();
  fit();
  adder.open = false;
  await renew("#others", keep);
  if (answer.once) show(answer.once.secret);
  else adder.querySelector("summary").focus();
}

async function act(button) {
  const destination = button.closest("[data-destination]").dataset.destination;
  const message = button.closest("[data-message]")?.dataset.message ?? "";
  const asked = button.closest("form");
  button.disabled = true;
  const answer = await post(`/destinations/${button.dataset.do}`, {
    destination,
    message,
    fields: asked ? fields(asked) : {},
  });
  button.disabled = false;
  tell(told, answer);
  told.scrollIntoView({ block: "nearest" });
  await renew("#others", keep);
  if (answer?.once) show(answer.once.secret);
  else goOn(destination, button.dataset.do);
}

// The keys go on where they were, or at the same system.
function goOn(destination, done) {
  const card = document.querySelector(`[data-destination="${CSS.escape(destination)}"]`);
  (card?.querySelector(`[data-do="${done}"]`) ?? card?.querySelector("button, summary"))?.focus({ preventScroll: true });
}

// Ask only for what the chosen kind needs.
function fit() {
  const signed = kind.selectedOptions[0].hasAttribute("data-signed");
  form.querySelector("[data-keyed]").hidden = signed;
  form.querySelector("[data-typed]").hidden = kind.value !== "webhook";
  if (kind.value !== "webhook") for (const box of form.querySelectorAll("[data-typed] input")) box.checked = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  add();
});
kind.addEventListener("change", fit);
adder.addEventListener("toggle", () => adder.open && form.querySelector("[name=name]").focus());
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.matches("[data-copied]")) forget();
  else if (button?.dataset.do) act(button);
});
fit();
start();
