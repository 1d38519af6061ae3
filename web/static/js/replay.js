// Rules tried on past items: start, follow line by line, stop. Leaving the page breaks the line, which ends the work.

import { start } from "./frame.js";
import { ask, go, post, said } from "./post.js";
import { Typing } from "./wedge.js";

const form = document.getElementById("try");
const running = document.getElementById("running");
const told = document.getElementById("told");
const bar = document.getElementById("bar");
const done = document.getElementById("done");
const ready = done?.textContent;
const number = new Intl.NumberFormat(document.documentElement.lang);
const LINES = "application/x-ndjson";
let stopping = null;
let leaving = false;

function asked() {
  const given = Object.fromEntries(new FormData(form));
  const [kind, id, version] = (given.version ?? "").split("/");
  return { what: given.what, since: given.since, day: given.day, kind, id, version: Number(version) };
}

function show(isRunning) {
  running.hidden = !isRunning;
  form.hidden = isRunning;
  bar.removeAttribute("value");
  done.textContent = ready;
  (isRunning ? document.getElementById("stop") : document.getElementById("start")).focus();
}

function progress(line) {
  bar.max = line.of || 1;
  bar.value = line.done;
  done.textContent = done.dataset.words.replace("{done}", number.format(line.done)).replace("{all}", number.format(line.of));
}

function tell(say) {
  told.dataset.ok = "false";
  told.textContent = say;
}

function leave(to) {
  leaving = true;
  go(to);
}

function hear(line) {
  if (line.to) leave(line.to);
  else if (line.say) tell(line.say);
  else if (line.of !== undefined) progress(line);
}

// One JSON value a line; a line may come in pieces.
async function follow(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done: over } = await reader.read();
    if (over) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    lines.forEach((line) => hear(JSON.parse(line)));
  }
}

async function run() {
  told.textContent = "";
  stopping = new AbortController();
  show(true);
  try {
    const answer = await ask("/rules/replay/run", asked(), stopping.signal);
    if (answer.headers.get("Content-Type").startsWith(LINES)) await follow(answer.body);
    else hear((await said(answer)) ?? {});
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  } finally {
    if (!leaving) show(false);
  }
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
form?.addEventListener("input", ({ target }) => {
  const chooses = { version: "version", day: "day" }[target.name];
  const radio = chooses && form.querySelector(`[type="radio"][value="${chooses}"]`);
  if (radio) radio.checked = true;
});
document.getElementById("stop")?.addEventListener("click", () => stopping?.abort());

start();
new Typing({ onScan: (text) => post("/scan", { text, from: location.pathname }), claims: false }).listen();
