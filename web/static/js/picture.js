// The live picture: one canvas that moves from face to face and so never flickers.

const EVERY = 100;
const AFTER_NONE = 1000;

const canvas = document.createElement("canvas");
canvas.setAttribute("role", "img");
const drawing = canvas.getContext("bitmaprenderer");
let place = null;
let running = false;

// Move the picture into the face's place for it; without one the picture rests.
export function attach(main) {
  place = main.querySelector("[data-live]");
  if (!place) return;
  if (place.dataset.live !== "ready") delete canvas.dataset.there;
  canvas.setAttribute("aria-label", place.dataset.label);
  if (canvas.dataset.there) place.append(canvas);
  if (!running) run();
}

async function run() {
  running = true;
  while (place?.dataset.live === "ready" && !document.hidden) await next();
  running = false;
}

async function next() {
  const began = performance.now();
  const drawn = await draw().catch(() => false);
  if (!drawn) hide();
  const rest = (drawn ? EVERY : AFTER_NONE) - (performance.now() - began);
  await new Promise((done) => setTimeout(done, Math.max(0, rest)));
}

async function draw() {
  const answer = await fetch("/bench/preview.jpg", { headers: { Accept: "image/jpeg" } });
  if (!answer.ok) return false;
  const bitmap = await createImageBitmap(await answer.blob());
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  drawing.transferFromImageBitmap(bitmap);
  canvas.dataset.there = "yes";
  if (place && canvas.parentNode !== place) place.append(canvas);
  return true;
}

function hide() {
  delete canvas.dataset.there;
  canvas.remove();
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && place && !running) run();
});
