// Pages of rules: buttons that send, questions before what cannot be taken back, and the editor where there is one.

import { start } from "./frame.js";
import { post } from "./post.js";
import * as editor from "./rule_editor.js";
import { Typing } from "./wedge.js";

const main = document.querySelector("main.rules");
const told = document.getElementById("told");

function tell(answer) {
  if (!answer?.say) return;
  told.dataset.ok = "false";
  told.textContent = answer.say;
  told.scrollIntoView({ block: "nearest" });
}

const key = (node) => node.dataset.key || main.dataset.key;

function body(button) {
  const revision = editor.revision() ?? (main.dataset.revision ? Number(main.dataset.revision) : undefined);
  return { revision, version: button.dataset.version ? Number(button.dataset.version) : undefined };
}

async function send(button) {
  button.disabled = true;
  await editor.settled();
  const answer = await post(key(button) + button.dataset.send, body(button)).catch(() => null);
  button.disabled = false;
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  tell(answer);
}

function ask(button) {
  const dialog = document.getElementById(button.dataset.ask);
  const go = dialog.querySelector("[data-send]");
  if (button.dataset.version) {
    go.dataset.version = button.dataset.version;
    dialog.querySelector("bdi").textContent = button.dataset.version;
  }
  dialog.showModal();
}

async function begin(form) {
  const values = Object.fromEntries([...form.querySelectorAll("[name]")].map((field) => [field.name, field.value]));
  tell(await post(form.dataset.new, values));
}

// What the person chose is read here and sent as text: the station checks it like everything typed.
async function takeFile(input) {
  const [file] = input.files;
  input.value = "";
  if (file) tell(await post(`${key(input)}/import`, { text: await file.text() }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.send) send(button);
  else if (button?.dataset.ask) ask(button);
  if (event.target.closest('[aria-disabled="true"]')) event.preventDefault();
});
document.addEventListener("change", (event) => {
  if ("import" in event.target.dataset) takeFile(event.target);
});
document.addEventListener("submit", (event) => {
  if (!event.target.dataset.new) return;
  event.preventDefault();
  begin(event.target);
});

start();
editor.listen(document.getElementById("editor"), tell);
new Typing({ onScan: (text) => post("/scan", { text, from: location.pathname }), claims: false }).listen();
