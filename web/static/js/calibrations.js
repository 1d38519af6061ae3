// Calibration items: say which answers are right, and retire what has served.

import { fields } from "./forms.js";
import "./page.js";
import { post } from "./post.js";

async function send(path, body) {
  const answer = await post(path, body);
  if (answer) document.querySelector("[data-said]").textContent = answer.say ?? "";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-retire]");
  if (button) send(button.dataset.retire, {});
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-mark]");
  if (!form) return;
  event.preventDefault();
  send(form.dataset.mark, { fields: fields(form) });
});
