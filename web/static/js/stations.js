// Central's page of stations: it asks for the list anew by itself; a line that somebody works in stays as it is.

import { fields, showWrong, tell } from "./forms.js";
import { start } from "./frame.js";
import { post } from "./post.js";
import { Typing } from "./wedge.js";

const EVERY = 3000;
const told = document.getElementById("told");
const once = document.getElementById("once");
const adder = document.getElementById("adder");

// The list -----------------------------------------------------------------------------------------

const rows = (list) => [...list.querySelectorAll("[data-station]")];
const keyOf = (row) => row.dataset.station;
const inUse = (row) => row.contains(document.activeElement) || [...row.querySelectorAll("input")].some((field) => field.value);

async function renew() {
  const answer = await fetch("/stations/list", { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.redirected || answer?.status === 401) return location.reload();
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("stations");
  if (fresh) merge(document.getElementById("stations"), fresh);
}

function merge(list, fresh) {
  const before = new Map(rows(list).map((row) => [keyOf(row), row]));
  if (!before.size || !rows(fresh).length) return list.replaceWith(fresh);
  const merged = rows(fresh).map((row) => kept(before.get(keyOf(row)), row));
  const same = merged.length === before.size && merged.every((row, n) => row === list.children[n]);
  if (same || merged.some((row) => row.contains(document.activeElement))) return swap(list, before, merged);
  list.replaceChildren(...merged);
}

// One line as it is, where nothing changed or somebody is in it; else the fresh one, opened as it was.
function kept(row, fresh) {
  if (!row) return fresh;
  fresh.querySelector("details").open = row.querySelector("details").open;
  return inUse(row) || row.isEqualNode(fresh) ? row : fresh;
}

// Change lines in their places: whoever types in one of them goes on typing.
function swap(list, before, merged) {
  for (const row of merged) {
    const old = before.get(keyOf(row));
    if (!old) list.append(row);
    else if (old !== row) old.replaceWith(row);
  }
}

// What managers decide -----------------------------------------------------------------------------

async function send(form, path) {
  const station = form.closest("[data-station]")?.dataset.station ?? "";
  const answer = await post(path, { station, fields: fields(form) });
  form.querySelector("[name=pin]").value = "";
  tell(told, answer);
  showWrong(form, answer?.wrong);
  if (!answer?.ok) return;
  if (document.activeElement && form.contains(document.activeElement)) document.activeElement.blur();
  if (answer.once) show(answer.once, form);
  await renew();
  if (!answer.once) document.querySelector(`[data-station="${station}"] summary`)?.focus();
}

function show(handed, form) {
  form.reset();
  adder.open = false;
  put("code", handed.code);
  put("command", `station enrol ${once.dataset.address} ${handed.code}`);
  once.hidden = false;
  once.focus();
}

const put = (slot, text) => (once.querySelector(`[data-slot=${slot}]`).textContent = text);

function forget() {
  put("code", "");
  put("command", "");
  once.hidden = true;
  adder.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.do) send(button.closest("form"), `/stations/${button.dataset.do}`);
  else if (button?.matches("[data-handed]")) forget();
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target, event.target.dataset.form);
});
adder?.addEventListener("toggle", () => adder.open && adder.querySelector("[name=station]").focus());

start();
new Typing({ onScan: (text) => post("/scan", { text, from: location.pathname }), claims: false }).listen();
setInterval(() => document.hidden || renew(), EVERY);
