// A second grade: the photos stay where they are, the question beside them is swapped.

import { start } from "./frame.js";
import { go, post } from "./post.js";
import { commandOf } from "./second_keys.js";
import { hear, scanned } from "./second_scans.js";
import { Viewer } from "./viewer.js";
import { Typing } from "./wedge.js";

const main = document.querySelector("[data-second]");
const address = `/second/${main.dataset.second}`;
const holder = document.getElementById("ask");
const stage = document.querySelector("[data-stage]");
const rtl = document.documentElement.dir === "rtl";
const viewer = new Viewer();
let busy = false;

const say = (text) => {
  holder.querySelector("[data-said]").textContent = text;
};

// Answers -----------------------------------------------------------------------------------------

async function send(act, body) {
  if (busy) return;
  busy = true;
  const answer = await post(`${address}/${act}`, body).catch(() => ({ say: main.dataset.away }));
  busy = answer === null;
  if (answer?.html) swap(answer.html);
  if (answer) say(answer.say ?? "");
}

function swap(html) {
  holder.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
}

function tell(choice) {
  const button = holder.querySelector(`[data-command="${choice || "UNTOLD"}"]`);
  if (!button) return undefined;
  button.classList.add("pressed");
  return send("answer", { question: holder.querySelector("[data-question]").dataset.question, choice });
}

// Photos ------------------------------------------------------------------------------------------

const photos = () => [...stage.querySelectorAll("[data-photo]")];

function show(number) {
  for (const photo of photos()) photo.hidden = photo.dataset.photo !== String(number);
  for (const thumb of stage.querySelectorAll("[data-show]")) {
    thumb.setAttribute("aria-pressed", String(thumb.dataset.show === String(number)));
  }
  viewer.fit();
}

function turn(by) {
  const count = photos().length;
  if (!count) return;
  const now = photos().findIndex((photo) => !photo.hidden);
  show(((now + by + count) % count) + 1);
}

// Keys, touches and scans -------------------------------------------------------------------------

const COMMANDS = {
  BACK: () => send("back", {}),
  UNTOLD: () => tell(0),
  CANCEL: () => go("/second"),
  PHOTO_NEXT: () => turn(1),
  PHOTO_BEFORE: () => turn(-1),
  CLOSER: () => viewer.closer(),
  FARTHER: () => viewer.farther(),
};

function act(command) {
  if (COMMANDS[command]) COMMANDS[command]();
  else if (/^[1-9]$/.test(command)) tell(Number(command));
}

function arrow(event) {
  if (!event.key.startsWith("Arrow") || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  if (viewer.zoomed) viewer.look(event.key);
  else if (event.key === (rtl ? "ArrowLeft" : "ArrowRight")) turn(1);
  else if (event.key === (rtl ? "ArrowRight" : "ArrowLeft")) turn(-1);
}

start();
hear(main);
viewer.attach(stage);
new Typing({ onScan: (text) => scanned(text, say), onCommand: act, commands: commandOf }).listen();
document.addEventListener("keydown", arrow);
main.addEventListener("click", (event) => {
  const command = event.target.closest("[data-command]")?.dataset.command;
  const photo = event.target.closest("[data-show]")?.dataset.show;
  if (command) act(command);
  else if (photo) show(photo);
});
// Focus says that keys are heard.
holder.focus({ preventScroll: true });
