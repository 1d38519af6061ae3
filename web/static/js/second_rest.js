// Between second grades: begin the next, or scan the item in hand.

import { start } from "./frame.js";
import { post } from "./post.js";
import { hear, scanned } from "./second_scans.js";
import { Typing } from "./wedge.js";

const said = document.querySelector("[data-said]");
const button = document.querySelector("[data-take]");
const form = document.querySelector("[data-plate]");

const take = () => post("/second/take", {});

const say = (text) => {
  said.textContent = text;
};

start();
hear(document.querySelector("main"));
const began = (command) => command === "1" && button && take();
new Typing({ onScan: (text) => scanned(text, say), onCommand: began, claims: false }).listen();
button?.addEventListener("click", take);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = form.querySelector("input");
  if (field.value.trim()) scanned(field.value, say);
});
// Focus says that keys are heard.
button?.focus({ preventScroll: true });
