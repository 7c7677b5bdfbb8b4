// The document viewer: pages by pdf.js with an own toolbar (templates/ui/_viewer.html).
//
// A viewer is a box with [data-viewer]; its toolbar lies in [data-viewer-head] beside it. The page one
// reads stands in the address (#seite=12), so that it can be sent to somebody.

import { element, isTyping, say } from "./dom.js";
import { Find } from "./viewer_find.js";
import { Side } from "./viewer_side.js";

const ADDRESS_MS = 250;

export function startViewers(root) {
  for (const box of root.querySelectorAll("[data-viewer]:not([data-viewer-on])")) {
    box.dataset.viewerOn = "";
    whenShown(box, () => start(box));
  }
}

// On a small screen the document lies behind its own address; until then nothing is loaded.
function whenShown(box, begin) {
  if (box.offsetParent !== null) return begin();
  const watch = new ResizeObserver(() => {
    if (box.offsetParent === null) return;
    watch.disconnect();
    begin();
  });
  watch.observe(box);
}

async function start(box) {
  if (box.dataset.viewer) {
    const tools = box.parentElement.querySelector("[data-viewer-head]") ?? box;
    const pages = await openPdf(box).catch((problem) => failed(box, problem));
    if (!box.isConnected) return pages?.close(); // somebody has turned on meanwhile
    if (pages) new Reader(box, tools, pages);
  }
  if ("ahead" in box.dataset) (await import("./viewer_ahead.js")).startAhead(box);
}

async function openPdf(box) {
  const { PdfPages } = await import("./viewer_pdf.js");
  return PdfPages.open(box);
}

function failed(box, problem) {
  console.warn(problem);
  const told = element("p", { class: "va-pad" }, "Das Dokument lässt sich hier nicht anzeigen. ");
  if (box.dataset.still) told.append(element("a", { href: box.dataset.still }, "Seiten als Bilder lesen"));
  box.querySelector(".pdfViewer").replaceChildren(told);
  return null;
}

class Reader {
  constructor(box, tools, pages) {
    Object.assign(this, { box, tools, pages });
    this.ending = new AbortController();
    this.page = tools.querySelector("[data-viewer-page]");
    this.zoomField = tools.querySelector("[data-viewer-zoom]");
    for (const group of tools.querySelectorAll("[data-script]")) group.hidden = false;
    for (const group of box.querySelectorAll("[data-script]")) group.hidden = false;
    tools.querySelector("[data-viewer-count]").textContent = pages.count.toLocaleString("de-DE");
    this.side = new Side(box, tools, pages);
    this.find = new Find(box, tools, pages);
    this.listen();
    pages.onChange(() => this.show());
    this.followAddress(new URLSearchParams(location.search).get("seite"));
    this.show();
    if ("notes" in box.dataset) import("./viewer_notes.js").then(({ Notes }) => { this.notes = new Notes(this); });
  }

  listen() {
    const { signal } = this.ending;
    const acts = this.acts();
    this.tools.addEventListener("click", (event) => acts[event.target.closest("[data-viewer-do]")?.dataset.viewerDo]?.());
    this.page.addEventListener("change", () => this.open(this.page.value));
    this.page.addEventListener("focus", () => this.page.select());
    this.zoomField.addEventListener("change", () => this.pages.zoom(Number(this.zoomField.value) || this.zoomField.value));
    this.box.addEventListener("va:leaving", () => { this.ending.abort(); this.pages.close(); }, { once: true });
    window.addEventListener("hashchange", () => this.followAddress(), { signal });
    document.addEventListener("keydown", (event) => this.onKey(event), { signal });
  }

  acts() {
    const { pages } = this;
    return {
      side: () => this.side.toggle(),
      previous: () => this.turn(-1),
      next: () => this.turn(1),
      smaller: () => pages.step(-1),
      larger: () => pages.step(1),
      width: () => pages.zoom("page-width"),
      fit: () => pages.zoom("page-fit"),
      rotate: () => { pages.rotate(); say("Ansicht nach rechts gedreht"); },
      spread: () => this.toggleSpread(),
      full: () => this.setFull(!this.pane.hasAttribute("data-full")),
      link: () => this.copyLink(),
      note: () => this.notes?.begin(),
      "find-previous": () => this.find.next(true),
      "find-next": () => this.find.next(false),
    };
  }

  get pane() { return this.box.closest(".va-pane") ?? this.box; }

  turn(direction) { this.go(this.pages.current + direction * (this.pages.isSpread ? 2 : 1)); }

  toggleSpread() {
    this.pages.spread();
    this.mark("spread", this.pages.isSpread);
  }

  setFull(isFull) {
    this.pane.toggleAttribute("data-full", isFull);
    this.mark("full", isFull);
    if (isFull) say("Ganzes Fenster. Mit Esc zurück.");
    this.pages.place.focus({ preventScroll: true });
  }

  mark(act, isOn) { this.tools.querySelector(`[data-viewer-do=${act}]`)?.setAttribute("aria-pressed", String(isOn)); }

  async copyLink() {
    const link = new URL(`${this.box.dataset.link || location.href.split("#")[0]}#seite=${this.pages.current}`, location.href);
    await navigator.clipboard?.writeText(link.href);
    say(`Link zu Seite ${this.pages.current} kopiert`);
  }

  onKey(event) {
    if (!this.box.isConnected) return this.ending.abort();
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open], details[data-menu][open]")) return;
    if (event.key === "Escape" && this.pane.hasAttribute("data-full")) return this.setFull(false);
    if (document.documentElement.dataset.vaKeys === "off") return;
    const act = this.keyed(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  // Keys that a control under the focus may need for itself are left to it.
  keyed({ key, shiftKey, target }) {
    if (key === " " && !target.closest("button, summary, a[href^='#']")) return () => this.pages.scrollPage(shiftKey ? -1 : 1);
    if (target.closest("[type=radio], [role=radiogroup], [role=tree], summary")) return null;
    if (key === "ArrowRight") return () => this.turn(1);
    if (key === "ArrowLeft") return () => this.turn(-1);
    if (!this.box.contains(target)) return null;
    if (key === "Home") return () => this.go(1);
    if (key === "End") return () => this.go(this.pages.count);
    return null;
  }

  // The number that was typed; the keys then turn pages.
  open(typed) {
    this.go(Number.parseInt(typed, 10));
    this.pages.place.focus({ preventScroll: true });
  }

  go(number) {
    if (!Number.isInteger(number)) return this.show();
    this.pages.go(Math.min(Math.max(number, 1), this.pages.count));
  }

  followAddress(otherwise = null) {
    const number = Number(/^#seite=(\d+)$/.exec(location.hash)?.[1] ?? otherwise);
    if (number) this.go(number);
  }

  // The address names the document too, so that it means the same tomorrow.
  keepAddress() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { current } = this.pages;
      const isNamed = location.hash.startsWith("#seite=");
      if (!this.box.isConnected || (current === 1 && !isNamed) || location.hash === `#seite=${current}`) return;
      history.replaceState(history.state, "", `${this.box.dataset.address || location.search}#seite=${current}`);
    }, ADDRESS_MS);
  }

  show() {
    const { current, percent } = this.pages;
    if (document.activeElement !== this.page) this.page.value = current;
    let shown = this.zoomField.querySelector("[data-now]");
    if (!shown) {
      shown = new Option("", "");
      shown.dataset.now = "";
      shown.hidden = true;
      this.zoomField.prepend(shown);
    }
    shown.textContent = `${percent} %`;
    this.zoomField.value = "";
    this.side.show(current);
    this.find.show();
    this.keepAddress();
  }
}
