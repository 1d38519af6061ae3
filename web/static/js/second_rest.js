// Between second grades: begin the next, or scan the item in hand.

import { start } from "./frame.js";
import { post } from "./post.js";
import { Typing } from "./wedge.js";

const said = document.querySelector("[data-said]");
const button = document.querySelector("[data-take]");
const form = document.querySelector("[data-plate]");

const take = () => post("/second/take", {});

async function scanned(text) {
  const answer = await post("/second/scan", { text });
  if (answer?.elsewhere) await post("/scan", { text, from: location.pathname });
  else if (answer) said.textContent = answer.say;
}

start();
const began = (command) => command === "1" && button && take();
new Typing({ onScan: scanned, onCommand: began, claims: false }).listen();
button?.addEventListener("click", take);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = form.querySelector("input");
  if (field.value.trim()) scanned(field.value);
});
// Focus says that keys are heard.
button?.focus({ preventScroll: true });
