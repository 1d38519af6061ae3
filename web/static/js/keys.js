// What a key, a button or a scan does at the bench.

import * as face from "./face.js";
import { help } from "./frame.js";
import { post } from "./post.js";
import * as shutter from "./shutter.js";

export async function send(path, body) {
  const answer = await post(path, body).catch(() => {
    document.body.classList.add("is-away");
    return null;
  });
  face.show(answer);
}

export function act(command) {
  if (command === "HELP") return help();
  if (command === "AUTO") return shutter.turn();
  face.press(command);
  if (command === "WEIGH") face.weighing();
  return send("/bench/act", { command, revision: face.revision() });
}

export function scan(text) {
  face.echo(text);
  return send("/bench/scan", { text });
}

// Buttons are swapped with the face, so one listener on the page serves them all.
export function listen(main) {
  main.addEventListener("click", (event) => {
    const command = event.target.closest("[data-command]")?.dataset.command;
    if (command) act(command);
    else if (event.target.closest("[data-help]")) help();
  });
}
