// Pages beside the bench: the frame around them, and scans, which lead to where they are meant.

import { start } from "./frame.js";
import { post } from "./post.js";
import { Typing } from "./wedge.js";

start();
if (document.body.dataset.reader) {
  new Typing({ onScan: (text) => post("/scan", { text, from: location.pathname }), claims: false }).listen();
}
