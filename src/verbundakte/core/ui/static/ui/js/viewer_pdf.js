// Pages of a PDF by pdf.js: drawn when they come into view and released when they are far away, with
// a text layer and marked hits. No scripts of the document run, links lead only to pages and web
// addresses. Bytes are asked for in parts, only for the pages that are shown.

import { element } from "./dom.js";
import { addRecognisedText } from "./viewer_words.js";

const STEPS = [25, 33, 50, 67, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400];
const KEPT = 4;
const PART_BYTES = 256 * 1024;
const EDGE = 40; // what pdf.js leaves free beside a page
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
const NO_TEXT = { getTextContent: async () => ({ items: [], styles: {} }) };
let library;
const opened = new Map(); // address -> promise of the document; the last few stay open
const looks = new WeakMap(); // document -> its first page, drawn ahead

async function load(base) {
  const pdfjs = await import(`${base}pdf.min.mjs`);
  const parts = await import(`${base}pdf_viewer.mjs`);
  pdfjs.GlobalWorkerOptions.workerSrc = `${base}pdf.worker.min.mjs`;
  return { pdfjs, parts, worker: new pdfjs.PDFWorker() };
}

async function ask(box) {
  const base = box.dataset.pdfjs;
  const { pdfjs, worker } = await (library ??= load(base));
  const pdf = await pdfjs.getDocument({
    url: box.dataset.viewer,
    worker,
    isEvalSupported: false,
    enableXfa: false,
    cMapUrl: `${base}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${base}standard_fonts/`,
    wasmUrl: `${base}wasm/`,
    iccUrl: `${base}iccs/`,
    withCredentials: true,
    disableAutoFetch: true,
    disableStream: true,
    rangeChunkSize: PART_BYTES,
  }).promise;
  if (box.dataset.words) addRecognisedText(pdf, box.dataset.words, { isPicture: "picture" in box.dataset, OPS: pdfjs.OPS });
  return pdf;
}

function documentOf(box) {
  const address = box.dataset.viewer;
  const found = opened.get(address) ?? ask(box);
  opened.delete(address);
  opened.set(address, found);
  found.catch(() => opened.delete(address));
  for (const old of [...opened.keys()].slice(0, -KEPT)) {
    opened.get(old).then((pdf) => pdf.loadingTask.destroy(), () => {});
    opened.delete(old);
  }
  return found;
}

/** Open the document of a box that is not shown yet, and draw its first page for a place so wide. */
export async function prepare(box, width) {
  const pdf = await documentOf(box);
  const known = looks.get(pdf);
  box.firstLook = known?.forWidth === width ? known : await drawAhead(pdf, width);
  looks.set(pdf, box.firstLook);
}

async function drawAhead(pdf, width) {
  const page = await pdf.getPage(1);
  const viewport = page.getViewport({ scale: (width - EDGE) / page.getViewport({ scale: 1 }).width });
  const sharp = Math.min(window.devicePixelRatio || 1, 2);
  const canvas = element("canvas", { class: "va-firstlook", "aria-hidden": "true" });
  [canvas.width, canvas.height] = [Math.round(viewport.width * sharp), Math.round(viewport.height * sharp)];
  [canvas.style.width, canvas.style.height] = [`${viewport.width}px`, `${viewport.height}px`];
  await page.render({ canvas, viewport, transform: sharp === 1 ? null : [sharp, 0, 0, sharp, 0, 0] }).promise;
  canvas.forWidth = width;
  return canvas;
}

/** Show the page that was drawn ahead until the pages themselves are there; true if there was one. */
export function showFirstLook(box) {
  const place = box.querySelector("[data-viewer-pages]");
  if (!box.firstLook || !place) return false;
  place.querySelector("[data-waiting]")?.remove();
  place.append(box.firstLook);
  return true;
}

export class PdfPages {
  static async open(box) {
    const pdf = await documentOf(box);
    const made = await library;
    if (!box.isConnected) return null;
    const pages = new PdfPages(box, pdf, made);
    await pages.ready;
    return pages;
  }

  constructor(box, pdf, { pdfjs, parts }) {
    Object.assign(this, { box, pdf, parts, count: pdf.numPages, turns: 0, only: null });
    this.place = box.querySelector("[data-viewer-pages]");
    this.hits = { current: 0, total: 0, isMissing: false };
    this.query = "";
    this.listeners = [];
    this.bus = new parts.EventBus();
    this.links = new parts.PDFLinkService({ eventBus: this.bus, externalLinkTarget: parts.LinkTarget.BLANK, externalLinkRel: "noopener noreferrer nofollow" });
    this.links.executeNamedAction = () => {};
    const viewer = this.place.querySelector(".pdfViewer");
    viewer.replaceChildren();
    this.viewer = new parts.PDFViewer({
      container: this.place,
      viewer,
      eventBus: this.bus,
      linkService: this.links,
      findController: this.makeFinder(),
      annotationMode: pdfjs.AnnotationMode.ENABLE,
      annotationEditorMode: pdfjs.AnnotationEditorType.DISABLE,
      enableAutoLinking: false,
      l10n: SILENT_L10N,
    });
    this.links.setViewer(this.viewer);
    this.ready = new Promise((done) => this.bus.on("pagesinit", done, { once: true }));
    this.listen();
    this.viewer.setDocument(pdf);
    this.links.setDocument(pdf, null);
  }

  listen() {
    this.bus.on("pagesinit", () => { if (this.isShown) this.viewer.currentScaleValue = "page-width"; });
    for (const name of ["pagechanging", "scalechanging"]) this.bus.on(name, () => this.changed());
    const counted = ({ matchesCount, state }) => {
      this.hits = { ...matchesCount, isMissing: state === this.parts.FindState.NOT_FOUND };
      this.changed();
    };
    this.bus.on("updatefindmatchescount", counted);
    this.bus.on("updatefindcontrolstate", counted);
    this.bus.on("pagerendered", ({ pageNumber }) => {
      this.place.querySelector(".va-firstlook")?.remove();
      this.sheet(pageNumber).setAttribute("aria-label", `Seite ${pageNumber} von ${this.count}`);
      this.box.dispatchEvent(new CustomEvent("va:painted", { detail: pageNumber }));
    });
    this.sizes = new ResizeObserver(() => this.refit());
    this.sizes.observe(this.place);
  }

  /** Let go of what was drawn; the document itself stays open for the way back. */
  close() {
    this.sizes.disconnect();
    this.viewer.setDocument(null);
    this.links.setDocument(null);
  }

  // What is away or hidden has no place to scroll to; pdf.js would complain.
  get isShown() { return this.place.offsetParent !== null; }

  refit() {
    if (!this.isShown || !this.viewer.pagesCount) return;
    const kept = this.viewer.currentScaleValue || "page-width";
    if (["page-width", "page-fit"].includes(kept)) this.viewer.currentScaleValue = kept;
  }

  onChange(listener) { this.listeners.push(listener); }
  changed() { for (const listener of this.listeners) listener(); }
  get current() { return this.viewer.currentPageNumber; }
  get percent() { return Math.round(this.viewer.currentScale * 100); }
  get isSpread() { return this.viewer.spreadMode !== this.parts.SpreadMode.NONE; }
  sheet(number) { return this.viewer.getPageView(number - 1)?.div ?? null; }
  go(number) { if (this.isShown) this.viewer.currentPageNumber = number; }
  goTo(destination) { return this.links.goToDestination(destination); }
  zoom(to) { this.viewer.currentScaleValue = typeof to === "number" ? String(to / 100) : to; }

  step(direction) {
    const next = direction > 0 ? STEPS.find((step) => step > this.percent + 0.5) : STEPS.findLast((step) => step < this.percent - 0.5);
    this.zoom(next ?? (direction > 0 ? STEPS.at(-1) : STEPS[0]));
  }

  rotate() {
    this.turns = (this.turns + 1) % 4;
    this.viewer.pagesRotation = this.turns * 90;
  }

  spread() {
    const { NONE, ODD } = this.parts.SpreadMode;
    this.viewer.spreadMode = this.isSpread ? NONE : ODD;
  }

  scrollPage(direction) { this.place.scrollBy({ top: direction * this.place.clientHeight * 0.9 }); }

  // The finder reads the text of every page; where the server has said which pages it is about, of
  // these alone. The viewer hands it the document when the first page is drawn, which would end a
  // search that began before.
  makeFinder() {
    const finder = new this.parts.PDFFindController({ eventBus: this.bus, linkService: this.links });
    const setDocument = finder.setDocument.bind(finder);
    finder.setDocument = (pdf) => {
      if (pdf && pdf === this.searched) return;
      this.searched = pdf;
      setDocument(pdf && {
        getPage: async (number) => (this.only && !this.only.has(number) ? NO_TEXT : pdf.getPage(number)),
      });
    };
    this.finder = finder;
    return finder;
  }

  /** Mark a text, or each of several words; `only` names the pages on which they are. */
  find(query, only = null) {
    if (this.only || only) {
      this.only = only && new Set(only);
      this.searched = null;
    }
    this.finder.setDocument(this.pdf);
    this.query = query;
    this.search("", false);
  }

  findNext(backwards) { this.search("again", backwards); }

  search(type, findPrevious) {
    this.bus.dispatch("find", { source: this, type, query: this.query, highlightAll: true, findPrevious, caseSensitive: false, entireWord: false, matchDiacritics: false });
  }

  /** [{title, destination, below}] of the bookmarks in the document. */
  async outline() {
    const taken = (items) => (items ?? []).filter((item) => item.title?.trim()).map((item) => ({ title: item.title.trim(), destination: item.dest, below: taken(item.items) }));
    return taken(await this.pdf.getOutline().catch(() => []));
  }

  /** Draw a page `width` pixels wide; the picture of its own. */
  async picture(number, width) {
    const page = await this.pdf.getPage(number);
    const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
    const canvas = element("canvas", { "aria-hidden": "true", width, height: Math.round(viewport.height) });
    await page.render({ canvas, viewport }).promise;
    return canvas;
  }
}
