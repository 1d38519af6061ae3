// The devices page: each part of each device is swapped only where it changed, so that a form half filled in
// and the focused button stay while bytes roll by.

import { start } from "./frame.js";
import { follow } from "./live.js";
import { post } from "./post.js";
import { Typing } from "./wedge.js";

const page = document.getElementById("devices");
const cards = document.getElementById("cards");
const told = document.getElementById("told");
const blank = document.getElementById("blank");
const shown = new WeakMap();

const NUMBERS = new Set(["baud", "bytesize", "stopbits"]);

function swap(node, html) {
  if (shown.get(node) === html) return;
  const active = node.contains(document.activeElement) ? document.activeElement : null;
  const mark = active && Object.keys(active.dataset)[0];
  const open = node.querySelector("details")?.open;
  node.innerHTML = html;
  shown.set(node, html);
  if (open) node.querySelector("details")?.setAttribute("open", "");
  const again = mark && [...node.querySelectorAll("*")].find((n) => mark in n.dataset && n.dataset[mark] === active.dataset[mark]);
  again?.focus({ preventScroll: true });
}

// A card that is there stays where it is: no button moves under a hand. A new one is put in before ``next``.
function place(card, next) {
  let node = [...cards.children].find((one) => one.dataset.key === card.key);
  if (!node) {
    node = blank.content.firstElementChild.cloneNode(true);
    node.dataset.key = card.key;
    cards.insertBefore(node, next);
  }
  Object.assign(node.dataset, { kind: card.kind, standing: card.standing });
  for (const [name, html] of Object.entries(card.parts)) swap(node.querySelector(`[data-part="${name}"]`), html);
  return node;
}

function show({ now, cards: all }) {
  swap(document.getElementById("now"), now);
  const keys = new Set(all.map((card) => card.key));
  for (const node of [...cards.children]) if (!keys.has(node.dataset.key)) node.remove();
  all.reduceRight((next, card) => place(card, next), null);
}

function tell(answer) {
  if (!answer) return;
  told.dataset.ok = String(answer.ok);
  told.textContent = answer.say;
}

function fields(form) {
  const values = {};
  for (const field of form.querySelectorAll("[name]")) {
    const value = field.type === "checkbox" ? field.checked : field.value;
    values[field.name] = NUMBERS.has(field.name) ? Number(value) : value;
  }
  return values;
}

const bind = async (form) => tell(await post("/devices/bind", { device: form.dataset.device, ...fields(form) }));

async function copy(button) {
  const text = button.parentElement.querySelector("[data-copy]").textContent;
  await navigator.clipboard.writeText(text);
  button.textContent = button.dataset.done;
}

async function press(button) {
  const node = button.closest("[data-key]");
  const key = node?.dataset.key;
  if ("bind" in button.dataset) await bind(node.querySelector("form"));
  else if ("unbind" in button.dataset) tell(await post("/devices/unbind", { key }));
  else if ("signal" in button.dataset) tell(await post("/devices/signal", { key, signal: button.dataset.signal }));
  else if ("copyButton" in button.dataset) await copy(button);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button && page.contains(button)) press(button);
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  bind(event.target);
});

// A scanner that types is tried out here like any other: what it sends is shown and does nothing.
function typed(text) {
  const code = document.createElement("bdi");
  code.dir = "ltr";
  code.textContent = text.startsWith("$ID-") ? "$ID-••••" : text;
  told.dataset.ok = "true";
  told.replaceChildren(`${page.dataset.typed} `, code);
}

start();
new Typing({ onScan: typed }).listen();
follow("/devices/live", { onMessage: show, event: "devices" });
