// Sampling: let a stream go on once something was done about it.

import { tell } from "./forms.js";
import "./page.js";
import { post } from "./post.js";

document.addEventListener("click", async (event) => {
  const stream = event.target.closest("[data-resume]")?.dataset.resume;
  if (stream === undefined) return;
  const answer = await post("/sampling/resume", { stream });
  tell(document.getElementById("told"), answer);
});
