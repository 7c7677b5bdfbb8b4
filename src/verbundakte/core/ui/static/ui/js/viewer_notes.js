// Remarks beside the pages: marked on them, written from selected text or a drawn area, and kept up to
// date. Forms in the list post as they would without a script; the answer is the list anew.

import { element, headers } from "./dom.js";
import { drawArea, MarkLayer, selectedAreas } from "./viewer_marks.js";

export class Notes {
  constructor({ box, pages, side }) {
    Object.assign(this, { box, pages, side });
    this.panel = box.querySelector("[data-viewer-notes]");
    this.layer = new MarkLayer(pages, () => this.marks());
    this.panel.addEventListener("submit", (event) => this.send(event));
    this.panel.addEventListener("click", (event) => this.onClick(event));
    document.addEventListener("selectionchange", () => { this.selected = selectedAreas(pages) ?? (this.isWriting ? this.selected : null); });
  }

  get form() { return this.panel.querySelector("[data-note-new]"); }
  get isWriting() { return this.form && !this.form.hidden; }

  marks() {
    return [...this.panel.querySelectorAll("[data-note]")].map((note, index) => ({
      page: Number(note.dataset.notePage),
      areas: JSON.parse(note.dataset.areas),
      kind: note.dataset.kind,
      badge: this.badge(note, index + 1),
    }));
  }

  badge(note, number) {
    const button = element("button", { type: "button", class: "va-badge", "aria-label": `Anmerkung ${number} zeigen`, title: note.innerText.trim().slice(0, 200) }, String(number));
    button.addEventListener("click", () => this.show(note));
    return button;
  }

  show(note) {
    this.side.choose("notes");
    for (const one of this.panel.querySelectorAll("[data-here]")) one.removeAttribute("data-here");
    note.setAttribute("data-here", "");
    note.focus({ preventScroll: true });
    note.scrollIntoView({ block: "nearest" });
  }

  /** Open the form for the page that is read, or for the text selected on it. */
  begin() {
    if (!this.form) return;
    const found = selectedAreas(this.pages) ?? this.selected ?? { page: this.pages.current, areas: [], quote: "" };
    this.side.choose("notes");
    this.form.hidden = false;
    this.place(found);
    this.form.elements.text.focus();
  }

  place({ page, areas, quote }) {
    const { elements } = this.form;
    elements.seite.value = page;
    elements.bereiche.value = JSON.stringify(areas);
    elements.zitat.value = quote.slice(0, 4000);
    this.form.querySelector("[data-note-place]").textContent = areas.length && !quote ? `Seite ${page}, gezeichneter Bereich` : `Seite ${page}`;
    const shown = this.form.querySelector("[data-note-quote]");
    shown.textContent = quote;
    shown.hidden = !quote;
  }

  onClick(event) {
    if (event.target.closest("[data-note-cancel]")) {
      this.stop?.();
      this.form.hidden = true;
      this.pages.place.focus({ preventScroll: true });
    }
    if (event.target.closest("[data-note-draw]")) {
      this.stop?.();
      this.stop = drawArea(this.pages, (page, area) => {
        this.place({ page, areas: [area], quote: "" });
        this.form.elements.text.focus();
      });
    }
  }

  async send(event) {
    event.preventDefault();
    const form = event.target;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: headers({ "Va-Part": "anmerkungen" }), credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return form.submit();
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = parsed.querySelector("[data-notes-answer]");
    if (!fresh?.children.length) return location.reload();
    this.panel.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    const told = parsed.querySelector("#meldungen");
    document.getElementById("meldungen")?.replaceChildren(...[...(told?.children ?? [])].map((node) => document.importNode(node, true)));
    this.selected = null;
    this.layer.drawAll();
  }
}
