// Keyboard. Every element with data-key="..." is a shortcut: "d", "g s" (one after the other),
// "ctrl+s". Lists with [data-walk] (or .va-rows) are walked with j and k; data-walk="opens" shows each
// row at once. Enter as a shortcut leaves other links and buttons under the focus their own Enter.
// Off in fields except Esc and Strg, and wholly off with <html data-va-keys="off"> (WCAG 2.1.4).

import { element, isTyping } from "./dom.js";
import { closeTopmost, focusWriting } from "./menus.js";

const CHORD_MS = 1200;
const NAMES = { enter: "Eingabe", space: "Leer", esc: "Esc", ctrl: "Strg", alt: "Alt", left: "Pfeil links", right: "Pfeil rechts", home: "Pos1", end: "Ende" };
const READING = [
  ["space", "Im Dokument weiterblättern"],
  ["right", "Nächste Seite"],
  ["left", "Vorige Seite"],
  ["home", "Erste Seite (Seiten gewählt)"],
  ["end", "Letzte Seite (Seiten gewählt)"],
];
const WALKING = [
  ["j k", "In der Liste bewegen"],
  ["o", "Öffnen"],
  ["x", "Auswählen"],
  ["esc", "Schließen, Feld verlassen"],
];
let chord = "";
let chordTimer = 0;

export function startKeys() {
  document.addEventListener("keydown", onKey);
  document.getElementById("tastatur")?.addEventListener("va:opening", fillHelp);
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.metaKey) return;
  const name = nameOf(event);
  if (event.key === "Escape") return onEscape(event);
  if (document.documentElement.dataset.vaKeys === "off") return;
  const isCommand = event.ctrlKey || event.altKey;
  if (!isCommand && isTyping(event.target)) return;
  if (document.querySelector("dialog[open]:modal") && !isCommand) return;
  if (runChord(name) || (!isCommand && walk(name))) event.preventDefault();
}

function onEscape(event) {
  if (isTyping(event.target)) event.target.blur();
  else if (closeTopmost()) event.preventDefault();
}

function nameOf(event) {
  const key = event.key === " " ? "space" : event.key.length === 1 ? event.key : event.key.toLowerCase();
  return `${event.ctrlKey ? "ctrl+" : ""}${event.altKey ? "alt+" : ""}${key}`;
}

// First the two-step shortcuts that have begun, then the single ones.
function runChord(name) {
  const full = chord ? `${chord} ${name}` : name;
  chord = "";
  clearTimeout(chordTimer);
  const target = isOwnEnter(name) ? null : find(full);
  if (target) return activate(target);
  if (document.querySelector(`[data-key^="${CSS.escape(name)} "]`)) {
    chord = name;
    chordTimer = setTimeout(() => { chord = ""; }, CHORD_MS);
    return true;
  }
  return false;
}

function isOwnEnter(name) {
  const under = document.activeElement?.closest("a, button, summary, label");
  return name === "enter" && Boolean(under) && !under.closest(".va-row[data-here]");
}

function find(combination) {
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(combination)}"]`)];
  const usable = all.filter((one) => !one.disabled);
  const shown = usable.filter((one) => one.offsetParent !== null);
  const first = shown.find((one) => one.closest("#angaben")) ?? shown[0]; // what is done before what is looked at
  return first ?? usable.find((one) => one.closest(".va-nav, .va-topbar, .va-head, [data-viewer-head], #angaben"));
}

function activate(target) {
  if (target.matches("input:not([type=checkbox]), textarea, select")) {
    target.focus();
    target.select?.();
    return true;
  }
  if (target.matches("summary")) target.focus();
  target.click();
  focusWriting(target.parentElement); // at once: the next keys are text already
  return true;
}

function rows() {
  const walked = document.querySelector("[data-walk]")
    ? document.querySelectorAll("[data-walk] > .va-row, [data-walk] > tr, [data-walk] > li > .va-row")
    : document.querySelectorAll(".va-rows > .va-row");
  return [...walked].filter((row) => row.offsetParent !== null && row.querySelector("a"));
}

function walk(name) {
  const list = rows();
  if (!list.length || !["j", "k", "o", "x", "enter"].includes(name)) return false;
  const at = list.findIndex((row) => row.contains(document.activeElement));
  const here = at >= 0 ? at : list.findIndex((row) => "here" in row.dataset);
  if (name === "j" || name === "k") {
    const next = Math.min(Math.max(here + (name === "j" ? 1 : -1), 0), list.length - 1);
    linkOf(list[next]).focus();
    list[next].scrollIntoView({ block: "nearest" });
    list[next].dispatchEvent(new CustomEvent("va:walked", { bubbles: true }));
    // Back on the row that is open still, another may be on its way: then this one is asked for again.
    const isNew = next !== here || !("here" in list[next].dataset);
    if (list[next].closest("[data-walk=opens]") && isNew) linkOf(list[next]).click();
    return true;
  }
  if (name === "enter") return false;
  if (here < 0) return false;
  if (name === "o") linkOf(list[here]).click();
  if (name === "x") list[here].querySelector("input[type=checkbox]")?.click();
  return true;
}

const linkOf = (row) => row.querySelector(".va-row__link") ?? row.querySelector("a");

/** All shortcuts of this page, for the help. */
function shortcuts() {
  const seen = new Map();
  for (const one of document.querySelectorAll("[data-key]")) {
    if (one.closest("dialog")) continue;
    const label = one.dataset.keyLabel ?? one.textContent.replace(/\s+/g, " ").trim();
    if (label && !seen.has(one.dataset.key)) seen.set(one.dataset.key, label);
  }
  const reading = document.querySelector("[data-viewer]") ? READING : [];
  return [...seen, ...reading, ...(rows().length ? WALKING : WALKING.slice(-1))];
}

function fillHelp(event) {
  const list = element("dl", { class: "va-keylist" });
  for (const [combination, label] of shortcuts()) {
    const caps = combination.split(" ").flatMap((group) => group.split("+"))
      .map((key) => element("kbd", { class: "va-kbd" }, NAMES[key] ?? key));
    list.append(element("div", {}, element("dt", {}, ...caps), element("dd", {}, label)));
  }
  event.target.querySelector("[data-keylist]").replaceChildren(list);
}
