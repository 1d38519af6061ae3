// One item at a work center: what is typed is kept at once, so that a reload or another screen loses nothing.

import { fields, renew, showWrong, tell } from "./forms.js";
import { post } from "./post.js";

const TICK = 5000;
const main = document.querySelector("[data-work]");
const told = document.getElementById("told");
const address = `/works/${main.dataset.work}`;
let queue = Promise.resolve();

const doing = () => document.getElementById("doing");
const form = () => document.getElementById("form");
const clocked = () => form()?.querySelector("[data-clock-minutes]");

// The clock ------------------------------------------------------------------------------------

const byClock = (field) => field.dataset.typed !== "yes";

// An empty field is the clock's: it shows what the clock says until somebody types.
function wind() {
  const field = clocked();
  if (!field) return;
  field.dataset.typed = field.value === "" ? "no" : "yes";
  field.dataset.since = String(performance.now());
  tick();
}

function tick() {
  const field = clocked();
  if (!field) return;
  field.closest("label").querySelector("[data-by-clock]").hidden = !byClock(field);
  if (!byClock(field) || document.activeElement === field) return;
  const seconds = Number(field.dataset.clockMinutes) + (performance.now() - Number(field.dataset.since)) / 1000;
  field.value = String(Math.min(Math.ceil(seconds / 60), 1440));
}

function typed() {
  const values = form() ? fields(form()) : {};
  if (clocked() && byClock(clocked())) values.minutes = "";
  return values;
}

// What is sent -------------------------------------------------------------------------------------

// One after the other: each answer says the revision that the next one builds on.
function send(act, more = {}) {
  queue = queue.then(() => sendNow(act, more)).catch(() => tell(told, { ok: false, say: "" }));
  return queue;
}

async function sendNow(act, more) {
  const body = { revision: Number(doing().dataset.revision), fields: typed(), ...more };
  const answer = await post(`${address}/${act}`, body);
  if (!answer) return;
  tell(told, answer);
  if (form()) showWrong(form(), answer.wrong);
  if (answer.wrong) return;
  doing().dataset.revision = String(answer.revision);
  if (act !== "note" || !answer.ok) await again(act);
}

async function again(act) {
  await renew("#doing");
  wind();
  const next = ["start", "part", "drop"].includes(act) ? '[name="part"]' : '[data-do="done"], .next + p a, button';
  doing().querySelector(next)?.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) send(button.dataset.do, "number" in button.dataset ? { number: Number(button.dataset.number) } : {});
});

// Fields of a part that is being typed belong to its own button.
const OF_A_PART = new Set(["part", "quantity", "cost", "why"]);
document.addEventListener("change", (event) => {
  if (!form()?.contains(event.target)) return;
  if (event.target === clocked()) clocked().dataset.typed = event.target.value === "" ? "no" : "yes";
  tick();
  if (!OF_A_PART.has(event.target.name)) send("note");
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
});

// Enter in a part's field adds the part; elsewhere it does nothing by mistake.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("#form input:not([type=checkbox])")) return;
  event.preventDefault();
  if (event.target.closest(".adding")) send("part");
  else event.target.blur();
});

wind();
setInterval(tick, TICK);
// Focus says that keys are heard: a button in focus before that would take one and do nothing.
doing().querySelector('[data-do="start"]')?.focus({ preventScroll: true });
