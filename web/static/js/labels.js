// The page of labels: look, print, and see to what the printer holds up.

import { start } from "./frame.js";
import { post } from "./post.js";
import { Typing } from "./wedge.js";

const LOOK_AGAIN = 2000;
const BADGE = "$ID-";
const queue = document.getElementById("queue");
const told = document.getElementById("told");
const badge = document.getElementById("badge");
let shown = "";
let shownBadge = "";

function tell(answer) {
  if (!answer) return;
  told.dataset.ok = String(answer.ok);
  told.textContent = answer.say;
}

// What the printer holds changes by itself. The focused button keeps the focus.
async function look() {
  const answer = await fetch("/labels/queue", { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const html = await answer.text();
  if (html === shown) return;
  const button = queue.contains(document.activeElement) ? document.activeElement : null;
  const place = button && `[data-job="${button.closest("[data-job]").dataset.job}"] [data-do="${button.dataset.do}"]`;
  queue.innerHTML = html;
  shown = html;
  if (place) queue.querySelector(place)?.focus({ preventScroll: true });
}

async function decide(button) {
  tell(await post(`/labels/${button.dataset.do}`, { job: button.closest("[data-job]").dataset.job }));
  await look();
}

function choose(maker) {
  const asked = new URLSearchParams({ kind: maker.dataset.kind, code: maker.querySelector("select").value });
  maker.querySelector("img").src = `/labels/preview.png?${asked}`;
  maker.querySelector("[data-pdf]").href = `/labels/print.pdf?${asked}`;
}

async function print(maker) {
  tell(await post("/labels/print", { kind: maker.dataset.kind, code: maker.querySelector("select").value }));
  await look();
}

// Badges ---------------------------------------------------------------------------------------

const code = () => badge.elements.badge.value;

async function file(path) {
  const answer = await fetch(path, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
    },
    body: JSON.stringify({ badge: code() }),
  });
  if (answer.ok) return URL.createObjectURL(await answer.blob());
  tell({ ok: false, say: badge.dataset.unknown });
  return null;
}

async function lookAtBadge() {
  URL.revokeObjectURL(shownBadge);
  shownBadge = await file("/labels/badge.png");
  const picture = badge.querySelector("img");
  picture.hidden = !shownBadge;
  if (shownBadge) picture.src = shownBadge;
}

async function saveBadge() {
  const address = await file("/labels/badge.pdf");
  if (!address) return;
  const link = Object.assign(document.createElement("a"), { href: address, download: "badge.pdf" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), LOOK_AGAIN);
}

async function printBadge() {
  if (await file("/labels/badge.png")) tell(await post("/labels/badge", { badge: code() }));
}

const BADGES = { print: printBadge, pdf: saveBadge };

// A badge scanned into its own field is to be copied; anywhere else a scan is a scan.
function scanned(text) {
  const field = badge?.elements.badge;
  if (!field || document.activeElement !== field || !text.startsWith(BADGE)) {
    return post("/scan", { text, from: location.pathname });
  }
  field.value = text;
  return lookAtBadge();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.do) decide(button);
  else if (button?.matches("[data-send]")) print(button.closest(".maker"));
  else if (button?.dataset.badge) BADGES[button.dataset.badge]();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("select[name=code]")) choose(event.target.closest(".maker"));
});
badge?.addEventListener("submit", (event) => {
  event.preventDefault();
  lookAtBadge();
});

start();
new Typing({ onScan: scanned, claims: false }).listen();
setInterval(look, LOOK_AGAIN);
