// The page of people: add, change, end. What is shown once lives in this page only, until it is handed over.

import { fields, renew, showWrong, tell } from "./forms.js";
import { start } from "./frame.js";
import { ask, post } from "./post.js";
import { Typing } from "./wedge.js";

const FREE_AFTER = 2000;
const told = document.getElementById("told");
const once = document.getElementById("once");
const adder = document.querySelector(".adder");
let badge = "";

const personOf = (node) => node.closest("[data-person]")?.dataset.person ?? "";

async function send(form, path) {
  const person = personOf(form);
  const answer = await post(path, { person, seen: form.dataset.seen ?? "", fields: fields(form) });
  const secret = form.querySelector("[name=pin]");
  if (secret) secret.value = "";
  tell(told, answer);
  showWrong(form, answer?.wrong);
  if (!answer?.ok && answer?.reason !== "changed_meanwhile") return;
  await renew("#everybody");
  if (!person) {
    form.reset();
    form.closest("details").open = false;
  }
  if (answer.once) await show(answer.once);
  else goOn(person);
}

// Where the keys go on: at whom was changed, or where somebody is added. What was said is in view.
function goOn(person) {
  const line = document.querySelector(`[data-person="${CSS.escape(person)}"]`);
  (line?.querySelector("summary") ?? adder.querySelector("summary")).focus({ preventScroll: true });
  told.scrollIntoView({ block: "nearest" });
}

// Something to hand over ------------------------------------------------------------------------

async function show(handed) {
  badge = handed.badge;
  for (const node of once.querySelectorAll("[data-slot]")) node.textContent = spaced(handed[node.dataset.slot]);
  for (const node of once.querySelectorAll("[data-part]")) node.hidden = !handed[node.dataset.part];
  once.hidden = false;
  once.focus();
  if (badge) once.querySelector("img").src = await file("/labels/badge.png", { badge });
}

// Digits in groups, as they are read aloud.
const spaced = (text) => (/^\d+$/.test(text) ? text.replace(text.length === 6 ? /(\d{3})(?=\d)/g : /(\d{4})(?=\d)/g, "$1 ") : text);

function forget() {
  badge = "";
  once.hidden = true;
  for (const node of once.querySelectorAll("[data-slot]")) node.textContent = "";
  URL.revokeObjectURL(once.querySelector("img").src);
  once.querySelector("img").removeAttribute("src");
  goOn("");
}

async function file(path, body) {
  const answer = await ask(path, body);
  return answer.ok ? URL.createObjectURL(await answer.blob()) : "";
}

async function save(path, body, name) {
  const address = await file(path, body);
  if (!address) return;
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), FREE_AFTER);
}

const BADGES = {
  print: async () => tell(told, await post("/labels/badge", { badge })),
  pdf: () => save("/labels/badge.pdf", { badge }, "badge.pdf"),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { do: act, badge: print, kept } = button.dataset;
  if (act) send(button.closest("form"), `/people/${act}`);
  else if (print) BADGES[print]();
  else if (kept) save("/people/kept", { person: personOf(button), form: kept }, `${personOf(button)}.${kept}`);
  else if (button.matches("[data-handed]")) forget();
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target, event.target.dataset.form);
});

adder.addEventListener("toggle", () => adder.open && adder.querySelector("[name=name]").focus());
start();
new Typing({ onScan: (text) => post("/scan", { text, from: location.pathname }), claims: false }).listen();
