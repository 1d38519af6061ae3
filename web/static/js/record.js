// An item's record: print its label.

import { post } from "./post.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-print-label]");
  if (!button) return;
  const answer = await post(button.dataset.printLabel, {});
  if (answer) button.closest(".row").querySelector("[data-told]").textContent = answer.say;
});
