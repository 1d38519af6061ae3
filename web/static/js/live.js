// Follow the station. The stream comes back by itself; the screen says so while it is away.

import { go } from "./post.js";

const AWAY_AFTER = 2000;
const AGAIN_AFTER = 2000;

export function follow(address, { onMessage, onEcho = () => {}, event: name = "bench" }) {
  const stream = new EventSource(address);
  let awayTimer = 0;
  stream.addEventListener("open", () => {
    clearTimeout(awayTimer);
    document.body.classList.remove("is-away");
  });
  stream.addEventListener(name, (event) => onMessage(JSON.parse(event.data)));
  stream.addEventListener("echo", (event) => onEcho(JSON.parse(event.data).text));
  stream.addEventListener("locked", () => go("/sign-in"));
  stream.addEventListener("error", () => {
    clearTimeout(awayTimer);
    awayTimer = setTimeout(() => document.body.classList.add("is-away"), AWAY_AFTER);
    if (stream.readyState === EventSource.CLOSED) retry(address, { onMessage, onEcho, event: name });
  });
}

// The station answered, but not with a stream: the session may be over.
async function retry(address, handlers) {
  const answer = await fetch("/bench/view", { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.status === 401 && !address.startsWith("/sign-in")) go("/sign-in");
  else setTimeout(() => follow(address, handlers), AGAIN_AFTER);
}
