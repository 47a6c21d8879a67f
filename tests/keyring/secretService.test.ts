// Which of these hold depends on the session the run is in: scripts/with-keyring.sh makes each of them.
import { keyringMode } from "../support/secretService";
import { testLocked } from "./locked";
import { testNone } from "./none";
import { testUnlocked } from "./unlocked";

const suites = { unlocked: testUnlocked, locked: testLocked, none: testNone };
suites[keyringMode()]();
