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
  if (place.dataset.live !== "ready" || place.dataset.camera !== canvas.dataset.camera) delete canvas.dataset.there;
  canvas.dataset.camera = place.dataset.camera;
  canvas.setAttribute("aria-label", place.dataset.label);
  if (canvas.dataset.there) place.prepend(canvas);
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
  const camera = place.dataset.camera;
  const address = `/bench/preview.jpg?camera=${encodeURIComponent(camera)}`;
  const answer = await fetch(address, { headers: { Accept: "image/jpeg" } });
  if (!answer.ok) return false;
  const bitmap = await createImageBitmap(await answer.blob());
  if (camera !== place?.dataset.camera) return true; // another camera's picture is wanted by now
  tell(camera, answer.headers.get("X-Scene"));
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  drawing.transferFromImageBitmap(bitmap);
  canvas.dataset.there = "yes";
  if (canvas.parentNode !== place) place.prepend(canvas);
  return true;
}

// What is said of the scene goes to whoever listens: the auto-shutter.
function tell(camera, said) {
  const [number, state] = (said || "0 moving").split(" ");
  document.dispatchEvent(new CustomEvent("scene", { detail: { scene: `${camera} ${number}`, state } }));
}

function hide() {
  delete canvas.dataset.there;
  canvas.remove();
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && place && !running) run();
});
