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
const listed = () => document.querySelector("dialog[open]") !== null;
const NOT_TYPED = "[type=checkbox], [type=radio], [type=button], [type=submit], [type=reset], [type=file], [type=range]";
const editable = (node) => node.matches?.("input, textarea") && !node.matches(NOT_TYPED);
// A busy browser may run a timer before it hands out keys that are already there.
const moreIsComing = () => navigator.scheduling?.isInputPending?.() ?? false;

export class Typing {
  // onScan(text), onPress(command) at once, onCommand(command) once it is sure to be no scan.
  // With claims every key outside a field belongs to the page; without, only those of a scan do.
  // ``commands`` tells what a key means on this page, ``reading`` when keys mean nothing.
  constructor({ onScan, onPress = () => {}, onCommand = () => {}, claims = true, commands = commandOf, reading = listed }) {
    Object.assign(this, { onScan, onPress, onCommand, claims, commands, reading });
    this.forget();
  }

  listen(target = window) {
    target.addEventListener("keydown", (event) => this.down(event), true);
    target.addEventListener("keyup", (event) => this.up(event), true);
  }

  forget() {
    clearTimeout(this.keyTimer);
    this.waits = "";
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
    if (this.claims && event.code === "Space" && !editable(event.target)) event.preventDefault();
  }

  // Control keys inside a scan do nothing to the browser.
  refuse(event) {
    if (this.rapid) event.preventDefault();
  }

  escape(event) {
    this.forget();
    if (event.repeat || this.reading()) return;
    this.onPress("CANCEL");
    this.onCommand("CANCEL");
  }

  take(event, key) {
    const inField = editable(event.target);
    const gap = this.strokes.length ? event.timeStamp - this.strokes.at(-1).at : Infinity;
    if (key === GS || (!inField && (this.claims || gap <= KEY_WAITS))) event.preventDefault();
    if (event.repeat) return;
    if (gap > KEY_WAITS) this.flush();
    if (gap > SILENCE) this.begin(event.target, inField);
    this.strokes.push({ key, placed: key === GS ? GS : placed(event.code, event.shiftKey), at: event.timeStamp });
    this.rapid = this.rapid || gap <= KEY_WAITS;
    this.weigh(inField ? "" : this.commands(event));
    this.silenceTimer = setTimeout(() => this.silent(), SILENCE);
  }

  begin(target, inField) {
    this.forget();
    if (inField) this.field = remembered(target);
  }

  weigh(command) {
    clearTimeout(this.silenceTimer);
    clearTimeout(this.keyTimer);
    this.waits = "";
    if (this.rapid || !command || this.reading()) return;
    this.onPress(command);
    this.waits = command;
    this.keyTimer = setTimeout(() => this.settle(), KEY_WAITS);
  }

  settle() {
    if (moreIsComing()) this.keyTimer = setTimeout(() => this.settle(), KEY_WAITS);
    else this.flush();
  }

  // A busy browser may hand out the next key before the timer of the one before has run: that one counts, too.
  flush() {
    const command = this.waits;
    clearTimeout(this.keyTimer);
    this.waits = "";
    if (command) this.onCommand(command);
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
    if (!near) this.flush();
    if (near && this.rapid) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (near && this.fast() && this.strokes.length >= SHORTEST_ENDED) this.scanned();
    else if (this.rapid) this.forget();
  }

  silent() {
    if (moreIsComing()) this.silenceTimer = setTimeout(() => this.silent(), SILENCE);
    else if (this.isPin()) this.forget();
    else if (this.fast() && this.strokes.length >= SHORTEST_SILENT) this.scanned();
    else if (this.rapid) this.forget();
  }

  // A scan that fell into a field is taken out of it again.
  scanned() {
    const text = spell(this.strokes);
    if (this.field) restore(this.field);
    this.forget();
    this.onScan(text);
  }
}

function remembered(node) {
  const { value, selectionStart, selectionEnd } = node;
  return { node, value, selectionStart, selectionEnd };
}

// Some fields, as those for numbers, have no caret to put back.
function restore({ node, value, selectionStart, selectionEnd }) {
  node.value = value;
  if (selectionStart !== null) node.setSelectionRange(selectionStart, selectionEnd);
  node.dispatchEvent(new Event("input", { bubbles: true }));
}
