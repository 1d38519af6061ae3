// Pages that only need the frame around them.

import { start } from "./frame.js";

start();
