// The simulator page: present items, scan codes, make trouble, without leaving the page.

import { start } from "./frame.js";
import { post } from "./post.js";

const all = (selector) => [...document.querySelectorAll(selector)];

function show(state) {
  if (!state) return;
  all("[data-present]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.present === state.presented)));
  document.querySelector("#scale [name=grams]").value = state.lies;
  all("[data-trouble]").forEach((b) => b.setAttribute("aria-pressed", String(state.troubles.includes(b.dataset.trouble))));
}

async function press(button) {
  const { present, scan, trouble } = button.dataset;
  if (present !== undefined) show(await post("/simulator/present", { key: present }));
  else if (scan !== undefined) show(await post("/simulator/scan", { text: scan }));
  else if (trouble !== undefined) {
    show(await post("/simulator/trouble", { trouble, on: button.getAttribute("aria-pressed") !== "true" }));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-present],[data-scan],[data-trouble]");
  if (button) press(button);
});

document.getElementById("free").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { text, second } = event.target.elements;
  show(await post("/simulator/scan", { text: text.value, second: second.checked }));
});

document.getElementById("scale").addEventListener("submit", async (event) => {
  event.preventDefault();
  show(await post("/simulator/put", { grams: event.target.elements.grams.valueAsNumber }));
});

document.getElementById("find").addEventListener("input", (event) => {
  const wanted = event.target.value.toLowerCase();
  all("[data-item]").forEach((row) => { row.hidden = !row.dataset.item.toLowerCase().includes(wanted); });
});

start();
