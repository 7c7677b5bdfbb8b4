// Taking a folder over in three steps on pages that follow each other without leaving the tab: the
// list of its files goes to the server, the plan comes back and is settled, then the files go (upload.js).
// The chosen files live only here; whoever comes back later chooses the folder once more.
//
// <form data-folder="/address/">   POST address {files: [{path, size, last_modified}]} -> {url}
// <form data-folder-plan>          sent by the browser's own way when no files are chosen

import { headers, say } from "./dom.js";
import { filesOf, listenForDrops, startUploads } from "./upload.js";

let chosen = [];

export function startFolders(root) {
  for (const form of root.querySelectorAll("form[data-folder]:not([data-folder-on])")) listen(form);
  for (const form of root.querySelectorAll("form[data-folder-plan]:not([data-folder-on])")) listenForPlan(form);
}

function listen(form) {
  form.dataset.folderOn = "";
  form.hidden = false;
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", () => list(form, filesOf(input)));
  listenForDrops(form, "übernehmen", (found) => list(form, found));
}

async function list(form, found) {
  const problem = form.querySelector("[data-folder-problem]");
  problem.hidden = true;
  chosen = found;
  say("Die Liste der Dateien wird geprüft");
  const files = found.map(({ file, path }) => ({ path, size: file.size, last_modified: file.lastModified }));
  try {
    const answer = await fetch(form.dataset.folder, {
      method: "POST", credentials: "same-origin", body: JSON.stringify({ files }),
      headers: headers({ "Content-Type": "application/json", Accept: "application/json" }),
    });
    const data = await answer.json();
    if (answer.ok) { show(await fetch(data.url, { credentials: "same-origin" })); return; }
    problem.textContent = data.detail ?? data.message;
  } catch {
    problem.textContent = "Der Server ist nicht zu erreichen. Versuchen Sie es noch einmal.";
  }
  problem.hidden = false;
}

function listenForPlan(form) {
  form.dataset.folderOn = "";
  form.addEventListener("submit", async (event) => {
    if (!chosen.length) return;
    event.preventDefault();
    show(await fetch(location.href, { method: "POST", credentials: "same-origin", body: new FormData(form) }));
  });
}

// The answer takes the place of the open page; a login page is gone to as a whole.
async function show(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("inhalt");
  if (!fresh) { location.assign(answer.url); return; }
  const adopted = document.importNode(fresh, true);
  document.getElementById("inhalt").replaceWith(adopted);
  document.title = page.title;
  if (location.href !== answer.url) history.pushState({}, "", answer.url);
  say("");
  adopted.dispatchEvent(new CustomEvent("va:changed", { bubbles: true }));
  startUploads(adopted);
  adopted.querySelector("form[data-pick]")?.dispatchEvent(new CustomEvent("va:files", { detail: chosen }));
  adopted.focus();
}

addEventListener("popstate", () => location.reload());
