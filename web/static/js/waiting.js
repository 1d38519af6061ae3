// What waits: looks again by itself, and keeps the focus where it was.

import { start } from "./frame.js";
import { post } from "./post.js";
import { Typing } from "./wedge.js";

const LOOK_AGAIN = 2000;
const now = document.getElementById("now");
const told = document.getElementById("told");
let shown = "";

async function look() {
  const answer = await fetch("/waiting/now", { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const html = await answer.text();
  if (html === shown) return;
  const button = now.contains(document.activeElement) ? document.activeElement : null;
  const place = button?.dataset.do && `[data-do="${button.dataset.do}"][data-id="${button.dataset.id ?? ""}"]`;
  const open = Boolean(now.querySelector("details[open]"));
  now.innerHTML = html;
  shown = html;
  if (open) now.querySelector("details")?.setAttribute("open", "");
  if (place) now.querySelector(place)?.focus({ preventScroll: true });
}

now.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-do]");
  if (!button) return;
  const answer = await post(`/waiting/${button.dataset.do}`, { id: button.dataset.id ?? "" });
  if (answer) told.textContent = answer.say;
  await look();
});

start();
new Typing({ onScan: (text) => post("/scan", { text, from: location.pathname }), claims: false }).listen();
setInterval(look, LOOK_AGAIN);
