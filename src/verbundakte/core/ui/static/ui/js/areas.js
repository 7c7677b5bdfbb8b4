// Areas drawn on pictures of pages: <form data-areas> with [data-area-page="3"] (picture and <svg> of
// 1000 by 1000 units) and [data-area-list="3"]. What is drawn becomes a marked box named "bereich" with
// "3:left,top,right,bottom". A box taken away shows its area as kept. Without a script: numbers.

import { element } from "./dom.js";

const SPACE = "http://www.w3.org/2000/svg";
const SMALLEST = 4;

export function startAreas(root) {
  for (const form of root.querySelectorAll("form[data-areas]:not([data-areas-on])")) {
    form.dataset.areasOn = "";
    form.addEventListener("change", show);
    for (const page of form.querySelectorAll("[data-area-page]")) drawOn(form, page);
  }
}

function show(event) {
  const { name, value, checked } = event.target;
  if (name !== "stelle" && name !== "bereich") return;
  for (const rect of event.currentTarget.querySelectorAll(`rect[data-${name}="${CSS.escape(value)}"]`)) {
    rect.toggleAttribute("data-kept", !checked);
  }
}

function drawOn(form, page) {
  const svg = page.querySelector("svg");
  let start = null, rect = null;
  page.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch") return;
    event.preventDefault();
    start = place(svg, event);
    rect = document.createElementNS(SPACE, "rect");
    svg.append(rect);
    page.setPointerCapture(event.pointerId);
  });
  page.addEventListener("pointermove", (event) => {
    if (rect) shape(rect, between(start, place(svg, event)));
  });
  page.addEventListener("pointerup", (event) => {
    if (!rect) return;
    const box = between(start, place(svg, event));
    if (box[2] - box[0] < SMALLEST || box[3] - box[1] < SMALLEST) rect.remove();
    else keep(form, page.dataset.areaPage, rect, box);
    rect = null;
  });
  page.addEventListener("pointercancel", () => { rect?.remove(); rect = null; });
}

function place(svg, event) {
  const frame = svg.getBoundingClientRect();
  const part = (at, from, long) => Math.round(Math.min(1, Math.max(0, (at - from) / long)) * 10000) / 10;
  return [part(event.clientX, frame.left, frame.width), part(event.clientY, frame.top, frame.height)];
}

const between = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];

function shape(rect, [left, top, right, bottom]) {
  for (const [name, side] of [["x", left], ["y", top], ["width", right - left], ["height", bottom - top]]) {
    rect.setAttribute(name, side);
  }
}

function keep(form, page, rect, box) {
  const value = `${page}:${box.join(",")}`;
  shape(rect, box);
  rect.dataset.bereich = value;
  const [left, top, right, bottom] = box.map((side) => Math.round(side / 10));
  form.querySelector(`[data-area-list="${page}"]`).append(element("li", {},
    element("label", { class: "va-check" },
      element("input", { type: "checkbox", name: "bereich", value, checked: true }),
      element("span", {}, `Bereich von ${left} / ${top} bis ${right} / ${bottom} %`))));
}
