// Imports: a kind and a file are chosen; the station says what the file would do; one key takes it over.
// The file itself stays in the browser and is sent as it is, once to look and once to take.

import { put, renew, tell } from "./forms.js";
import { start } from "./frame.js";
import { post, said } from "./post.js";
import { Typing } from "./wedge.js";

const form = document.getElementById("choose");
const told = document.getElementById("told");
const looked = document.getElementById("looked");
const csrf = () => document.querySelector('meta[name="csrf-token"]').content;
const kind = () => form.elements.kind.value;

let file = null;
let encoding = "";
let turn = 0;

function choose(name) {
  form.querySelector("#which").disabled = false;
  for (const each of form.querySelectorAll("[data-columns]")) each.hidden = each.dataset.columns !== name;
  drop();
}

function drop() {
  file = null;
  encoding = "";
  turn += 1;
  form.elements.file.value = "";
  document.getElementById("chosen").textContent = "";
  looked.replaceChildren();
  tell(told, { ok: true, say: "" });
}

async function send(what, headers = {}) {
  const address = new URLSearchParams({ kind: kind(), name: file.name, encoding });
  const body = file;
  try {
    await body.slice(0, 1).arrayBuffer();
  } catch {
    return { ok: false, say: form.dataset.changed };
  }
  try {
    return await said(
      await fetch(`/imports/${what}?${address}`, {
        method: "POST",
        headers: { "Content-Type": "application/octet-stream", Accept: "application/json", "X-CSRFToken": csrf(), ...headers },
        body,
      }),
    );
  } catch {
    return { ok: false, say: form.dataset.lost };
  }
}

async function look() {
  const mine = ++turn;
  looked.replaceChildren();
  if (file.size > Number(form.dataset.most)) return tell(told, { ok: false, say: form.dataset.tooLarge });
  tell(told, { ok: true, say: form.dataset.looking });
  const answer = await send("look");
  if (mine !== turn || !answer) return;
  tell(told, answer.html ? { ok: true, say: "" } : answer);
  show(answer.html);
  (looked.querySelector("#pin") ?? looked.querySelector("[data-take]") ?? looked).focus();
}

function show(html) {
  if (html) put(looked, html);
  looked.scrollIntoView({ block: "nearest" });
}

async function take() {
  const button = looked.querySelector("[data-take]");
  if (!button || button.disabled) return;
  button.disabled = true;
  const mine = ++turn;
  tell(told, { ok: true, say: form.dataset.taking });
  const pin = looked.querySelector("#pin")?.value;
  const answer = await send("take", pin ? { "X-Own-Pin": encodeURIComponent(pin) } : {});
  if (mine !== turn || !answer) return;
  button.disabled = false;
  tell(told, answer.html ? { ok: true, say: "" } : answer);
  show(answer.html);
  if (answer.ok) await renew("#before");
  looked.focus();
}

form.addEventListener("change", (event) => {
  if (event.target.name === "kind") choose(event.target.value);
  else if (event.target.files?.length) {
    [file] = event.target.files;
    encoding = "";
    document.getElementById("chosen").textContent = file.name;
    look();
  }
});
form.addEventListener("submit", (event) => event.preventDefault());
looked.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.encoding) {
    encoding = button.dataset.encoding;
    look();
  } else if (button?.matches("[data-take]")) take();
  else if (button?.matches("[data-drop]")) drop();
});
looked.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.id === "pin") take();
});

start();
if (document.body.dataset.reader) {
  new Typing({ onScan: (text) => post("/scan", { text, from: location.pathname }), claims: false }).listen();
}
const checked = form.querySelector("[name=kind]:checked");
if (checked) choose(checked.value);
