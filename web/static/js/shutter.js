// The auto-shutter: when the item lies still, sharp and lit, a ring counts down and the photo is taken.
//
// It is the only thing on the screen that moves by itself. Any key, touch or scan stops it; then it waits for
// the item to be moved. Whether it is on is kept in the browser, the station says how it begins.

import * as face from "./face.js";

const KEY = "auto-shutter";
const COUNTS = 1200;
const BLIND = 600; // without news of the scene for so long, nothing is taken
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let take = () => {};
let ring = null; // { scene, revision, began }
let stoppedAt = null; // the scene in which somebody stopped it, or that was taken
let heard = 0;

const box = () => document.querySelector("[data-auto]");
const isOn = () => (localStorage.getItem(KEY) || box()?.dataset.auto) === "on";

export function listen(photograph) {
  take = photograph;
  document.addEventListener("scene", (event) => see(event.detail));
  window.addEventListener("keydown", stop, true);
  window.addEventListener("pointerdown", stop, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-auto-switch]")) turn();
  });
}

export function turn() {
  if (!box()) return;
  localStorage.setItem(KEY, isOn() ? "off" : "on");
  stoppedAt = null;
  say(isOn() ? "moving" : "off");
}

export function stop() {
  if (!ring) return;
  stoppedAt = ring.scene;
  end("stopped");
}

function see({ scene, state }) {
  heard = performance.now();
  if (!box()) return end();
  if (!isOn()) return end("off");
  if (state !== "ready") return end(state);
  if (scene === stoppedAt) return end("stopped");
  if (!ring) begin(scene);
}

function begin(scene) {
  ring = { scene, revision: face.revision(), began: performance.now() };
  say("ready");
  requestAnimationFrame(count);
}

function count(now) {
  if (!ring) return;
  const left = COUNTS - (now - ring.began);
  if (ring.revision !== face.revision() || performance.now() - heard > BLIND || !box()) return end("moving");
  if (left > 0) {
    draw(left);
    requestAnimationFrame(count);
    return;
  }
  stoppedAt = ring.scene;
  end("taken");
  take();
}

// The number says the same as the ring, and alone where nothing should move.
function draw(left) {
  const place = document.querySelector("[data-countdown]");
  if (!place) return;
  place.hidden = false;
  place.querySelector(".run").setAttribute("stroke-dasharray", `${(100 * left) / COUNTS} 100`);
  place.querySelector("b").textContent = calm.matches ? String(Math.ceil(left / 1000)) : (left / 1000).toFixed(1);
}

function end(why) {
  ring = null;
  const place = document.querySelector("[data-countdown]");
  if (place) place.hidden = true;
  if (why) say(why);
}

function say(why) {
  const place = box();
  if (!place) return;
  place.querySelector("[data-auto-switch]").setAttribute("aria-pressed", String(isOn()));
  const line = place.querySelector("[data-auto-said]");
  if (line.textContent !== place.dataset[why]) line.textContent = place.dataset[why];
}
