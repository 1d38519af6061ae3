// Personal data: photos that have to go, and who sent returns.

import { fields, renew, showWrong, tell } from "./forms.js";
import { start } from "./frame.js";
import { ask, post } from "./post.js";
import { Typing } from "./wedge.js";

const FREE_AFTER = 2000;
const told = document.getElementById("told");

async function send(form) {
  const { form: path, lpn = "", sha256 = "" } = form.dataset;
  const answer = await post(path, { lpn, sha256, fields: fields(form) });
  form.elements.pin.value = "";
  tell(told, answer);
  showWrong(form, answer?.wrong);
  if (!answer?.ok) return;
  if (sha256) await renew("#photos");
  else form.reset();
  told.scrollIntoView({ block: "nearest" });
}

async function save(form) {
  const answer = await ask("/personal/kept", { key: form.elements.key.value });
  if (!answer.ok) return tell(told, { ok: false, say: form.dataset.none });
  const href = URL.createObjectURL(await answer.blob());
  Object.assign(document.createElement("a"), { href, download: "sender.json" }).click();
  return setTimeout(() => URL.revokeObjectURL(href), FREE_AFTER);
}

// A plate that is scanned here is the item whose photos are wanted.
function scanned(text) {
  location.assign(`/personal?lpn=${encodeURIComponent(text)}`);
}

document.addEventListener("submit", (event) => {
  if (!event.target.dataset.form) return;
  event.preventDefault();
  send(event.target);
});
document.querySelector("[data-kept]")?.addEventListener("click", (event) => save(event.target.closest("form")));
start();
new Typing({ onScan: scanned, claims: false }).listen();
