// The page of bins: move on, mark, change, add, print. Scans belong to it or to the bench.

import { fields, renew, showWrong, tell } from "./forms.js";
import { start } from "./frame.js";
import { post } from "./post.js";
import { Typing } from "./wedge.js";

const told = document.getElementById("told");
const ACTS = { empty: ["/bins/empty", {}], full: ["/bins/mark", { full: true }], room: ["/bins/mark", { full: false }], print: ["/bins/print", {}] };

const binOf = (node) => node.closest("[data-bin]")?.dataset.bin ?? "";

async function show(answer) {
  tell(told, answer);
  if (answer?.ok || answer?.reason === "changed_meanwhile") await renew("#sections");
}

async function press(button) {
  const bin = binOf(button);
  const [path, body] = ACTS[button.dataset.do];
  await show(await post(path, { bin, ...body }));
  document.querySelector(`[data-bin="${CSS.escape(bin)}"] button`)?.focus({ preventScroll: true });
}

async function send(form) {
  const bin = binOf(form);
  const answer = await post(form.dataset.form, { bin, seen: form.dataset.seen ?? "", fields: fields(form) });
  showWrong(form, answer?.wrong);
  await show(answer);
  if (!answer?.ok) return;
  if (!bin) form.reset();
  form.closest("details").open = false;
  told.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) press(button);
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target);
});

const scanned = async (text) => show(await post("/scan", { text, from: location.pathname }));

start();
if (document.body.dataset.reader) new Typing({ onScan: scanned, claims: false }).listen();
