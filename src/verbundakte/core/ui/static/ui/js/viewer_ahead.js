// The documents above and below the one that is read are fetched ahead, so that turning to them is
// instant: their parts of the page, and of their PDF the first page, already drawn.
//
// The server allows it by [data-ahead] on the viewer (never for secret files, whose every reading is
// written down). The links are those of the page; without a script, or on a small screen, they simply
// lead there. GET <link> with "Va-Part: dokument" -> the parts #dokument and #angaben alone. Which row
// is open stands in the address under the name in [data-named] of #dokument, else as "dokument".

import { say } from "./dom.js";

const WIDE = "(min-width: 60rem)";
const PARTS = ["dokument", "angaben"];
const FRESH_MS = 60_000;
const AGAIN_MS = 45_000; // a letter may be read for longer than what lies beside it stays fresh
const MOST_AGAIN = 12;
const MOST = 5;
const fetched = new Map(); // address -> { at, parts: promise of the elements or null, ready }
let isListening = false;
let turns = 0;

/** Fetch what lies beside the document of this viewer once its first page is there. */
export function startAhead(box) {
  listen(box);
  const begin = () => whenIdle(() => fetchNeighbours(box));
  if (box.dataset.viewer && !box.querySelector(".page canvas")) box.addEventListener("va:painted", begin, { once: true });
  else begin();
}

const whenIdle = (act) => (window.requestIdleCallback ?? ((later) => setTimeout(later, 100)))(act, { timeout: 1500 });

async function fetchNeighbours(box) {
  if (!box.isConnected || !matchMedia(WIDE).matches) return;
  for (const link of document.querySelectorAll("#angaben a[rel=next], #angaben a[rel=prev]")) {
    await ahead(link.href).ready.catch(() => {});
  }
  box.dataset.ahead = "ready";
  keepFresh(box, MOST_AGAIN);
}

// In a queue of work the next one is there however long this one takes; what was fetched stays until
// the new one is ready.
function keepFresh(box, left) {
  setTimeout(async () => {
    const next = document.querySelector("#angaben a[rel=next]");
    if (!left || !box.isConnected || !next || !document.querySelector("#angaben form[data-onward]")) return;
    if (!document.hidden) {
      const made = fetchPart(next.href);
      await made.ready.then(() => keep(next.href, made), () => {});
    }
    keepFresh(box, left - 1);
  }, AGAIN_MS);
}

function ahead(address) {
  const known = fetched.get(address);
  if (known && performance.now() - known.at < FRESH_MS) return known;
  const made = fetchPart(address);
  keep(address, made);
  return made;
}

function fetchPart(address) {
  const made = { at: performance.now(), parts: ask(address) };
  made.ready = made.parts.then(prepareFirstPage);
  made.ready.catch(() => {});
  return made;
}

function keep(address, made) {
  fetched.delete(address);
  fetched.set(address, made);
  for (const old of [...fetched.keys()].slice(0, -MOST)) fetched.delete(old);
}

async function ask(address) {
  const answer = await fetch(address, { headers: { "Va-Part": "dokument" }, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const one of page.querySelectorAll("noscript")) one.remove(); // the parser takes them for shown
  const parts = PARTS.map((id) => page.getElementById(id));
  return parts.every(Boolean) ? parts.map((part) => document.importNode(part, true)) : null;
}

async function prepareFirstPage(parts) {
  const box = parts?.[0].querySelector("[data-viewer]");
  const place = document.querySelector("#dokument [data-viewer-pages]");
  if (!box?.dataset.viewer || !place) return;
  const { prepare } = await import("./viewer_pdf.js");
  await prepare(box, place.clientWidth);
}

function listen(box) {
  if (isListening) return;
  isListening = true;
  const isUnnamed = matchMedia(WIDE).matches && !wanted() && box.dataset.address;
  if (isUnnamed) history.replaceState(history.state, "", `${box.dataset.address}${location.hash}`);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#angaben a[rel=next], #angaben a[rel=prev], #dokumente .va-row__link");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (!matchMedia(WIDE).matches || !document.querySelector("#dokument [data-ahead]")) return;
    if (new URL(link.href).pathname !== location.pathname) return;
    event.preventDefault();
    turnTo(link.href, event.timeStamp);
  });
  window.addEventListener("popstate", () => {
    const here = document.getElementById("dokument")?.dataset.dokument;
    if (here && wanted() && wanted() !== here) turnTo(location.href, performance.now(), false);
  });
}

/** Show what a link of the list leads to, at once when it was fetched ahead. */
export async function turnTo(address, began, isNew = true) {
  const turn = ++turns;
  const parts = await ahead(address).parts.catch(() => null);
  if (turn !== turns) return; // turned on meanwhile: what was asked for last is shown, whatever comes first
  if (!parts) return location.assign(address);
  fetched.delete(address);
  if (isNew) history.pushState({ va: "dokument" }, "", address);
  await show(parts);
  await painted();
  performance.measure("va:dokument", { start: began, end: performance.now() });
  for (const part of parts) part.dispatchEvent(new CustomEvent("va:changed", { bubbles: true }));
}

const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

async function show(parts) {
  const { showFirstLook } = await import("./viewer_pdf.js");
  const old = PARTS.map((id) => document.getElementById(id));
  const hadFocus = old.some((part) => part.contains(document.activeElement)) || document.activeElement === document.body;
  parts[0].toggleAttribute("data-full", old[0].hasAttribute("data-full"));
  const side = old[0].querySelector("[data-viewer]")?.dataset.side;
  const box = parts[0].querySelector("[data-viewer]");
  if (box && side) box.dataset.side = side;
  old[0].querySelector("[data-viewer]")?.dispatchEvent(new CustomEvent("va:leaving"));
  old.forEach((part, at) => part.replaceWith(parts[at]));
  if (box) showFirstLook(box);
  choose();
  if (hadFocus) (box?.querySelector("[data-viewer-pages]") ?? parts[0]).focus({ preventScroll: true });
  say(parts[0].getAttribute("aria-label"));
}

const named = () => document.getElementById("dokument")?.dataset.named ?? "dokument";
const wanted = () => new URLSearchParams(location.search).get(named());

// The row of the list that is open now.
function choose() {
  for (const link of document.querySelectorAll("#dokumente .va-row__link")) {
    const isHere = new URL(link.href).searchParams.get(named()) === wanted();
    link.closest(".va-row").toggleAttribute("data-here", isHere);
    if (isHere) {
      link.setAttribute("aria-current", "true");
      link.scrollIntoView({ block: "nearest" });
    } else link.removeAttribute("aria-current");
  }
}
