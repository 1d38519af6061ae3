// Sign in at a desk or tablet: this browser's own scanner or a number, then the PIN, all in one request.

import { start } from "./frame.js";
import { post } from "./post.js";
import { Typing } from "./wedge.js";

const BADGE = "$ID-";
const door = document.getElementById("desk-door");
const form = document.getElementById("claim");
const told = document.getElementById("told");
const { who, pin, fresh, again } = form.elements;
let badge = "";
let proof = "";

function say(text, ok = false) {
  told.dataset.ok = String(ok);
  told.textContent = text;
}

function scanned(text) {
  if (!text.startsWith(BADGE)) return say(door.dataset.noBadge);
  badge = text;
  who.value = "";
  say(door.dataset.scanned, true);
  pin.focus();
}

function step(choosing) {
  form.querySelector("[data-step=claim]").hidden = choosing;
  form.querySelector("[data-step=choose]").hidden = !choosing;
  const next = choosing ? fresh : badge ? pin : who;
  next.focus();
  next.select();
}

async function submit() {
  const choosing = !fresh.closest("[data-step]").hidden;
  if (choosing && fresh.value !== again.value) return wrongPair();
  if (!choosing) proof = pin.value;
  const claim = { who: badge || who.value, pin: proof, ...(choosing && { fresh: fresh.value }) };
  pin.value = fresh.value = again.value = "";
  const answer = await post("/sign-in/desk", claim).catch(() => null);
  if (!answer) return;
  say(answer.say);
  if (!answer.choose) badge = proof = "";
  step(answer.choose);
}

function wrongPair() {
  say(door.dataset.differ);
  fresh.value = again.value = "";
  fresh.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
who.addEventListener("input", () => {
  if (who.value) badge = "";
});
start();
new Typing({ onScan: scanned, claims: false }).listen();
who.focus();
