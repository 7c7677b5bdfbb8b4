// Small helpers shared by the modules.

/** Make an element. `parts` are nodes or texts. */
export function element(tag, attributes = {}, ...parts) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...parts);
  return made;
}

/** A symbol of the sprite. */
export function icon(name, extra = "") {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", `va-icon ${extra}`.trim());
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** Tell whether keys typed here belong to a field. */
export function isTyping(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
    && !/^(checkbox|radio|button|submit|file)$/.test(target.type);
}

/** "18,4 MB", as the server writes it. */
export function size(count) {
  const names = ["Byte", "KB", "MB", "GB", "TB"];
  let amount = count, step = 0;
  while (amount >= 1024 && step < names.length - 1) { amount /= 1024; step += 1; }
  const digits = step > 1 && amount < 100 ? 1 : 0;
  return `${amount.toLocaleString("de-DE", { maximumFractionDigits: digits })}\u00a0${names[step]}`;
}

/** "1 Datei", "3 Dateien". */
export function counted(count, one, many) {
  return `${count.toLocaleString("de-DE")}\u00a0${count === 1 ? one : many}`;
}

/** Say something in the status line at the foot. */
export function say(text) {
  const line = document.getElementById("stand");
  if (line) line.textContent = text;
}

export const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Headers of every request that changes something; an ended session answers 401, not a login page. */
export function headers(more = {}) {
  return { "X-CSRFToken": document.body.dataset.csrf ?? "", "HX-Request": "true", ...more };
}

/** Show or hide "Verbindung unterbrochen". */
export function connection(isThere) {
  const note = document.getElementById("verbindung");
  if (note) note.hidden = isThere;
}
