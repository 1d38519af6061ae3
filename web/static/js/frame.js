// What every page has around it: language, theme, sound, sign-out, help.

import { run as runClock } from "./clock.js";
import { post } from "./post.js";
import { isOn, switchSound } from "./sound.js";

const on = (selector, act) =>
  document.querySelectorAll(selector).forEach((node) => node.addEventListener("click", () => act(node)));

async function taste(change) {
  await post("/taste", change);
  location.reload();
}

export function start() {
  runClock();
  on("[data-language]", (node) => taste({ language: node.dataset.language }));
  on("[data-theme-to]", (node) => taste({ theme: node.dataset.themeTo }));
  on("[data-sign-out]", () => post("/sign-out", {}));
  on("[data-print]", () => window.print());
  on("[data-close]", (node) => node.closest("dialog").close());
  on("[data-sound-switch]", (node) => showSound(node, switchSound()));
  document.querySelectorAll("[data-sound-switch]").forEach((node) => showSound(node, isOn()));
  document.addEventListener("click", closeMenus);
  document.addEventListener("keydown", leaveMenu, true);
}

function showSound(node, sounding) {
  node.setAttribute("aria-pressed", String(sounding));
}

function closeMenus(event) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

// Escape in an open menu is about the menu, and about nothing behind it.
function leaveMenu(event) {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (!menu) return;
  event.stopPropagation();
  menu.open = false;
  menu.querySelector("summary").focus();
}

export function help() {
  const sheet = document.getElementById("help");
  if (sheet.open) sheet.close();
  else sheet.showModal();
}
