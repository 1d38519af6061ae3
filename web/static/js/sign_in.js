// The sign-in page: a badge from any scanner, then a PIN.

import * as face from "./face.js";
import * as frame from "./frame.js";
import { send } from "./keys.js";
import { follow } from "./live.js";
import * as pin from "./pin.js";
import { Typing } from "./wedge.js";

const main = document.getElementById("door");

frame.start();
face.start(main);
pin.listen(main, (typed) => send("/sign-in/pin", { pin: typed }));
new Typing({ onScan: (text) => send("/sign-in/badge", { text }) }).listen();
follow("/sign-in/live", { onMessage: face.show });
