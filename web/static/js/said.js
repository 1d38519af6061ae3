// The page of a return: make a link to the customer's form, shown once with its code.

import { put, tell } from "./forms.js";
import { post } from "./post.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-link]");
  if (!button) return;
  const answer = await post("/said/link", { rma: button.dataset.link });
  if (!answer) return;
  tell(document.querySelector("[data-link-told]"), answer.ok ? { ok: true, say: "" } : answer);
  if (!answer.ok) return;
  const shown = document.querySelector("[data-link-shown]");
  put(shown, answer.html);
  shown.querySelector("input").select();
});
