// Finding in the open document. Words carried over from a search are looked up by the server, which
// knows their inflections and where they are part of a longer word:
// GET <data-found>?suche=... -> {"words": ["Bauantrag", ...], "pages": [3, 17] or null}

const LONG = 100; // from here on the server says on which pages to look
const PAUSE_MS = 250;

export class Find {
  constructor(box, tools, pages) {
    Object.assign(this, { box, tools, pages });
    this.field = tools.querySelector("[data-viewer-find]");
    this.told = tools.querySelector("[data-viewer-hits]");
    if (!this.field) return;
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.next(event.shiftKey);
    });
    if (this.field.value) this.byServer(this.field.value);
  }

  next(backwards) {
    if (this.field.value.trim()) this.pages.findNext(backwards);
  }

  typed() {
    clearTimeout(this.timer);
    const text = this.field.value.trim();
    if (this.pages.count > LONG && text) this.timer = setTimeout(() => this.byServer(text), PAUSE_MS);
    else this.pages.find(text.replaceAll('"', ""));
  }

  async byServer(text) {
    const found = await ask(this.box.dataset.found, text);
    if (this.field.value.trim() !== text.trim()) return;
    const words = found?.words.length ? found.words : text.replaceAll('"', "").split(/\s+/).filter((word) => word.length > 1);
    this.pages.find(words, found?.words.length ? found.pages : null);
  }

  show() {
    if (!this.told) return;
    const { current, total, isMissing } = this.pages.hits;
    const found = total ? `${current} von ${total}` : isMissing ? "kein Treffer" : "";
    const text = this.field.value ? found : "";
    if (this.told.textContent !== text) this.told.textContent = text;
  }
}

async function ask(address, text) {
  if (!address) return null;
  try {
    const answer = await fetch(`${address}?${new URLSearchParams({ suche: text })}`, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
