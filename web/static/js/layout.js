// Keys by their place on the keyboard, so that Hebrew and Russian layouts work like the Latin one.

const SHIFTED = { 1: "!", 2: "@", 3: "#", 4: "$", 5: "%", 6: "^", 7: "&", 8: "*", 9: "(", 0: ")" };

const PUNCTUATION = {
  Minus: "-_", Equal: "=+", BracketLeft: "[{", BracketRight: "]}", Backslash: "\\|", IntlBackslash: "\\|",
  Semicolon: ";:", Quote: "'\"", Backquote: "`~", Comma: ",<", Period: ".>", Slash: "/?", Space: "  ",
  NumpadDivide: "//", NumpadMultiply: "**", NumpadSubtract: "--", NumpadAdd: "++", NumpadDecimal: "..",
};

const COMMANDS = { Space: "PHOTO", KeyU: "UNDO", KeyH: "HOLD", KeyO: "OVERRIDE", KeyP: "PRINT", KeyW: "WEIGH", KeyA: "AUTO", KeyF: "FULL", KeyE: "PARCEL", KeyB: "EMPTY", KeyC: "ALL", KeyM: "MISSING" };

// The character that a US keyboard has in this place, "" for none.
export function placed(code, shift) {
  if (/^Key[A-Z]$/.test(code)) return shift ? code[3] : code[3].toLowerCase();
  if (/^Digit\d$/.test(code)) return shift ? SHIFTED[code[5]] : code[5];
  if (/^Numpad\d$/.test(code)) return code[6];
  return (PUNCTUATION[code] || "")[shift ? 1 : 0] || "";
}

// What a key tells the bench, "" for nothing. A shifted digit is a character, never a command.
export function commandOf(event) {
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "HELP";
  if (event.shiftKey) return "";
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (digit) return digit[1] === "0" ? "BACK" : digit[1];
  return COMMANDS[event.code] || "";
}

// What was typed, read by place as soon as one character shows that the layout is not Latin.
export function spell(strokes) {
  const foreign = strokes.some((s) => s.key.length === 1 && s.key.charCodeAt(0) > 126);
  return strokes.map((s) => (foreign && s.placed) || s.key).join("");
}
