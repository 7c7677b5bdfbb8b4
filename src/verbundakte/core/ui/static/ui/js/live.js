// Parts of a page that change by themselves: <div data-live="/address/">. The address answers with
// the same element again; without data-live in the answer the asking ends.
// While the server is away the page says so and goes on asking, at most 8 s apart.

import { connection, wait } from "./dom.js";

const EVERY_MS = 2000;
const LONGEST_MS = 8000;

export function startLive(root) {
  const parts = [...root.querySelectorAll("[data-live]:not([data-live-on])")];
  if (root instanceof Element && root.matches("[data-live]:not([data-live-on])")) parts.push(root);
  for (const part of parts) {
    part.dataset.liveOn = "";
    follow(part);
  }
}

async function follow(part) {
  let pause = Number(part.dataset.liveEvery ?? 0) * 1000 || EVERY_MS;
  for (;;) {
    await wait(pause);
    if (!part.isConnected) return;
    if (document.hidden) continue;
    const html = await ask(part.dataset.live);
    if (html === null) {
      connection(false);
      pause = Math.min(pause * 2, LONGEST_MS);
      continue;
    }
    connection(true);
    if (html === "") return;
    replace(part, html);
    return;
  }
}

// The fragment, null while the server is away, "" when there is nothing to follow any more.
async function ask(address) {
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (answer.status >= 500) return null;
    return answer.ok && !answer.redirected ? await answer.text() : "";
  } catch {
    return null;
  }
}

// Messages that came with the answer would otherwise be lost.
function tell(messages) {
  if (messages?.children.length) document.getElementById("meldungen")?.append(...messages.children);
}

function replace(part, html) {
  const parsed = new DOMParser().parseFromString(`<body><template>${html}</template>`, "text/html");
  const { content } = parsed.querySelector("template");
  for (const one of content.querySelectorAll("noscript")) one.remove(); // the parser takes them for shown
  const parts = [...content.children];
  tell(parts.find((one) => one.id === "meldungen"));
  const fresh = parts.find((one) => one.tagName !== "TITLE" && one.id !== "meldungen");
  if (!fresh) return;
  const opened = part.querySelector("details")?.open ?? false;
  const hadFocus = part.contains(document.activeElement);
  const adopted = document.importNode(fresh, true);
  part.replaceWith(adopted);
  if (opened && adopted.querySelector("details")) adopted.querySelector("details").open = true;
  if (hadFocus) adopted.querySelector("a, button, summary")?.focus();
  adopted.dispatchEvent(new CustomEvent("va:changed", { bubbles: true }));
  startLive(adopted);
}
