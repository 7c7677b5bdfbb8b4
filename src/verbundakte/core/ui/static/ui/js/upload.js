// Files and folders to the server, in parts, one after the other, going on after a lost connection.
//
// <form data-upload="/address/" data-target="..." data-into="in diesen Vorgang" data-refresh="#list">
//   POST data-pick, if there is one: {paths} -> {take: places of the files that are wanted}
//   POST address       {name, size, path, last_modified, target} -> {id, part_url, complete_url, received}
//   PUT  part_url      bytes, Content-Range -> {received}; 409 {received}: go on from there
//   GET  part_url      -> {received}
//   POST complete_url  -> {result: "registered" | "duplicate" | "refused", title, url, message}
// A refusal (4xx) is problem JSON; its `detail` (or `message`) is shown beside the file.

import { connection, counted, element, headers, icon, say, size, wait } from "./dom.js";

const PART_BYTES = 8 * 1024 * 1024;
const LONGEST_WAIT_MS = 8000;
const ICONS = { waiting: "pending", running: "upload", done: "ok", refused: "stop", failed: "warn", cancelled: "close" };
const RETRY_STATUS = new Set([0, 408, 425, 429, 500, 502, 503, 504]);

export function startUploads(root) {
  for (const form of root.querySelectorAll("form[data-upload]:not([data-upload-on])")) {
    form.dataset.uploadOn = "";
    new Uploads(form);
  }
}

class Uploads {
  constructor(form) {
    this.form = form;
    this.items = [];
    this.isRunning = false;
    this.part = (name) => form.querySelector(`[data-uploads${name}]`);
    this.zone = form.closest("[data-drop-zone]") ?? form;
    this.listen();
  }

  listen() {
    const [files, folder] = this.form.querySelectorAll("input[type=file]");
    for (const input of [files, folder].filter(Boolean)) {
      const take = () => {
        this.add(filesOf(input));
        input.value = "";
      };
      input.addEventListener("change", take);
      if (input.files.length) take();  // chosen before this script was loaded
    }
    if (folder && "webkitdirectory" in folder) {
      folder.hidden = false;
      this.form.querySelector(".va-drop__folder").hidden = false;
    }
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.part("-cancel").addEventListener("click", () => this.cancel());
    this.part("-retry").addEventListener("click", () => this.retry());
    this.part("-close").addEventListener("click", () => this.close());
    const takesMany = files.multiple;
    listenForDrops(this.zone, this.form.dataset.into, (found) => this.add(takesMany ? found : found.slice(0, 1)));
    this.form.addEventListener("va:files", (event) => this.add(event.detail));
    window.addEventListener("beforeunload", (event) => { if (this.isRunning) event.preventDefault(); });
  }

  // The chosen files, or those of them that the server still waits for.
  async add(found) {
    const wanted = await this.pick(found);
    for (const { file, path } of wanted) {
      const item = { file, path, state: "waiting", sent: 0, message: "" };
      item.row = element("li", { class: "va-upload" });
      this.items.push(item);
      this.part("-list").append(item.row);
      this.show(item);
    }
    if (!wanted.length) return;
    this.part("").hidden = false;
    this.run();
  }

  async pick(found) {
    const { pick } = this.form.dataset;
    if (!pick || !found.length) return found;
    const body = JSON.stringify({ paths: found.map(({ path }) => path) });
    const { data } = await request({}, "POST", pick, body, { "Content-Type": "application/json" });
    const taken = (data?.take ?? []).map((place) => found[place]);
    if (!taken.length) say("Von diesen Dateien fehlt keine mehr.");
    return taken;
  }

  async run() {
    if (this.isRunning) return;
    this.isRunning = true;
    this.startedAt = Date.now();
    this.sentBefore = this.total("sent");
    for (let item; (item = this.items.find((one) => one.state === "waiting"));) await this.send(item);
    this.isRunning = false;
    this.showTotal();
    await this.refresh();
  }

  async send(item) {
    this.set(item, "running");
    try {
      const ticket = await this.ask(item, "POST", this.form.dataset.upload, JSON.stringify(describe(item, this.form)),
        { "Content-Type": "application/json" });
      await this.sendParts(item, ticket);
      const answer = await this.ask(item, "POST", ticket.complete_url);
      item.sent = item.file.size;
      item.url = answer.url;
      this.set(item, answer.result === "refused" ? "refused" : "done", answer.message ?? "");
    } catch (problem) {
      if (!(problem instanceof Stop)) throw problem;
      this.set(item, problem.state, problem.message);
    }
  }

  async sendParts(item, ticket) {
    const { file } = item;
    let received = ticket.received ?? 0;
    while (received < file.size) {
      const end = Math.min(received + PART_BYTES, file.size);
      const range = { "Content-Range": `bytes ${received}-${end - 1}/${file.size}`, "Content-Type": "application/octet-stream" };
      const start = received;
      const answer = await this.ask(item, "PUT", ticket.part_url, file.slice(start, end), range, {
        progress: (count) => { item.sent = start + count; this.show(item); },
        again: ticket.part_url,
      });
      received = answer.received ?? end;
      item.sent = received;
      this.show(item);
    }
  }

  // One request; waits out a lost connection. With `again` it first asks what has arrived.
  async ask(item, method, url, body = null, more = {}, { progress, again } = {}) {
    for (let pause = 1000; ; pause = Math.min(pause * 2, LONGEST_WAIT_MS)) {
      if (item.state === "cancelled") throw new Stop("cancelled", "abgebrochen");
      const answer = await request(item, method, url, body, more, progress);
      if (answer.status >= 200 && answer.status < 300 && answer.data) { connection(true); return answer.data; }
      if (answer.status === 409 && answer.data?.received !== undefined) return answer.data;
      if (!RETRY_STATUS.has(answer.status)) throw refusal(answer);
      connection(false);
      this.set(item, item.state, "Verbindung unterbrochen, wird fortgesetzt");
      await wait(pause);
      if (!again) continue;
      const arrived = await request(item, "GET", again, null, {});
      if (arrived.status === 200 && arrived.data?.received !== undefined) {
        connection(true);
        this.set(item, item.state, "");
        return arrived.data;
      }
    }
  }

  cancel() {
    for (const item of this.items) {
      if (item.state !== "waiting" && item.state !== "running") continue;
      const wasRunning = item.state === "running";
      this.set(item, "cancelled", "abgebrochen");
      if (wasRunning) item.xhr?.abort();
    }
    this.showTotal();
  }

  retry() {
    for (const item of this.items) {
      if (item.state === "failed" || item.state === "cancelled") { item.sent = 0; this.set(item, "waiting", ""); }
    }
    this.run();
  }

  close() {
    this.items = [];
    this.part("-list").replaceChildren();
    this.part("").hidden = true;
  }

  set(item, state, message = "") {
    if (item.state !== "cancelled" || state === "waiting") item.state = state;
    item.message = message;
    this.show(item);
  }

  show(item) {
    const { row, file } = item;
    const name = item.url ? element("a", { href: item.url, class: "va-clip" }, item.path) : element("span", { class: "va-clip" }, item.path);
    const isRunning = item.state === "running";
    const percent = file.size ? Math.floor((100 * item.sent) / file.size) : 0;
    row.dataset.state = item.state;
    row.replaceChildren(icon(ICONS[item.state]), name, element("span", { class: "va-muted va-nowrap" }, isRunning ? `${percent}\u00a0%` : size(file.size)));
    if (isRunning) {
      row.append(element("progress", { class: "va-progress", max: file.size || 1, value: item.sent, "aria-label": `${file.name} wird übertragen` }));
    }
    if (item.message) row.append(element("span", { class: "va-upload__why" }, item.message));
    this.showTotal();
  }

  total(key) {
    return this.items.reduce((sum, item) => sum + (key === "sent" ? item.sent : item.file.size), 0);
  }

  count(...states) {
    return this.items.filter((item) => states.includes(item.state)).length;
  }

  showTotal() {
    const open = this.count("waiting", "running");
    const text = open ? this.runningText() : this.endText();
    const bar = this.part("").querySelector(":scope > progress");
    bar.max = this.total("size") || 1;
    bar.value = open ? this.total("sent") : bar.max;
    bar.hidden = !open;
    this.part("-text").textContent = text;
    this.part("-cancel").hidden = !open;
    this.part("-close").hidden = Boolean(open);
    this.part("-retry").hidden = Boolean(open) || !this.count("failed", "cancelled");
    say(text);
  }

  runningText() {
    const sent = this.total("sent"), all = this.total("size");
    const seconds = (Date.now() - (this.startedAt ?? Date.now())) / 1000;
    const speed = seconds > 3 ? (sent - (this.sentBefore ?? 0)) / seconds : 0;
    const left = speed > 0 ? (all - sent) / speed : 0;
    const rest = left > 90 ? `, noch etwa ${Math.round(left / 60)}\u00a0Minuten` : left > 10 ? `, noch etwa ${Math.round(left / 10) * 10}\u00a0Sekunden` : "";
    return `${this.count("done", "refused")} von ${counted(this.items.length, "Datei", "Dateien")}, ${size(sent)} von ${size(all)}${rest}`;
  }

  endText() {
    const parts = [[this.count("done"), "abgelegt"], [this.count("refused"), "nicht angenommen"], [this.count("failed", "cancelled"), "nicht übertragen"]];
    return parts.filter(([count]) => count).map(([count, word]) => `${counted(count, "Datei", "Dateien")} ${word}`).join(", ");
  }

  // The list on the page as the server shows it now.
  async refresh() {
    const selector = this.form.dataset.refresh;
    const old = selector && document.querySelector(selector);
    if (!old || !this.count("done")) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(selector);
      if (!fresh) return;
      const adopted = document.importNode(fresh, true);
      old.replaceWith(adopted);
      adopted.dispatchEvent(new CustomEvent("va:changed", { bubbles: true }));
    } catch { say("Abgelegt. Laden Sie die Seite neu, um alles zu sehen."); }
  }
}

class Stop extends Error {
  constructor(state, message) { super(message); this.state = state; }
}

function describe(item, form) {
  return {
    name: item.file.name,
    size: item.file.size,
    path: item.path,
    last_modified: new Date(item.file.lastModified).toISOString(),
    target: form.dataset.target,
  };
}

function refusal({ status, data }) {
  if (status < 400 || status === 401 || (status === 403 && !data?.detail)) {
    return new Stop("failed", "Sie sind abgemeldet. Melden Sie sich in einem anderen Fenster an und versuchen Sie es erneut.");
  }
  return new Stop("refused", data?.detail ?? data?.message ?? "Der Server hat die Datei nicht angenommen.");
}

function request(item, method, url, body, more, progress) {
  return new Promise((done) => {
    const xhr = new XMLHttpRequest();
    item.xhr = xhr;
    xhr.open(method, url);
    xhr.responseType = "text";
    for (const [name, value] of Object.entries(headers({ Accept: "application/json", ...more }))) xhr.setRequestHeader(name, value);
    if (progress) xhr.upload.addEventListener("progress", (event) => progress(event.loaded));
    xhr.addEventListener("loadend", () => done({ status: xhr.status, data: parse(xhr) }));
    xhr.send(body);
  });
}

function parse(xhr) {
  try { return JSON.parse(xhr.responseText); } catch { return null; }
}

export const filesOf = (input) => [...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));

// While files are held over the zone it says what would happen.
export function listenForDrops(zone, into, add) {
  const over = zone.querySelector("[data-drop-over]");
  const title = over?.querySelector("[data-drop-count]");
  let depth = 0;
  const end = () => { depth = 0; over?.removeAttribute("data-open"); };
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  zone.addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth += 1;
    const count = [...event.dataTransfer.items].filter((item) => item.kind === "file").length;
    if (title) title.textContent = `${counted(count, "Datei oder Ordner", "Dateien oder Ordner")} ${into} legen`;
    over?.setAttribute("data-open", "");
  });
  zone.addEventListener("dragover", (event) => { if (hasFiles(event)) event.preventDefault(); });
  zone.addEventListener("dragleave", () => { depth -= 1; if (depth <= 0) end(); });
  zone.addEventListener("drop", async (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    end();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = [...event.dataTransfer.files].map((file) => ({ file, path: file.name }));
    add(entries.length ? (await Promise.all(entries.map(read))).flat() : plain);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
}

// A file, or all files below a folder, with the path from the dropped folder on.
async function read(entry) {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) return [{ file: await new Promise((done, fail) => entry.file(done, fail)), path }];
  const reader = entry.createReader();
  const inside = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map(read))).flat();
}
