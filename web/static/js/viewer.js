// Photos from near: fit, zoom and pan by wheel, fingers, mouse and keys. Every photo of the stage shows the
// same place at the same size, so that two side by side can be told apart.

const MOST = 12;
const STEP = 1.5;
const NEAR = 4;
const PAN = 0.15;
const TAP_WITHIN = 350;
const TAP_SLIP = 24;

export class Viewer {
  constructor() {
    this.stage = null;
    this.pointers = new Map();
    this.tapped = null;
    this.heard = new WeakSet();
    this.fit();
  }

  // The stage is swapped with its item; the view starts anew.
  attach(stage) {
    this.stage = stage;
    this.pointers.clear();
    if (!this.heard.has(stage)) stage.querySelectorAll("[data-pane]").forEach((pane) => this.listen(pane));
    this.heard.add(stage);
    this.fit();
  }

  listen(pane) {
    pane.addEventListener("wheel", (event) => this.wheel(pane, event), { passive: false });
    pane.addEventListener("pointerdown", (event) => this.down(pane, event));
    pane.addEventListener("pointermove", (event) => this.move(pane, event));
    for (const end of ["pointerup", "pointercancel"]) pane.addEventListener(end, (event) => this.up(pane, event));
  }

  // What is seen ----------------------------------------------------------------------------------

  // ``x`` and ``y`` are how far the middle of the photo is off the middle of its pane, in panes.
  fit() {
    Object.assign(this, { scale: 1, x: 0, y: 0 });
    this.apply();
  }

  get zoomed() {
    return this.scale > 1;
  }

  zoom(factor, at = { x: 0, y: 0 }) {
    const scale = Math.min(MOST, Math.max(1, this.scale * factor));
    const by = scale / this.scale;
    this.x = at.x - (at.x - this.x) * by;
    this.y = at.y - (at.y - this.y) * by;
    this.scale = scale;
    this.apply();
  }

  closer() { this.zoom(STEP); }
  farther() { this.zoom(1 / STEP); }

  pan(x, y) {
    this.x += x;
    this.y += y;
    this.apply();
  }

  // Looking to a side moves the photo to the other.
  look(side) {
    const by = { ArrowLeft: [PAN, 0], ArrowRight: [-PAN, 0], ArrowUp: [0, PAN], ArrowDown: [0, -PAN] }[side];
    this.pan(...by);
  }

  apply() {
    const most = (this.scale - 1) / 2;
    this.x = Math.min(most, Math.max(-most, this.x));
    this.y = Math.min(most, Math.max(-most, this.y));
    if (!this.stage) return;
    this.stage.classList.toggle("is-zoomed", this.zoomed);
    const moved = `translate(${this.x * 100}%, ${this.y * 100}%) scale(${this.scale})`;
    for (const frame of this.stage.querySelectorAll("[data-zooms]")) frame.style.transform = moved;
  }

  // Wheel, mouse and fingers ------------------------------------------------------------------------

  place(pane, event) {
    const box = pane.getBoundingClientRect();
    return { x: (event.clientX - box.x) / box.width - 0.5, y: (event.clientY - box.y) / box.height - 0.5 };
  }

  wheel(pane, event) {
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 400), this.place(pane, event));
  }

  down(pane, event) {
    pane.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.place(pane, event));
    this.still = this.pointers.size === 1;
    this.from = { x: event.clientX, y: event.clientY };
  }

  move(pane, event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = this.place(pane, event);
    this.pointers.set(event.pointerId, now);
    if (Math.hypot(event.clientX - this.from.x, event.clientY - this.from.y) > TAP_SLIP) this.still = false;
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) this.pinch(other, before, now);
    else this.pan(now.x - before.x, now.y - before.y);
  }

  pinch(other, before, now) {
    const apart = (point) => Math.max(0.01, Math.hypot(point.x - other.x, point.y - other.y));
    this.zoom(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    this.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  }

  up(pane, event) {
    if (this.pointers.delete(event.pointerId) && this.still && event.type === "pointerup") this.tap(pane, event);
  }

  // Two taps at one place go near, or back to the whole photo.
  tap(pane, event) {
    const { clientX: x, clientY: y, timeStamp: at } = event;
    const last = this.tapped;
    const twice = last && at - last.at < TAP_WITHIN && Math.hypot(x - last.x, y - last.y) < TAP_SLIP;
    this.tapped = twice ? null : { x, y, at };
    if (!twice) return;
    if (this.zoomed) this.fit();
    else this.zoom(NEAR, this.place(pane, event));
  }
}
