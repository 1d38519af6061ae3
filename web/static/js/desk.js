// The supervisor's desk: the queue, one item of it, and what is decided, all by keys.

import { mind, Photos } from "./compare.js";
import { Asking } from "./decide.js";
import { arrowOf, commandOf } from "./desk_keys.js";
import { Queue } from "./desk_queue.js";
import { help, start } from "./frame.js";
import { follow } from "./live.js";
import { ask, post } from "./post.js";
import { Viewer } from "./viewer.js";
import { Typing } from "./wedge.js";

const main = document.getElementById("desk");
const holder = document.getElementById("here");
const said = document.getElementById("said");
const queue = new Queue(document.getElementById("queue"));
const viewer = new Viewer();
const photos = new Photos(changed);
const rtl = document.documentElement.dir === "rtl";
const state = { asking: null, since: 0, busy: false };
const askings = new WeakMap();

const item = () => holder.querySelector("#item");
const dialog = () => document.querySelector("dialog[open]");
const words = main.dataset;

// One item ------------------------------------------------------------------------------------------

function attach() {
  const stage = item()?.querySelector("[data-stage]");
  state.since = performance.now();
  main.classList.toggle("is-empty", !item());
  if (!stage) return;
  photos.attach(stage);
  viewer.attach(stage);
  mind(stage);
  document.title = `${item().dataset.title} · ${words.house}`;
}

function changed({ stage, number, compares, proves }) {
  viewer.fit();
  main.classList.toggle("is-comparing", compares);
  for (const tab of stage.querySelectorAll("[data-show]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.show === String(number)));
  }
  unveil(stage.querySelector(".thumbs"), stage.querySelector('.thumb[aria-pressed="true"]'));
  for (const answer of item().querySelectorAll("[data-question]")) {
    answer.classList.toggle("is-proved", proves.has(answer.dataset.question));
  }
}

// The small picture of the photo that is shown stands where it is seen; nothing but its strip scrolls.
function unveil(strip, thumb) {
  if (!thumb) return;
  const [around, box] = [strip.getBoundingClientRect(), thumb.getBoundingClientRect()];
  strip.scrollLeft += Math.min(0, box.left - around.left) || Math.max(0, box.right - around.right);
}

async function open(id, anew = false) {
  if (!id) return empty();
  state.wanted = id;
  const found = await queue.item(id, anew).catch(() => null);
  if (state.wanted !== id) return;
  if (!found) return tell("stop", words.away);
  if (anew || found !== item()) holder.replaceChildren(found);
  queue.mark(id);
  attach();
  history.replaceState(null, "", addressOf(id));
  queue.ahead();
  queue.more();
}

function addressOf(id) {
  const address = new URL(location.href);
  address.searchParams.set("item", id);
  return address;
}

// Nothing is left on the screen: perhaps more waits than this page showed.
async function empty() {
  const address = addressOf("");
  address.searchParams.delete("item");
  const link = queue.list.querySelector("[data-more]");
  if (link) return location.assign(address);
  holder.replaceChildren();
  document.title = words.house;
  history.replaceState(null, "", address);
  attach();
}

function tell(tone, text) {
  said.dataset.tone = text ? tone : "none";
  said.querySelector("[data-say]").textContent = text;
}

// Decisions -----------------------------------------------------------------------------------------

const seconds = () => Math.round(performance.now() - state.since) / 1000;

// Send what was decided; the words of what went wrong, or nothing. Nothing typed is lost by either.
async function send(address, body) {
  const answer = await ask(address, body).catch(() => null);
  if (!answer || answer.status >= 500) return { ok: false, say: words.away };
  if (answer.status === 401) location.assign("/sign-in");
  if (!answer.ok) return { ok: false, say: words.refused };
  return answer.json();
}

async function decide(decision, answers = {}) {
  const { item: id, revision } = item().dataset;
  const body = { ...answers, revision: Number(revision), seconds: seconds() };
  const answer = await send(`/audit/items/${encodeURIComponent(id)}/${decision}`, body);
  if (!answer.ok) return refused(id, answer);
  tell("good", answer.say);
  queue.count(answer.counts);
  open(queue.drop([id]));
  return "";
}

// Somebody else was faster, or the item has changed: it is shown as it stands now, with what was typed.
async function refused(id, answer) {
  if (answer.stale) dialog()?.close();
  if (!dialog()) tell("stop", answer.say);
  if (answer.stale) await open(id, true);
  return answer.say;
}

async function act(decision) {
  const button = item()?.querySelector(`[data-decide="${decision}"]`);
  if (!button) return tell("attention", item()?.dataset.refused || words.notNow);
  const asks = item().querySelector(`dialog[data-ask="${decision}"]`);
  if (asks) {
    if (!askings.has(asks)) askings.set(asks, new Asking(asks, decide));
    state.asking = askings.get(asks);
    return state.asking.open();
  }
  if (state.busy) return;
  state.busy = true;
  button.classList.add("pressed");
  await decide(decision);
  button.classList.remove("pressed");
  state.busy = false;
}

async function together() {
  const ids = queue.selected.map((row) => row.dataset.item);
  if (state.busy) return;
  state.busy = true;
  const answer = await send("/audit/confirm", { items: ids });
  state.busy = false;
  if (!answer.ok) return tell("stop", answer.say);
  queue.count(answer.counts);
  queue.selected.forEach((row) => queue.select(row.dataset.item, false));
  const next = queue.drop(answer.confirmed);
  selecting();
  tell(answer.confirmed.length === ids.length ? "good" : "attention", answer.say);
  if (answer.confirmed.includes(queue.current)) open(next);
}

function select(all) {
  const done = all ? queue.selectAll() : queue.select(queue.current);
  if (!done) return tell("attention", words.notClean);
  selecting();
  if (!all && queue.beside(1) !== queue.current) open(queue.beside(1));
}

function selecting() {
  const count = queue.selected.length;
  main.classList.toggle("is-selecting", count > 0);
  tell("quiet", count ? words.selected.replace("{}", String(count)) : "");
}

// A licence plate, from any scanner or typed ------------------------------------------------------------

// ``how`` it came: typed into the field, scanned into the page, or heard from the station's own scanner,
// whose scans are the bench's already.
async function find(text, how) {
  if (dialog()) return how === "heard" ? undefined : tell("attention", words.asking);
  const answer = await send("/audit/find", { text, how });
  if (answer.elsewhere) return post("/scan", { text, from: location.pathname });
  if (!answer.ok && how === "heard") return undefined;
  tell(answer.ok ? "quiet" : "attention", answer.say);
  if (!answer.ok) return undefined;
  const field = document.getElementById("find");
  field.value = "";
  field.blur();
  return open(answer.item);
}

// Keys ----------------------------------------------------------------------------------------------

const COMMANDS = {
  NEXT: () => open(queue.beside(1)),
  BEFORE: () => open(queue.beside(-1)),
  PHOTO_NEXT: () => photos.step(1),
  PHOTO_BEFORE: () => photos.step(-1),
  BESIDE: () => photos.next() || tell("attention", words.alone),
  CLOSER: () => viewer.closer(),
  FARTHER: () => viewer.farther(),
  FIT: () => viewer.fit(),
  CONFIRM: () => (queue.selected.length ? together() : act("confirm")),
  OVERRIDE: () => act("override"),
  SEND_BACK: () => act("send_back"),
  RELEASE: () => act("release"),
  KEEP: () => act("keep_hold"),
  SELECT: () => select(false),
  SELECT_ALL: () => select(true),
  FIND: () => document.getElementById("find").focus(),
  FILTER: () => filter(),
  STORY: () => jump(),
  UP: () => scroll(-1),
  DOWN: () => scroll(1),
  CANCEL: () => cancel(),
  HELP: help,
};

function command(told) {
  const open = dialog();
  if (open) return inDialog(open, told);
  if (/^[1-9]$/.test(told)) return item() && photos.show(Number(told));
  const needs = item() || ["FIND", "FILTER", "HELP", "SELECT_ALL", "CONFIRM"].includes(told);
  if (needs) COMMANDS[told]?.();
}

function inDialog(open, told) {
  if (open.id === "help" && told === "HELP") return open.close();
  if (open.id === "filter") return filtered(open, told);
  if (/^[1-9]$/.test(told)) state.asking?.press(told);
}

function filter() {
  document.getElementById("filter").showModal();
  document.getElementById("filter").focus();
}

// In the list of filters a digit takes the reason at once, and 0 all of them.
function filtered(open, told) {
  if (document.activeElement.matches("select, input")) return;
  const choice = open.querySelector(`[name=why][data-key="${told === "FIT" ? "0" : told}"]`);
  if (!choice) return;
  choice.checked = true;
  open.querySelector("form").requestSubmit();
}

function cancel() {
  if (document.activeElement?.id === "find") document.activeElement.blur();
  else if (viewer.zoomed) viewer.fit();
  else if (photos.compares) photos.end();
  else queue.selected.forEach((row) => queue.select(row.dataset.item, false));
  selecting();
}

const story = () => item()?.querySelector("[data-story]");
const scroll = (by) => story()?.scrollBy({ top: by * story().clientHeight * 0.8 });

// From part to part of the story, and around. Nothing but the story scrolls: scrolling into view would move the page.
function jump() {
  const parts = [...story().querySelectorAll("h2")];
  const top = story().getBoundingClientRect().top;
  const atEnd = story().scrollTop + story().clientHeight >= story().scrollHeight - 2;
  const next = parts.find((part) => part.getBoundingClientRect().top > top + 24);
  const by = atEnd || !next ? -story().scrollTop : next.getBoundingClientRect().top - top - 12;
  story().scrollBy({ top: by });
}

function arrows(event) {
  if (dialog() || event.target.matches?.("input, textarea, select")) return;
  const told = arrowOf(event, { zoomed: viewer.zoomed, rtl });
  if (!told) return;
  event.preventDefault();
  if (told === "LOOK") viewer.look(event.key);
  else command(told);
}

// Touches and clicks ------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest(selector);
  const row = on("#queue [data-item]");
  if (row && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    open(row.dataset.item);
  } else if (on("[data-show]")) {
    event.preventDefault();
    photos.show(Number(on("[data-show]").dataset.show));
  } else if (on("[data-decide]")) act(on("[data-decide]").dataset.decide);
  else if (on("[data-command]")) command(on("[data-command]").dataset.command);
});

document.getElementById("find").form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = document.getElementById("find").value.trim();
  if (text) find(text, "typed");
});

start();
new Typing({ onScan: (text) => find(text, "scanned"), onCommand: command, commands: commandOf, claims: false, reading: () => false }).listen();
window.addEventListener("keydown", arrows);
if (words.follows) follow("/live", { onMessage: () => {}, onEcho: (text) => find(text, "heard") });
if (item()) {
  queue.items.set(item().dataset.item, Promise.resolve(item()));
  attach();
  queue.ahead();
  queue.more();
}
main.dataset.ready = "yes";
main.focus({ preventScroll: true });
