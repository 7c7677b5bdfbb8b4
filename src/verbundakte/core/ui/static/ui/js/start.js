// Entry of every page. Each part looks for its own attributes; without a script the page works too.

import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startMenus } from "./menus.js";
import { startSuggestions } from "./suggest.js";
import { startTrees } from "./tree.js";

async function startParts(root) {
  startForms(root);
  startLive(root);
  startTrees(root);
  startSuggestions(root);
  if (root.querySelector("[data-upload]")) (await import("./upload.js")).startUploads(root);
  if (root.querySelector("[data-folder], [data-folder-plan]")) (await import("./folder.js")).startFolders(root);
  if (root.querySelector("[data-passkey]")) (await import("./passkeys.js")).startPasskeys(root);
  if (root.querySelector("[data-jump]")) (await import("./jump.js")).startJumps(root);
  if (root.querySelector("[data-areas]")) (await import("./areas.js")).startAreas(root);
  if (root.querySelector("form[data-onward]")) (await import("./onward.js")).startOnward();
  if (root.querySelector("[data-viewer]")) (await import("./viewer.js")).startViewers(root);
}

// What is chosen stays in view where a pane scrolls by itself.
function revealChosen() {
  if (!matchMedia("(min-width: 60rem)").matches) return;
  for (const one of document.querySelectorAll(".va-pane__scroll :is(.va-row[data-here], .va-tree a[aria-current])")) {
    one.scrollIntoView({ block: "nearest" });
  }
}

startMenus();
revealChosen();
startKeys();
startParts(document);
document.addEventListener("htmx:after:swap", () => startParts(document));
document.addEventListener("va:changed", (event) => startParts(event.target));
