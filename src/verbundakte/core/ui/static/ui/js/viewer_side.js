// The column beside the pages: small pictures, the bookmarks of the document, the remarks in it.
// Pictures are drawn when they come into view and given back when they leave it.

import { element } from "./dom.js";

const NARROW = "(max-width: 84rem)";
const WIDTH = 140;

export class Side {
  constructor(box, tools, pages) {
    Object.assign(this, { box, tools, pages });
    this.frame = box.querySelector("[data-viewer-side]");
    this.thumbs = box.querySelector("[data-viewer-thumbs]");
    this.outline = box.querySelector("[data-viewer-outline]");
    if (!this.frame) return;
    this.offerChoice();
    box.addEventListener("va:painted", () => { this.fillThumbs(); this.fillOutline(); }, { once: true });
    this.frame.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-side-choice]");
      if (choice) this.choose(choice.dataset.sideChoice);
      const link = event.target.closest("a[data-page]");
      if (!link) return;
      event.preventDefault();
      pages.go(Number(link.dataset.page));
    });
    this.choose(matchMedia(NARROW).matches ? "off" : localStorage.getItem("va:side") ?? "pages", false);
  }

  get isOpen() { return this.box.dataset.side !== "off"; }

  offerChoice() {
    const choices = this.frame.querySelectorAll("[data-side-choice]:not([hidden])");
    choices[0].parentElement.toggleAttribute("data-single", choices.length < 2);
  }

  toggle() {
    this.choose(this.isOpen ? "off" : this.last ?? "pages");
    if (this.isOpen) this.frame.querySelector("[data-side-choice][aria-pressed=true]")?.focus();
  }

  choose(what, isKept = true) {
    const button = this.frame.querySelector(`[data-side-choice="${what}"]`);
    const shown = what === "off" || (button && !button.hidden) ? what : "pages";
    this.box.dataset.side = shown;
    if (shown !== "off") this.last = shown;
    if (isKept && !matchMedia(NARROW).matches) localStorage.setItem("va:side", shown === "notes" ? "pages" : shown);
    for (const one of this.frame.querySelectorAll("[data-side-choice]")) one.setAttribute("aria-pressed", String(one.dataset.sideChoice === shown));
    this.tools.querySelector("[data-viewer-do=side]")?.setAttribute("aria-expanded", String(shown !== "off"));
  }

  fillThumbs() {
    const links = Array.from({ length: this.pages.count }, (_, index) => this.thumb(index + 1));
    this.thumbs.replaceChildren(...links);
    this.show(this.pages.current);
    const watch = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) {
        target.wanted = isIntersecting;
        if (isIntersecting) this.queue = (this.queue ?? Promise.resolve()).then(() => this.draw(target)).catch(() => {});
        else target.querySelector("canvas")?.remove();
      }
    }, { root: this.thumbs, rootMargin: "300px" });
    for (const link of links) watch.observe(link);
  }

  thumb(number) {
    return element("a", { href: `#seite=${number}`, "data-page": number }, element("span", { class: "va-thumbs__sheet" }), String(number));
  }

  async draw(link) {
    const sheet = link.firstElementChild;
    if (!link.wanted || !link.isConnected || sheet.firstElementChild) return;
    const picture = await this.pages.picture(Number(link.dataset.page), WIDTH);
    if (link.wanted) sheet.append(picture);
  }

  async fillOutline() {
    const items = await this.pages.outline();
    const button = this.frame.querySelector("[data-side-choice=outline]");
    if (!items.length || !button) return;
    button.hidden = false;
    this.offerChoice();
    this.outline.replaceChildren(this.branch(items));
  }

  branch(items) {
    const list = element("ul", {});
    for (const { title, destination, below } of items) {
      const line = element("button", { type: "button", class: "va-outline__item" }, title);
      line.disabled = !destination;
      line.addEventListener("click", () => this.pages.goTo(destination));
      list.append(element("li", {}, line, ...(below.length ? [this.branch(below)] : [])));
    }
    return list;
  }

  show(current) {
    if (!this.frame || this.here?.dataset.page === String(current)) return;
    this.here?.removeAttribute("aria-current");
    this.here = this.thumbs.children[current - 1];
    this.here?.setAttribute("aria-current", "true");
    if (this.here && this.isOpen) this.reveal(this.here);
  }

  reveal(link) {
    const frame = this.thumbs;
    if (link.offsetTop < frame.scrollTop || link.offsetTop + link.offsetHeight > frame.scrollTop + frame.clientHeight) {
      frame.scrollTop = link.offsetTop - frame.clientHeight / 3;
    }
  }
}
