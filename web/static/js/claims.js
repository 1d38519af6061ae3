// Claims: begin one, and let one stand otherwise.

import { fields, renew, showWrong, tell } from "./forms.js";
import { start } from "./frame.js";
import { post } from "./post.js";

const told = () => document.getElementById("told");

async function begin(form) {
  const answer = await post(form.dataset.form, { fields: fields(form) });
  showWrong(form, answer?.wrong);
  if (answer?.ok) location.assign(answer.to);
  else tell(told(), answer);
}

async function move(button) {
  const { claim, revision } = button.closest("[data-claim]").dataset;
  const reference = document.querySelector("[name=reference]").value.trim();
  const answer = await post("/claims/move", { claim, revision: Number(revision), to: button.dataset.to, reference });
  if (answer?.ok) await renew("#claim");
  tell(told(), answer);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-to]");
  if (button) move(button);
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  begin(event.target);
});

start();
// Focus says that keys are heard.
document.querySelector("[data-form] select")?.focus({ preventScroll: true });
