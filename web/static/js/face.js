// Put what the station says on the screen: one swap of the face, one of the lights, nothing else.

import * as picture from "./picture.js";
import { play } from "./sound.js";

const shown = { revision: -1, html: null, bar: null, sounded: -1 };
let main = null;

export function start(element) {
  main = element;
  shown.revision = Number(main.dataset.revision || -1);
  shown.sounded = shown.revision;
  picture.attach(main);
  focusField();
}

export const revision = () => shown.revision;

// Older news is dropped: an answer to a key may arrive after the stream has told more.
export function show(message) {
  if (!message || message.revision < shown.revision) return;
  swap(message);
  document.title = `${message.title} · ${main.dataset.house}`;
  sound(message);
  shown.revision = message.revision;
}

function swap({ html, bar }) {
  if (html !== shown.html) replaceFace(html);
  if (bar !== shown.bar) document.getElementById("status").innerHTML = bar;
  shown.html = html;
  shown.bar = bar;
}

function replaceFace(html) {
  const kept = remember();
  main.innerHTML = html;
  picture.attach(main);
  restore(kept);
}

// A half-typed PIN and the focused button survive the swap.
function remember() {
  const active = document.activeElement;
  const field = main.querySelector("#pin, #fresh");
  const command = main.contains(active) ? active.dataset.command : undefined;
  return { command, pin: field && { label: field.labels[0].textContent, value: field.value } };
}

function restore({ command, pin }) {
  const field = focusField();
  if (field && pin && pin.label === field.labels[0].textContent) field.value = pin.value;
  if (command && !field) main.querySelector(`[data-command="${command}"]`)?.focus({ preventScroll: true });
}

function focusField() {
  const field = main.querySelector("#pin, #fresh");
  field?.focus({ preventScroll: true });
  return field;
}

function sound({ revision: now, tone }) {
  if (now > shown.sounded) {
    play(tone);
    speak();
  }
  shown.sounded = now;
}

function speak() {
  document.getElementById("spoken").textContent = main.querySelector("[data-say]")?.textContent || "";
}

// A scan shows at once, before the station knows what it names.
export function echo(text) {
  const code = document.createElement("bdi");
  code.dir = "ltr";
  code.textContent = text.replaceAll("\x1d", "␝").slice(0, 60);
  meanwhile(`${main.dataset.scanned} `, code);
}

// What is said until the station answers.
function meanwhile(...words) {
  const line = main.querySelector(".notice [data-say]");
  if (!line) return;
  line.closest(".notice").dataset.tone = "echo";
  line.replaceChildren(...words);
  shown.html = null;
}

// A scale may take seconds to come to rest: that is said.
export function weighing() {
  if (main.querySelector('[data-command="WEIGH"]')) meanwhile(main.dataset.weighing);
}

// A key shows as pressed for a moment.
export function press(command) {
  const button = main.querySelector(`[data-command="${command}"]`);
  button?.classList.add("pressed");
  setTimeout(() => button?.classList.remove("pressed"), 400);
}
