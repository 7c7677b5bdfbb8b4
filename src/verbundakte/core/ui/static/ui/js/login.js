// Entry of the pages before the login: only passkeys need a script.

import { startPasskeys } from "./passkeys.js";

startPasskeys(document);
