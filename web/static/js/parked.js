// What central set aside: try one again, or all; what went is gone from the list.

import { start } from "./frame.js";
import { post } from "./post.js";

const SEEN = 1200;
const told = document.getElementById("told");

document.querySelector("main").addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-seq]");
  if (!button) return;
  button.disabled = true;
  const { station, seq } = button.dataset;
  const answer = await post("/parked/again", { station, seq });
  button.disabled = false;
  if (!answer) return;
  told.textContent = answer.say;
  setTimeout(() => location.assign("/parked"), SEEN);
});

start();
