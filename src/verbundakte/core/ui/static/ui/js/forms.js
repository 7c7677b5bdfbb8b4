// Long forms: <form data-keep="name"> keeps its input in this tab until it is saved, also over an
// ended session; <form data-changes> counts and marks what is not saved yet; a control with
// data-only-if="name" data-only-value="x" is shown while the control of that name has that value (or
// one of several, a line each).

import { element, icon } from "./dom.js";

const PREFIX = "va:keep:";
const SKIPPED = new Set(["password", "file", "hidden", "submit", "button"]);

export function startForms(root) {
  for (const form of root.querySelectorAll("form[data-keep]:not([data-keep-on])")) keep(form);
  for (const form of root.querySelectorAll("form[data-changes]:not([data-changes-on])")) countChanges(form);
  for (const form of root.querySelectorAll("form[data-submits]:not([data-submits-on])")) submitOnChange(form);
  for (const one of root.querySelectorAll("[data-only-if]")) followCondition(one);
  for (const form of root.querySelectorAll('form[data-submit-now=""]')) submitNow(form);
  for (const form of root.querySelectorAll("form[data-forget]")) form.addEventListener("submit", forget);
  if (root === document) dropSaved();
}

const fields = (form) => [...form.elements].filter((one) => one.name && !SKIPPED.has(one.type));
const keyOf = (form) => `${PREFIX}${document.body.dataset.person}:${location.pathname}:${form.dataset.keep}`;
const isToggle = (one) => one.type === "checkbox" || one.type === "radio";
const nameOf = (one) => (isToggle(one) ? `${one.name}=${one.value}` : one.name);
const valueOf = (one) => (isToggle(one) ? one.checked : one.value);

function initial(one) {
  if (isToggle(one)) return one.defaultChecked;
  if (one.tagName !== "SELECT") return one.defaultValue;
  return ([...one.options].find((option) => option.defaultSelected) ?? one.options[0])?.value ?? "";
}

function keep(form) {
  form.dataset.keepOn = "";
  const key = keyOf(form);
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (kept?.sent && document.querySelector("[data-toast]")) sessionStorage.removeItem(key);
  else if (kept && !form.querySelector("[aria-invalid]")) restore(form, key, kept);
  form.addEventListener("input", () => {
    const values = Object.fromEntries(fields(form).map((one) => [nameOf(one), valueOf(one)]));
    sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
  });
  form.addEventListener("submit", () => {
    const now = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (now) sessionStorage.setItem(key, JSON.stringify({ ...now, sent: true }));
  });
}

function restore(form, key, kept) {
  let count = 0;
  for (const one of fields(form)) {
    const value = kept.values[nameOf(one)];
    if (value === undefined || value === valueOf(one)) continue;
    if (isToggle(one)) one.checked = value;
    else one.value = value;
    count += 1;
  }
  if (!count) return;
  const at = new Date(kept.at).toLocaleTimeString("de-DE", { hour: "2-digit", minute: "2-digit" });
  const drop = element("button", { type: "button", class: "va-link" }, "Eingaben verwerfen");
  const note = element("div", { class: "kern-alert kern-alert--info", role: "status" },
    icon("info"),
    element("p", { class: "kern-title" }, `Ihre Eingaben von ${at} sind wieder da`),
    element("p", { class: "kern-alert__text va-small" }, "Sie sind noch nicht gespeichert. ", drop));
  drop.addEventListener("click", () => {
    sessionStorage.removeItem(key);
    form.reset();
    form.dispatchEvent(new Event("input"));
    sessionStorage.removeItem(key);
    note.remove();
  });
  form.prepend(note);
  form.dispatchEvent(new Event("va:restored"));
}

// What was sent and came back as another page of the office is saved. The login page keeps it.
function dropSaved() {
  if ("public" in document.body.dataset || !document.getElementById("menue")) return;
  const here = new Set([...document.querySelectorAll("form[data-keep]")].map(keyOf));
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith(PREFIX) || here.has(key)) continue;
    if (JSON.parse(sessionStorage.getItem(key))?.sent) sessionStorage.removeItem(key);
  }
}

function forget() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}

function countChanges(form) {
  form.dataset.changesOn = "";
  const show = () => {
    const changed = fields(form).filter((one) => valueOf(one) !== initial(one));
    const names = new Set(changed.map((one) => one.name));
    for (const wrapper of form.querySelectorAll("[data-field]")) {
      wrapper.classList.toggle("va-changed", names.has(wrapper.dataset.field));
    }
    const text = names.size === 1 ? "1 ungespeicherte Änderung" : `${names.size} ungespeicherte Änderungen`;
    for (const place of document.querySelectorAll("[data-changes-count]")) {
      place.textContent = names.size ? text : "";
    }
  };
  form.addEventListener("input", show);
  form.addEventListener("va:restored", show);
  form.addEventListener("reset", () => setTimeout(show));
  show();
}

// The server decides what is asked for; hiding only spares reading what does not matter now.
function followCondition(one) {
  const form = one.form;
  const show = () => {
    const wrapper = one.closest("[data-field]");
    if (wrapper) wrapper.hidden = !isAsked(one) && !one.matches("[aria-invalid]");
  };
  for (const event of ["input", "change", "va:restored"]) form.addEventListener(event, show);
  form.addEventListener("reset", () => setTimeout(show));
  show();
}

function isAsked(one) {
  const other = one.form?.elements.namedItem(one.dataset.onlyIf);
  if (!other) return true;
  const fits = one.dataset.onlyValue.split("\n").some((value) => plain(value) === plain(other.value));
  return fits && (!other.dataset?.onlyIf || isAsked(other));
}

const plain = (text) =>
  text.trim().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// Filters: a choice is an answer at once; without a script a button sends it.
function submitNow(form) {
  form.dataset.submitNow = "done";
  form.requestSubmit();
}

function submitOnChange(form) {
  form.dataset.submitsOn = "";
  for (const button of form.querySelectorAll("[data-no-script]")) button.hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}
