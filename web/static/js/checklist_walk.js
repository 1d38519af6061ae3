// A walk through a checklist: the keys of the bench follow the links that stand for them.

import { start } from "./frame.js";
import { post } from "./post.js";
import { Typing } from "./wedge.js";

const DIGIT = /^(?:Digit|Numpad)(\d)$/;

function keyOf(event) {
  const digit = DIGIT.exec(event.code);
  if (digit) return digit[1];
  return event.code === "KeyR" ? "r" : event.key === "Escape" ? "Escape" : null;
}

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const key = keyOf(event);
  const link = key && document.querySelector(`[data-key="${key}"]`);
  if (!link) return;
  event.preventDefault();
  link.classList.add("pressed");
  link.click();
}

start();
new Typing({ onScan: (text) => post("/scan", { text, from: location.pathname }), claims: false }).listen();
document.addEventListener("keydown", pressed);
document.querySelector(".about").addEventListener("change", (event) => event.currentTarget.requestSubmit());
