// Suggestions under a search field: <input data-suggest="/address/"> in a positioned parent. The
// address answers {groups: [{title, lines: [{text, number, icon, url}]}]} to ?q=. Arrow keys choose,
// Enter opens, Esc closes; without a choice Enter searches as ever. (ARIA: combobox with listbox.)

import { element, icon } from "./dom.js";

const PAUSE_MS = 120;

export function startSuggestions(root) {
  for (const field of root.querySelectorAll("input[data-suggest]:not([data-suggest-on])")) {
    field.dataset.suggestOn = "";
    new Suggestions(field);
  }
}

class Suggestions {
  constructor(field) {
    this.field = field;
    this.list = element("div", { class: "va-menu va-menu--find", role: "listbox", id: `${field.id}-vorschlaege`, "aria-label": "Vorschläge", hidden: true });
    field.after(this.list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", this.list.id], ["aria-expanded", "false"]]) {
      field.setAttribute(name, value);
    }
    field.addEventListener("input", () => this.later());
    field.addEventListener("focus", () => this.later());
    field.addEventListener("blur", () => this.close());
    field.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    this.asked?.abort();
    this.asked = new AbortController();
    const address = `${this.field.dataset.suggest}?${new URLSearchParams({ q: this.field.value })}`;
    try {
      const answer = await fetch(address, { signal: this.asked.signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const { groups } = await answer.json();
      if (document.activeElement === this.field) this.show(groups);
    } catch {
      this.close(); // a suggestion less; searching goes on
    }
  }

  show(groups) {
    const parts = groups.map((group, at) => {
      const title = element("div", { class: "va-menu__head", id: `${this.list.id}-${at}` }, group.title);
      return element("div", { role: "group", "aria-labelledby": title.id }, title, ...group.lines.map(option));
    });
    this.list.replaceChildren(...parts);
    this.options().forEach((one, at) => { one.id = `${this.list.id}-zeile-${at}`; });
    this.toggle(parts.length > 0);
  }

  options() { return [...this.list.querySelectorAll("[role=option]")]; }

  toggle(isOpen) {
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", String(isOpen));
    this.field.removeAttribute("aria-activedescendant");
    this.at = -1;
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.toggle(false);
  }

  onKey(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.ask();
      else this.choose(this.at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.options()[this.at].click();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  // One step beyond either end leads back to what was typed.
  choose(at) {
    const options = this.options();
    this.at = at < -1 ? options.length - 1 : at >= options.length ? -1 : at;
    options.forEach((one, place) => one.setAttribute("aria-selected", String(place === this.at)));
    const chosen = options[this.at];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.field.setAttribute("aria-activedescendant", chosen.id);
    else this.field.removeAttribute("aria-activedescendant");
  }
}

function option(line) {
  return element("a", { class: "va-menu__item", role: "option", "aria-selected": "false", tabindex: "-1", href: line.url },
    icon(line.icon), element("span", { class: "va-clip" }, line.text),
    ...(line.number ? [element("span", { class: "va-az va-muted va-small" }, line.number)] : []));
}
