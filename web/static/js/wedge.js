// Tell a keyboard-wedge scanner from hands by its speed, anywhere on the page.
//
// Characters of one scan come within 50 ms of each other on average. A single key waits 60 ms to see
// whether more follow, then it is a command. A scan ends with Enter, Tab or 100 ms of silence.

import { commandOf, placed, spell } from "./layout.js";

const KEY_WAITS = 60;
const SILENCE = 100;
const PER_CHARACTER = 50;
const SHORTEST_ENDED = 3;
const SHORTEST_SILENT = 6;
const GS = "\x1d";

// While the list of keys is open, keys belong to it; scans still belong to the bench.
const reading = () => document.querySelector("dialog[open]") !== null;
const editable = (node) => node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement;

export class Typing {
  // onScan(text), onPress(command) at once, onCommand(command) once it is sure to be no scan.
  constructor({ onScan, onPress = () => {}, onCommand = () => {} }) {
    Object.assign(this, { onScan, onPress, onCommand });
    this.forget();
  }

  listen(target = window) {
    target.addEventListener("keydown", (event) => this.down(event), true);
    target.addEventListener("keyup", (event) => this.up(event), true);
  }

  forget() {
    clearTimeout(this.keyTimer);
    clearTimeout(this.silenceTimer);
    this.strokes = [];
    this.rapid = false;
    this.field = null;
  }

  down(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" || event.key === "Tab") this.end(event);
    else if (event.ctrlKey && event.code === "BracketRight") this.take(event, GS);
    else if (event.ctrlKey || event.altKey || event.metaKey) this.refuse(event);
    else if (event.key === "Escape") this.escape(event);
    else if (event.key.length === 1) this.take(event, event.key);
  }

  // Space clicks a focused button when it is let go: at the bench it means the photo.
  up(event) {
    if (event.code === "Space" && !editable(event.target)) event.preventDefault();
  }

  // Control keys inside a scan do nothing to the browser.
  refuse(event) {
    if (this.rapid) event.preventDefault();
  }

  escape(event) {
    this.forget();
    if (event.repeat || reading()) return;
    this.onPress("CANCEL");
    this.onCommand("CANCEL");
  }

  take(event, key) {
    const inField = editable(event.target);
    if (!inField || key === GS) event.preventDefault();
    if (event.repeat) return;
    const gap = this.strokes.length ? event.timeStamp - this.strokes.at(-1).at : Infinity;
    if (gap > SILENCE) this.begin(event.target, inField);
    this.strokes.push({ key, placed: key === GS ? GS : placed(event.code, event.shiftKey), at: event.timeStamp });
    this.rapid = this.rapid || gap <= KEY_WAITS;
    this.weigh(inField ? "" : commandOf(event));
    this.silenceTimer = setTimeout(() => this.silent(), SILENCE);
  }

  begin(target, inField) {
    this.forget();
    if (inField) this.field = { node: target, value: target.value };
  }

  weigh(command) {
    clearTimeout(this.silenceTimer);
    clearTimeout(this.keyTimer);
    if (this.rapid || !command || reading()) return;
    this.onPress(command);
    this.keyTimer = setTimeout(() => this.onCommand(command), KEY_WAITS);
  }

  fast() {
    const count = this.strokes.length;
    return count > 1 && (this.strokes.at(-1).at - this.strokes[0].at) / (count - 1) < PER_CHARACTER;
  }

  // Eight digits at most in the PIN's own field are a PIN, however fast the fingers (or a password manager).
  isPin() {
    return this.field?.node.id === "pin" && this.strokes.length <= 8 && this.strokes.every(({ key }) => /\d/.test(key));
  }

  end(event) {
    if (this.isPin()) return this.forget();
    const near = this.strokes.length && event.timeStamp - this.strokes.at(-1).at <= SILENCE;
    if (near && this.rapid) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (near && this.fast() && this.strokes.length >= SHORTEST_ENDED) this.scanned();
    else if (this.rapid) this.forget();
  }

  silent() {
    if (this.isPin()) this.forget();
    else if (this.fast() && this.strokes.length >= SHORTEST_SILENT) this.scanned();
    else if (this.rapid) this.forget();
  }

  // A scan that fell into a field is taken out of it again.
  scanned() {
    const text = spell(this.strokes);
    if (this.field) this.field.node.value = this.field.value;
    this.forget();
    this.onScan(text);
  }
}
