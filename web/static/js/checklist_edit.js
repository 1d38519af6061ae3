// The editor of a checklist: reference photos, chosen or taken. What comes back is a photo's name; the editor
// of all rules then adds it to the draft like anything else.

import { post } from "./post.js";

const token = () => document.querySelector('meta[name="csrf-token"]').content;
const told = document.getElementById("told");

function tell(text) {
  told.dataset.ok = "false";
  told.textContent = text;
  told.scrollIntoView({ block: "nearest" });
}

async function keep(around, path, body, type) {
  const headers = { Accept: "application/json", "X-CSRFToken": token(), "Content-Type": type };
  const answer = await fetch(path, { method: "POST", headers, body }).catch(() => null);
  if (answer?.status === 401) return location.assign("/sign-in");
  const said = answer && (answer.ok || answer.status === 413) ? await answer.json().catch(() => null) : null;
  if (!said?.photo) return tell(said?.say ?? document.querySelector(".away").textContent);
  told.textContent = "";
  const add = around.querySelector("[data-op=add]");
  add.dataset.value = said.photo;
  return add.click();
}

document.addEventListener("change", (event) => {
  if (!("picture" in event.target.dataset)) return;
  const [file] = event.target.files;
  if (file) keep(event.target.closest(".pictures"), "/rules/photos", file, file.type || "application/octet-stream");
  event.target.value = "";
});

document.addEventListener("click", async (event) => {
  const shot = event.target.closest("[data-shot]");
  if (!shot) return;
  shot.disabled = true;
  await keep(shot.closest(".pictures"), "/rules/photos/shot", "{}", "application/json");
  shot.disabled = false;
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-assign]");
  if (!button) return;
  button.disabled = true;
  const answer = await post(`${document.querySelector("main").dataset.key}/users`, { category: button.dataset.assign }).catch(() => null);
  button.disabled = false;
  if (answer?.say) tell(answer.say);
});
