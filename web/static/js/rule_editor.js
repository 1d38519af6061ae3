// Edits of a draft: each change is sent as it is made, one after the other, and the answer is the editor as it
// stands then. Focus, caret, what is typed meanwhile and what is open stay where they are.

import { post } from "./post.js";
import * as open from "./rule_open.js";

const WAIT = 350; // ms of quiet after a letter
const TEXT = "input:not([type=radio]):not([type=checkbox]):not([type=file])";

let root = null;
let tell = () => {};
let number = null;
let busy = Promise.resolve();
let stale = false;
let timer = 0;
const waiting = new Map(); // path -> edit that is not sent yet

export const revision = () => number;

// Everything that was typed has been sent when this resolves.
export function settled() {
  flush();
  return busy;
}

// What a person typed --------------------------------------------------------------------------------

function valueOf(node) {
  if (node.dataset.shape === "choices") {
    const more = node.querySelector("[data-other]")?.value.split(",") ?? [];
    return [...[...node.querySelectorAll("input:checked")].map((input) => input.value), ...more];
  }
  if (node.matches("fieldset")) return node.querySelector("input:checked")?.value ?? "";
  return node.value;
}

function note(node) {
  const { path, shape } = node.dataset;
  waiting.set(path, { op: "set", path, shape, value: valueOf(node) });
}

function flush() {
  clearTimeout(timer);
  const edits = [...waiting.values()];
  waiting.clear();
  for (const edit of edits) queue(edit);
}

function queue(edit) {
  busy = busy.then(() => deliver(edit));
}

async function deliver(edit) {
  if (stale) return;
  const answer = await post(`${document.querySelector("main").dataset.key}/draft`, { revision: number, ...edit }).catch(() => undefined);
  document.body.classList.toggle("is-away", answer === undefined);
  if (answer === undefined) return again(edit);
  if (answer?.stale) movedOn(answer.say);
  else if (answer?.html) show(answer, edit);
  else tell(answer);
}

async function again(edit) {
  await new Promise((done) => setTimeout(done, 2000));
  return deliver(edit);
}

// Showing the answer ---------------------------------------------------------------------------------

const lastStep = (path) => Number(path.split("/").at(-1));
const fieldAt = (path) => path && root.querySelector(`[data-path="${CSS.escape(path)}"]:not(button)`);

function remembered() {
  const node = document.activeElement;
  if (!root.contains(node)) return null;
  const holder = node.closest("[data-path], [data-opens], [data-box], [data-add]");
  return {
    top: node.getBoundingClientRect().top,
    path: holder?.dataset.path,
    opens: holder?.dataset.opens,
    op: holder?.dataset.op,
    other: node.matches("[data-other]"),
    way: holder?.dataset.op === "move" ? Math.sign(holder.dataset.value - lastStep(holder.dataset.path)) : 0,
    box: node.matches("summary") ? node.parentElement.dataset.box : undefined,
    value: node.matches("[type=radio], [type=checkbox]") ? node.value : null,
    typed: node.matches(TEXT) && node.dataset.path ? [node.value, node.selectionStart, node.selectionEnd] : null,
  };
}

function sought(was) {
  if (was.opens) return root.querySelector(`[data-opens="${CSS.escape(was.opens)}"]`);
  if (was.op) {
    const found = [...root.querySelectorAll(`button[data-op="${was.op}"][data-path="${CSS.escape(was.path)}"]:enabled`)];
    return found.find((button) => was.way * (button.dataset.value - lastStep(was.path)) > 0) ?? found[0];
  }
  if (was.box) return root.querySelector(`[data-box="${CSS.escape(was.box)}"] > summary`);
  const field = fieldAt(was.path);
  if (was.other) return field?.querySelector("[data-other]");
  return was.value === null ? field : (field?.querySelector(`input[value="${CSS.escape(was.value)}"]`) ?? field);
}

function restore(was) {
  const node = was && sought(was);
  if (!node) return false;
  if (was.typed && node.matches(TEXT)) {
    node.value = was.typed[0];
    if (was.typed[1] !== null) node.setSelectionRange(was.typed[1], was.typed[2]);
  }
  open.around(root, node);
  node.focus({ preventScroll: true });
  window.scrollBy(0, node.getBoundingClientRect().top - was.top);
  return true;
}

function swap({ html, revision: now, at }, edit = {}) {
  number = now;
  open.keep(root);
  if (edit.op === "move") open.moved(edit.path, at);
  root.innerHTML = html;
  open.again(root);
  for (const { path, value } of waiting.values()) {
    const field = fieldAt(path);
    if (field?.matches("input, select")) field.value = value;
  }
}

function show(answer, edit) {
  const was = remembered();
  if (edit.op !== "set") open.close();
  swap(answer, edit);
  const moved = edit.op === "move" && was ? carried(was, edit.path, answer.at) : was;
  if (edit.op === "set" || edit.op === "move") restore(moved) || lookAt(answer.at);
  else if (edit.op === "add") lookAt(answer.at);
  else lookNear(edit.path);
}

// What had the focus has it again where it went.
function carried(was, from, to) {
  const there = (path) => (path === from || path?.startsWith(`${from}/`) ? to + path.slice(from.length) : path);
  return { ...was, path: there(was.path), opens: there(was.opens), box: there(was.box) };
}

// After something was added, moved or taken out: on to it, opened, or to where it was.
function lookAt(path) {
  open.reveal(root, path);
  const node = document.getElementById(`at/${path}`) ?? document.getElementById(`at/${path.replace(/\/[^/]*$/, "")}`);
  const opener = root.querySelector(`[data-opens="${CSS.escape(path)}"]`);
  if (opener) return open.show(root, opener);
  const first = [...(node?.querySelectorAll(`${TEXT}, .chip`) ?? [])].find((one) => one.checkVisibility());
  (first ?? node)?.focus({ preventScroll: true });
  node?.scrollIntoView({ block: "nearest" });
}

// After something was taken out: on to what stands in its place now, else to what it was in.
function lookNear(path) {
  const steps = path.split("/");
  const places = steps.map((_, n) => document.getElementById(`at/${steps.slice(0, steps.length - n).join("/")}`));
  const node = places.find((one) => one?.checkVisibility()) ?? root.querySelector("[data-row]:last-of-type");
  node?.focus({ preventScroll: true });
  node?.scrollIntoView({ block: "nearest" });
}

// Somebody else was faster ---------------------------------------------------------------------------

function movedOn(say) {
  stale = true;
  const alarm = document.getElementById("stale");
  alarm.querySelector("[data-stale]").textContent = say;
  alarm.hidden = false;
}

async function theirs() {
  const address = `${document.querySelector("main").dataset.key}/draft`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return location.reload();
  const mine = new Map([...root.querySelectorAll("[data-path]:not(button)")].map((node) => [node.dataset.path, String(valueOf(node))]));
  stale = false;
  waiting.clear();
  document.getElementById("stale").hidden = true;
  swap(await answer.json());
  for (const node of root.querySelectorAll("[data-path]:not(button)")) {
    if (mine.get(node.dataset.path) !== String(valueOf(node))) (node.closest("[data-panel][hidden]")?.closest("[data-row]") ?? node.closest(".entry, .tongue"))?.classList.add("theirs");
  }
  tell({ say: document.getElementById("stale").dataset.marked });
}

// Listening ------------------------------------------------------------------------------------------

function typed(event) {
  const node = event.target.closest("[data-path]");
  if (!node || event.target.matches("[data-other]") || node.matches("button")) return;
  note(node);
  clearTimeout(timer);
  if (event.target.matches(TEXT) && event.type === "input") timer = setTimeout(flush, event.isComposing ? 3 * WAIT : WAIT);
  else flush();
}

function other(event) {
  if (!event.target.matches("[data-other]") || !event.target.value.trim()) return;
  note(event.target.closest("[data-path]"));
  flush();
}

function pressed(event) {
  const button = event.target.closest("button, a");
  if (!button || !root.contains(button)) return;
  const { op, path, value, opens, jump } = button.dataset;
  if (op) {
    flush();
    queue({ op, path, value: op === "move" ? Number(value) : value });
  } else if (opens) open.toggle(root, button);
  else if (jump !== undefined) {
    event.preventDefault();
    open.jump(root, jump);
  }
}

function added(event) {
  const path = event.target.dataset.add;
  if (!path) return;
  event.preventDefault();
  flush();
  queue({ op: "add", path, value: event.target.elements.value.value });
}

function keyed(event) {
  const row = event.target.closest?.("[data-row]");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.altKey && step && row && root.contains(row)) {
    event.preventDefault();
    const to = Number(row.dataset.number) + step;
    if (to < 1 || to > Number(row.dataset.count)) return;
    flush();
    queue({ op: "move", path: row.dataset.row, value: to });
  } else if (event.key === "Escape") open.escape(root);
  else if (event.key === "Enter" && event.target.matches?.("[data-other]")) {
    event.preventDefault();
    other(event);
  }
}

export function listen(editor, say) {
  if (!editor) return;
  root = editor;
  tell = say;
  number = Number(editor.dataset.revision);
  root.addEventListener("input", typed);
  root.addEventListener("change", other);
  root.addEventListener("submit", added);
  document.addEventListener("click", pressed);
  document.addEventListener("keydown", keyed);
  document.querySelector("[data-theirs]")?.addEventListener("click", theirs);
  window.addEventListener("pagehide", flush);
}
