// What a key tells at a second grade, by its place on the keyboard: digits as at the bench, photos as at the desk.

const PLAIN = {
  KeyX: "UNTOLD", KeyU: "BACK", Digit0: "BACK", Numpad0: "BACK", KeyN: "PHOTO_NEXT", KeyP: "PHOTO_BEFORE",
  Equal: "CLOSER", NumpadAdd: "CLOSER", Minus: "FARTHER", NumpadSubtract: "FARTHER",
};

export function commandOf(event) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit && !event.shiftKey) return digit[1];
  if (event.key === "+") return "CLOSER";
  return event.shiftKey ? "" : PLAIN[event.code] || "";
}
