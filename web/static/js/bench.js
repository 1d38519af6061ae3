// The bench page: follow the station, take keys, touches and scans.

import * as face from "./face.js";
import * as frame from "./frame.js";
import * as keys from "./keys.js";
import { follow } from "./live.js";
import * as pin from "./pin.js";
import * as shutter from "./shutter.js";
import { Typing } from "./wedge.js";

const main = document.getElementById("bench");

frame.start();
face.start(main);
keys.listen(main);
pin.listen(main, (typed) => keys.send("/bench/pin", { pin: typed }));
new Typing({ onScan: keys.scan, onPress: face.press, onCommand: keys.act }).listen();
shutter.listen(() => keys.act("PHOTO"));
follow("/live", { onMessage: face.show, onEcho: echoed });

function echoed(text) {
  shutter.stop();
  face.echo(text);
}
