// Scans at second grades: the label of the item in hand chooses it; what is not meant here is the bench's.

import { follow } from "./live.js";
import { post } from "./post.js";

export async function scanned(text, say) {
  const answer = await post("/second/scan", { text });
  if (answer?.elsewhere) await post("/scan", { text, from: location.pathname });
  else if (answer) say(answer.say);
}

// The station's own scanners speak to the bench; whoever has it hears them here too.
export function hear(main) {
  if ("follows" in main.dataset) follow("/second/live", { onMessage: () => {}, onEcho: (text) => post("/second/scan", { text }) });
}
