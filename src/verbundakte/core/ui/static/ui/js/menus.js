// Menus, dialogs, messages, copying, and what a person has folded (kept in this browser).

import { say } from "./dom.js";

export function startMenus() {
  document.addEventListener("click", onClick);
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("htmx:after:swap", (event) => {
    const menu = event.target.closest?.("details[data-menu][open]");
    if (!menu?.contains(document.activeElement)) focusFirst(menu);
  });
  restoreFolds();
  announceMessages();
  document.querySelector("[data-focus]")?.focus();
}

function onClick(event) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const opener = event.target.closest("[data-opens]");
  if (opener) open(event, opener);
  const closer = event.target.closest("[data-close]");
  if (closer) close(closer);
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier.dataset.copy);
  if (event.target.closest("[data-print]")) window.print();
}

function open(event, opener) {
  const dialog = document.getElementById(opener.dataset.opens);
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  dialog.dispatchEvent(new CustomEvent("va:opening"));
  if (!dialog.open) dialog.showModal();
}

function close(closer) {
  closer.closest("dialog")?.close();
  closer.closest("[data-toast]")?.remove();
}

async function copy(text) {
  await navigator.clipboard?.writeText(text);
  say(`${text} kopiert`);
}

function onToggle(event) {
  const fold = event.target;
  if (fold.dataset?.remember) localStorage.setItem(`va:fold:${fold.dataset.remember}`, fold.open ? "1" : "0");
  if (event.newState === "open") focusWriting(fold);
  if (!fold.matches?.("details[data-menu]") || !fold.open) return;
  fold.querySelector("[data-late]")?.dispatchEvent(new CustomEvent("va:open"));
  focusFirst(fold);
}

// <details data-write>: what is opened to be written in.
export function focusWriting(fold) {
  if (fold?.matches?.("details[data-write][open]")) fold.querySelector("textarea")?.focus();
}

function focusFirst(menu) {
  menu?.querySelector(".va-menu a, .va-menu button")?.focus();
}

function restoreFolds() {
  for (const fold of document.querySelectorAll("details[data-remember]")) {
    const kept = localStorage.getItem(`va:fold:${fold.dataset.remember}`);
    if (kept !== null) fold.open = kept === "1";
  }
}

// A region that is full when the page arrives is not read aloud; filling it again is.
function announceMessages() {
  const region = document.getElementById("meldungen");
  if (!region?.children.length) return;
  const messages = [...region.children];
  setTimeout(() => region.replaceChildren(...messages), 150);
}

/** Close the topmost open thing; true if there was one. */
export function closeTopmost() {
  const menu = document.querySelector("details[data-menu][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return true;
  }
  const toast = document.querySelector("[data-toast]:last-of-type");
  if (toast) { toast.remove(); return true; }
  return false;
}
