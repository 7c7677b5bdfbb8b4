// Rectangles on the pages of a document: shown, drawn with the pointer, or taken from selected text.
//
// An area is [left, top, width, height] in parts of a thousand of the page as it lies without turning
// the view, so that it stays where it is at every size. `pages` is what viewer_pdf.js opened: it gives
// `sheet(number)` (the element of a page), `turns` (quarters to the right) and `place` (what scrolls).

import { element } from "./dom.js";

const SMALLEST = 4;
const round = (value) => Math.round(value * 10) / 10;

/** Turn an area by quarters to the right. */
export function turned([left, top, width, height], quarters) {
  let area = [left, top, width, height];
  for (let done = 0; done < quarters % 4; done += 1) {
    const [x, y, wide, high] = area;
    area = [1000 - y - high, x, high, wide];
  }
  return area;
}

/** The area of a rectangle of the screen on a page. */
function areaOn(sheet, { left, top, right, bottom }, turns) {
  const frame = sheet.getBoundingClientRect();
  const inside = (value, start, length) => (Math.min(Math.max(value - start, 0), length) / length) * 1000;
  const [x, y] = [inside(left, frame.left, frame.width), inside(top, frame.top, frame.height)];
  const [width, height] = [inside(right, frame.left, frame.width) - x, inside(bottom, frame.top, frame.height) - y];
  return turned([x, y, width, height], (4 - turns) % 4).map(round);
}

function lay(mark, area, turns) {
  const [left, top, width, height] = turned(area, turns);
  Object.assign(mark.style, { left: `${left / 10}%`, top: `${top / 10}%`, width: `${width / 10}%`, height: `${height / 10}%` });
  return mark;
}

/** Show areas on the pages and go on showing them whenever a page is drawn anew.
 *  `marks()` gives [{page, areas, kind, badge: element or null}]. */
export class MarkLayer {
  constructor(pages, marks) {
    Object.assign(this, { pages, marks });
    pages.box.addEventListener("va:painted", (event) => this.draw(event.detail));
    this.drawAll();
  }

  drawAll() {
    for (const sheet of this.pages.place.querySelectorAll("[data-page-number]")) this.draw(Number(sheet.dataset.pageNumber));
  }

  draw(number) {
    const sheet = this.pages.sheet(number);
    for (const old of sheet?.querySelectorAll(":scope > :is(.va-areas, .va-badges)") ?? []) old.remove();
    const here = this.marks().filter((mark) => mark.page === number && mark.areas.length);
    if (!sheet || !here.length) return;
    const areas = element("div", { class: "va-areas" });
    const badges = element("div", { class: "va-badges" });
    for (const mark of here) {
      areas.append(...mark.areas.map((area) => lay(element("div", { class: "va-area", "data-kind": mark.kind }), area, this.pages.turns)));
      if (mark.badge) badges.append(lay(element("div", { class: "va-badges__place" }, mark.badge), mark.areas[0], this.pages.turns));
    }
    sheet.append(areas, badges);
  }
}

/** Let a rectangle be drawn with the pointer; `done(page, area)` gets it. Returns what ends the drawing;
 *  Esc ends it too. */
export function drawArea(pages, done) {
  const ending = new AbortController();
  const { signal } = ending;
  let from = null;
  const stop = () => {
    ending.abort();
    from?.shown.remove();
    pages.place.removeAttribute("data-drawing");
  };
  const between = ({ clientX, clientY }) => areaOn(from.sheet, {
    left: Math.min(clientX, from.x), right: Math.max(clientX, from.x),
    top: Math.min(clientY, from.y), bottom: Math.max(clientY, from.y),
  }, pages.turns);
  pages.place.setAttribute("data-drawing", "");
  pages.place.addEventListener("pointerdown", (event) => {
    const sheet = event.target.closest?.("[data-page-number]");
    if (!sheet || event.button) return;
    event.preventDefault();
    pages.place.setPointerCapture(event.pointerId);
    from = { sheet, x: event.clientX, y: event.clientY, shown: element("div", { class: "va-area va-area--drawing" }) };
    sheet.append(from.shown);
  }, { signal });
  pages.place.addEventListener("pointermove", (event) => from && lay(from.shown, between(event), pages.turns), { signal });
  pages.place.addEventListener("pointerup", (event) => {
    if (!from) return;
    const [area, number] = [between(event), Number(from.sheet.dataset.pageNumber)];
    from.shown.remove();
    from = null;
    if (area[2] < SMALLEST || area[3] < SMALLEST) return;
    stop();
    done(number, area);
  }, { signal });
  document.addEventListener("keydown", (event) => event.key === "Escape" && stop(), { signal });
  return stop;
}

/** {page, areas, quote} of the text selected on a page, null when there is none. */
export function selectedAreas(pages) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = range.startContainer.nodeType === Node.ELEMENT_NODE ? range.startContainer : range.startContainer.parentElement;
  const sheet = start.closest("[data-page-number]");
  if (!sheet || !pages.place.contains(sheet)) return null;
  const frame = sheet.getBoundingClientRect();
  const isHere = ({ width, height, top, bottom }) => width > 1 && height > 1 && bottom > frame.top && top < frame.bottom && height < frame.height / 3;
  const lines = together([...range.getClientRects()].filter(isHere));
  const quote = selection.toString().replace(/\s+/g, " ").trim();
  if (!lines.length || !quote) return null;
  return { page: Number(sheet.dataset.pageNumber), areas: lines.map((line) => areaOn(sheet, line, pages.turns)), quote };
}

// One rectangle for each line, however many pieces of text it is made of.
function together(pieces) {
  const lines = [];
  for (const { left, top, right, bottom } of pieces) {
    const line = lines.find((one) => Math.abs((one.top + one.bottom - top - bottom) / 2) < (bottom - top) / 2);
    if (!line) lines.push({ left, top, right, bottom });
    else Object.assign(line, { left: Math.min(line.left, left), right: Math.max(line.right, right), top: Math.min(line.top, top), bottom: Math.max(line.bottom, bottom) });
  }
  return lines;
}
