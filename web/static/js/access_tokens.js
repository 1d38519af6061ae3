// The page of tokens: make one, copy its secret while it is shown, take one back.

import { fields, renew, showWrong, tell } from "./forms.js";
import { start } from "./frame.js";
import { post } from "./post.js";

const told = document.getElementById("told");
const once = document.getElementById("once");
const adder = document.querySelector(".adder");
const form = adder.querySelector("form");

async function make() {
  const scopes = [...form.querySelectorAll("[data-scope]:checked")].map((box) => box.dataset.scope).join(" ");
  const { name, days } = fields(form);
  const answer = await post("/tokens/add", { fields: { name, days, scopes } });
  tell(told, answer);
  showWrong(form, answer?.wrong);
  if (!answer?.ok) return;
  await renew("#all-tokens");
  form.reset();
  adder.open = false;
  once.querySelector("[data-slot=secret]").textContent = answer.once.secret;
  once.hidden = false;
  once.focus();
}

function forget() {
  once.querySelector("[data-slot=secret]").textContent = "";
  once.hidden = true;
  adder.querySelector("summary").focus();
}

async function revoke(token) {
  tell(told, await post("/tokens/revoke", { token }));
  await renew("#all-tokens");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  make();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-copied]")) forget();
  const line = event.target.closest("[data-revoke]")?.closest("[data-token]");
  if (line) revoke(line.dataset.token);
});
start();
