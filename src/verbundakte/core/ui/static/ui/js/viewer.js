// The document viewer: pdf.js with an own toolbar (see templates/ui/_viewer.html), or, where there is
// no PDF, the pictures of the pages with the same tools except the search.

import { isTyping, say } from "./dom.js";

const STEPS = [25, 33, 50, 67, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400];

export function startViewers(root) {
  for (const box of root.querySelectorAll("[data-viewer]:not([data-viewer-on])")) {
    box.dataset.viewerOn = "";
    whenShown(box, () => start(box));
  }
}

// On a small screen the document lies behind its own address; until then nothing is loaded.
function whenShown(box, begin) {
  const watch = new ResizeObserver(() => {
    if (box.offsetParent === null) return;
    watch.disconnect();
    begin();
  });
  watch.observe(box);
}

async function start(box) {
  const tools = box.parentElement.querySelector("[data-viewer-head]") ?? box;
  const viewer = box.dataset.viewer ? await openPdf(box).catch(failed) : null;
  const pages = viewer ?? new Pictures(box);
  if (pages.count) new Toolbar(box, tools, pages);
}

function failed(problem) {
  say("Die Lesefassung lässt sich nicht anzeigen. Sie können sie herunterladen.");
  console.warn(problem);
  return null;
}

async function openPdf(box) {
  const { PdfPages } = await import("./viewer_pdf.js");
  return PdfPages.open(box);
}

/** Pictures of the pages, drawn by the server. */
class Pictures {
  constructor(box) {
    this.place = box.querySelector("[data-viewer-pages]");
    this.sheets = [...box.querySelectorAll("[data-viewer-pages] [data-page]")];
    this.count = this.sheets.length;
    this.hasText = false;
    this.percent = 0;
    this.turns = 0;
    this.listeners = [];
    const watch = new IntersectionObserver((seen) => {
      const first = seen.find((one) => one.isIntersecting);
      if (first) { this.current = Number(first.target.dataset.page); this.changed(); }
    }, { rootMargin: "-45% 0px -45% 0px" });
    this.current = 1;
    for (const sheet of this.sheets) watch.observe(sheet);
  }

  onChange(listener) { this.listeners.push(listener); }
  changed() { for (const listener of this.listeners) listener(); }
  get scaleText() { return this.percent ? `${this.percent} %` : "Breite"; }

  go(number) {
    this.sheets[number - 1]?.scrollIntoView({ block: "start" });
    this.current = number;
    this.changed();
  }

  zoom(to) {
    this.percent = typeof to === "number" ? to : 0;
    for (const sheet of this.sheets) {
      sheet.style.width = this.percent ? `${this.percent * 0.52}rem` : "";
      sheet.style.maxWidth = this.percent ? "none" : "";
    }
    this.changed();
  }

  step(direction) { this.zoom(nextStep(this.percent || 100, direction)); }

  rotate() {
    this.turns = (this.turns + 1) % 4;
    for (const sheet of this.sheets) sheet.style.transform = `rotate(${this.turns * 90}deg)`;
  }

  find() {}
  findNext() {}
  scrollPage(direction) { this.place.scrollBy({ top: direction * this.place.clientHeight * 0.9 }); }
}

export function nextStep(percent, direction) {
  return direction > 0 ? STEPS.find((step) => step > percent + 0.5) ?? 400 : STEPS.findLast((step) => step < percent - 0.5) ?? 25;
}

class Toolbar {
  constructor(box, tools, pages) {
    Object.assign(this, { box, tools, pages });
    this.page = tools.querySelector("[data-viewer-page]");
    this.zoomField = tools.querySelector("[data-viewer-zoom]");
    this.findField = tools.querySelector("[data-viewer-find]");
    this.thumbs = box.querySelector("[data-viewer-thumbs]");
    for (const group of tools.querySelectorAll("[data-script]")) group.hidden = "viewerText" in group.dataset && !pages.hasText;
    tools.querySelector("[data-viewer-count]").textContent = pages.count;
    this.listen();
    this.setThumbs(localStorage.getItem("va:thumbs") !== "off");
    pages.onChange(() => this.show());
    pages.makeThumbs?.(this.thumbs);
    this.followAddress();
    this.show();
    if (this.findField?.value && pages.hasText) pages.find(this.findField.value);
  }

  listen() {
    const acts = {
      thumbs: () => this.setThumbs(this.box.dataset.thumbs === "off"),
      previous: () => this.go(this.pages.current - 1),
      next: () => this.go(this.pages.current + 1),
      smaller: () => this.pages.step(-1),
      larger: () => this.pages.step(1),
      width: () => this.pages.zoom("page-width"),
      rotate: () => this.pages.rotate(),
      "find-previous": () => this.pages.findNext(this.findField.value, true),
      "find-next": () => this.pages.findNext(this.findField.value, false),
    };
    this.tools.addEventListener("click", (event) => acts[event.target.closest("[data-viewer-do]")?.dataset.viewerDo]?.());
    this.page.addEventListener("change", () => this.go(Number.parseInt(this.page.value, 10)));
    this.zoomField.addEventListener("change", () => this.pages.zoom(Number(this.zoomField.value) || this.zoomField.value));
    this.findField?.addEventListener("input", () => this.pages.find(this.findField.value));
    this.findField?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.pages.findNext(this.findField.value, event.shiftKey);
    });
    this.thumbs?.addEventListener("click", (event) => {
      const link = event.target.closest("[data-page]");
      if (!link) return;
      event.preventDefault();
      this.go(Number(link.dataset.page));
    });
    window.addEventListener("hashchange", () => this.followAddress());
    document.addEventListener("keydown", (event) => this.onKey(event));
  }

  onKey(event) {
    if (isTyping(event.target) || event.ctrlKey || event.altKey || event.metaKey || !this.box.isConnected) return;
    if (document.documentElement.dataset.vaKeys === "off" || document.querySelector("dialog[open]")) return;
    if (event.key === " " && !event.target.closest("button, summary, a[href^='#']")) {
      event.preventDefault();
      this.pages.scrollPage(event.shiftKey ? -1 : 1);
    }
  }

  go(number) {
    if (!Number.isInteger(number)) return this.show();
    this.pages.go(Math.min(Math.max(number, 1), this.pages.count));
  }

  followAddress() {
    const number = Number(/^#seite=(\d+)$/.exec(location.hash)?.[1]);
    if (number) this.go(number);
  }

  setThumbs(isOn) {
    this.box.dataset.thumbs = isOn ? "on" : "off";
    localStorage.setItem("va:thumbs", isOn ? "on" : "off");
    this.tools.querySelector("[data-viewer-do=thumbs]")?.setAttribute("aria-pressed", String(isOn));
  }

  show() {
    const { current, scaleText } = this.pages;
    if (document.activeElement !== this.page) this.page.value = current;
    let shown = this.zoomField.querySelector("[data-now]");
    if (!shown) {
      shown = new Option("", "");
      shown.dataset.now = "";
      shown.hidden = true;
      this.zoomField.prepend(shown);
    }
    shown.textContent = scaleText;
    this.zoomField.value = "";
    for (const link of this.thumbs?.querySelectorAll("[data-page]") ?? []) {
      const isHere = Number(link.dataset.page) === current;
      if (isHere && !link.hasAttribute("aria-current")) this.reveal(link);
      link.toggleAttribute("aria-current", isHere);
      if (isHere) link.setAttribute("aria-current", "true");
    }
    this.showHits();
  }

  reveal(link) {
    const frame = this.thumbs;
    if (link.offsetTop < frame.scrollTop || link.offsetTop + link.offsetHeight > frame.scrollTop + frame.clientHeight) {
      frame.scrollTop = link.offsetTop - frame.clientHeight / 3;
    }
  }

  showHits() {
    const place = this.tools.querySelector("[data-viewer-hits]");
    if (!place || !this.pages.hits) return;
    const { current, total, isMissing } = this.pages.hits;
    const found = total ? `${current} von ${total}` : isMissing ? "kein Treffer" : "";
    const text = this.findField.value ? found : "";
    if (place.textContent !== text) place.textContent = text;
  }
}
