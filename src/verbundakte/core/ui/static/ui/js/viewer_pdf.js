// Pages of a PDF by pdf.js: drawn when they come into view, with a text layer and marked hits.
// No scripts of the document run, links lead only to pages and web addresses.

import { nextStep } from "./viewer.js";
import { addRecognisedText } from "./viewer_words.js";

const SILENT_L10N = {
  getLanguage: () => "de",
  getDirection: () => "ltr",
  get: async () => "",
  translate: async () => {},
  translateOnce: async () => {},
  destroy: async () => {},
  pause() {},
  resume() {},
};

export class PdfPages {
  static async open(box) {
    const base = box.dataset.pdfjs;
    const pdfjs = await import(`${base}pdf.min.mjs`);
    const parts = await import(`${base}pdf_viewer.mjs`);
    pdfjs.GlobalWorkerOptions.workerSrc = `${base}pdf.worker.min.mjs`;
    const pdf = await pdfjs.getDocument({
      url: box.dataset.viewer,
      isEvalSupported: false,
      enableXfa: false,
      cMapUrl: `${base}cmaps/`,
      cMapPacked: true,
      standardFontDataUrl: `${base}standard_fonts/`,
      wasmUrl: `${base}wasm/`,
      iccUrl: `${base}iccs/`,
      withCredentials: true,
      disableAutoFetch: true,
    }).promise;
    if (box.dataset.words) addRecognisedText(pdf, box.dataset.words, { isPicture: "picture" in box.dataset, OPS: pdfjs.OPS });
    const pages = new PdfPages(box, pdf, pdfjs, parts);
    await pages.ready;
    return pages;
  }

  constructor(box, pdf, pdfjs, parts) {
    this.pdf = pdf;
    this.place = box.querySelector("[data-viewer-pages]");
    this.count = pdf.numPages;
    this.hasText = true;
    this.hits = { current: 0, total: 0, isMissing: false };
    this.notFound = parts.FindState.NOT_FOUND;
    this.listeners = [];
    this.bus = new parts.EventBus();
    const links = new parts.PDFLinkService({ eventBus: this.bus, externalLinkTarget: parts.LinkTarget.BLANK, externalLinkRel: "noopener noreferrer nofollow" });
    links.executeNamedAction = () => {};
    const viewer = this.place.querySelector(".pdfViewer");
    viewer.replaceChildren();
    this.viewer = new parts.PDFViewer({
      container: this.place,
      viewer,
      eventBus: this.bus,
      linkService: links,
      findController: new parts.PDFFindController({ eventBus: this.bus, linkService: links }),
      annotationMode: pdfjs.AnnotationMode.ENABLE,
      annotationEditorMode: pdfjs.AnnotationEditorType.DISABLE,
      enableAutoLinking: false,
      l10n: SILENT_L10N,
    });
    links.setViewer(this.viewer);
    this.ready = new Promise((done) => this.bus.on("pagesinit", done, { once: true }));
    this.listen();
    this.viewer.setDocument(pdf);
    links.setDocument(pdf, null);
  }

  listen() {
    this.bus.on("pagesinit", () => { this.viewer.currentScaleValue = "page-width"; this.nameSheets(); });
    for (const name of ["pagechanging", "scalechanging"]) this.bus.on(name, () => this.changed());
    const counted = ({ matchesCount, state }) => {
      this.hits = { ...matchesCount, isMissing: state === this.notFound };
      this.changed();
    };
    this.bus.on("updatefindmatchescount", counted);
    this.bus.on("updatefindcontrolstate", counted);
    new ResizeObserver(() => this.refit()).observe(this.place);
  }

  nameSheets() {
    this.place.querySelectorAll(".page").forEach((sheet, index) => sheet.setAttribute("aria-label", `Seite ${index + 1} von ${this.count}`));
  }

  refit() {
    const kept = this.viewer.currentScaleValue;
    if (["page-width", "page-fit"].includes(kept)) this.viewer.currentScaleValue = kept;
  }

  onChange(listener) { this.listeners.push(listener); }
  changed() { for (const listener of this.listeners) listener(); }
  get current() { return this.viewer.currentPageNumber; }
  get percent() { return Math.round(this.viewer.currentScale * 100); }
  get scaleText() { return `${this.percent} %`; }
  go(number) { this.viewer.currentPageNumber = number; }
  zoom(to) { this.viewer.currentScaleValue = typeof to === "number" ? String(to / 100) : to; }
  step(direction) { this.zoom(nextStep(this.percent, direction)); }
  rotate() { this.viewer.pagesRotation = (this.viewer.pagesRotation + 90) % 360; }
  scrollPage(direction) { this.place.scrollBy({ top: direction * this.place.clientHeight * 0.9 }); }
  find(query) { this.search("", query, false); }
  findNext(query, backwards) { this.search("again", query, backwards); }

  search(type, query, findPrevious) {
    const words = query.includes('"') ? query.replaceAll('"', "").trim() : query.trim().split(/\s+/).filter((word) => word.length > 1);
    this.bus.dispatch("find", { source: this, type, query: words, highlightAll: true, findPrevious, caseSensitive: false, entireWord: false, matchDiacritics: false });
  }

  // Small pictures, drawn one after the other when they come into view.
  makeThumbs(frame) {
    if (!frame || frame.querySelector("img")) return;
    const links = Array.from({ length: this.count }, (_, index) => this.makeThumb(index + 1));
    frame.replaceChildren(...links);
    const watch = new IntersectionObserver((seen) => {
      for (const one of seen.filter((entry) => entry.isIntersecting)) {
        watch.unobserve(one.target);
        this.queue = (this.queue ?? Promise.resolve()).then(() => this.draw(one.target)).catch(() => {});
      }
    }, { root: frame, rootMargin: "200px" });
    for (const link of links) watch.observe(link);
  }

  makeThumb(number) {
    const link = document.createElement("a");
    link.href = `#seite=${number}`;
    link.dataset.page = number;
    const canvas = document.createElement("canvas");
    canvas.width = 140;
    canvas.height = 198;
    canvas.setAttribute("aria-hidden", "true");
    link.append(canvas, String(number));
    return link;
  }

  async draw(link) {
    const page = await this.pdf.getPage(Number(link.dataset.page));
    const canvas = link.querySelector("canvas");
    const viewport = page.getViewport({ scale: 140 / page.getViewport({ scale: 1 }).width });
    canvas.height = Math.round(viewport.height);
    await page.render({ canvas, viewport }).promise;
  }
}
