// What a key tells the desk, by its place on the keyboard, whatever layout is on.

const PLAIN = {
  KeyJ: "NEXT", KeyK: "BEFORE", KeyN: "PHOTO_NEXT", KeyP: "PHOTO_BEFORE", KeyS: "BESIDE", Digit0: "FIT", Numpad0: "FIT",
  KeyC: "CONFIRM", KeyO: "OVERRIDE", KeyB: "SEND_BACK", KeyR: "RELEASE", KeyH: "KEEP", KeyX: "SELECT", KeyF: "FILTER",
  KeyT: "STORY", Equal: "CLOSER", NumpadAdd: "CLOSER", Minus: "FARTHER", NumpadSubtract: "FARTHER",
};
const SHIFTED = { KeyX: "SELECT_ALL", Slash: "HELP", Equal: "CLOSER" };
const BY_CHARACTER = { "?": "HELP", "/": "FIND", "+": "CLOSER", "-": "FARTHER" };

// A digit is a photo, or a choice where one is asked for.
export function commandOf(event) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit && !event.shiftKey) return digit[1];
  if (event.shiftKey) return SHIFTED[event.code] || BY_CHARACTER[event.key] || "";
  return BY_CHARACTER[event.key] || (event.code === "Slash" ? "FIND" : PLAIN[event.code] || "");
}

// Keys that are no character: arrows move through items and photos, and over a photo seen from near.
export function arrowOf(event, { zoomed, rtl }) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return "";
  if (event.key.startsWith("Arrow") && zoomed) return "LOOK";
  const onward = rtl ? "ArrowLeft" : "ArrowRight";
  const back = rtl ? "ArrowRight" : "ArrowLeft";
  const told = { ArrowDown: "NEXT", ArrowUp: "BEFORE", [onward]: "PHOTO_NEXT", [back]: "PHOTO_BEFORE", PageDown: "DOWN", PageUp: "UP" };
  return told[event.key] || "";
}
