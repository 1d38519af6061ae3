// One's own access: another PIN, signing out everywhere.

import { showWrong, tell } from "./forms.js";
import { start } from "./frame.js";
import { post } from "./post.js";
import { Typing } from "./wedge.js";

const form = document.getElementById("pins");
const told = document.getElementById("told");

async function submit() {
  const { pin, fresh, again } = form.elements;
  const values = { pin: pin.value, fresh: fresh.value };
  const differ = fresh.value !== again.value;
  form.reset();
  if (differ) return showWrong(form, { again: form.dataset.differ });
  const answer = await post("/me/pin", values);
  tell(told, answer);
  showWrong(form, answer?.wrong);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
document.querySelector("[data-everywhere]").addEventListener("click", () => post("/me/sign-out-everywhere", {}));
start();
new Typing({ onScan: (text) => post("/scan", { text, from: location.pathname }), claims: false }).listen();
