// A queue of work: what is done with one row is sent while the next one is shown already.
//
// <form data-onward> in #angaben, rows in #dokumente. POST with "Va-Part: meldung" -> #meldungen alone,
// with a status of 4xx where it was refused; then the row comes back. On a small screen, after the
// last row and without a script the form is a plain one.

import { headers, say } from "./dom.js";
import { turnTo } from "./viewer_ahead.js";

const WIDE = "(min-width: 60rem)";
const AWAY = "Nicht gesendet, der Server antwortet nicht. Der Eintrag steht wieder in der Liste.";
let isListening = false;

export function startOnward() {
  if (isListening) return;
  isListening = true;
  document.addEventListener("submit", onSubmit);
}

async function onSubmit(event) {
  const form = event.target;
  if (!form.matches("form[data-onward]") || event.defaultPrevented) return;
  const row = document.querySelector("#dokumente .va-row[data-here]");
  const next = row && besides(row);
  if (!next || !matchMedia(WIDE).matches) return;
  event.preventDefault();
  if ("sent" in form.dataset) return;
  form.dataset.sent = "";
  const answer = send(form.action, new FormData(form, event.submitter));
  const follower = row.nextElementSibling, list = row.parentElement;
  row.remove();
  count(-1);
  await turnTo(next.querySelector(".va-row__link").href, event.timeStamp);
  if (await tell(answer)) return;
  list.insertBefore(row, follower?.parentElement === list ? follower : null);
  row.removeAttribute("data-here");
  count(1);
}

const isRow = (one) => one?.matches(".va-row");
const besides = (row) => [row.nextElementSibling, row.previousElementSibling].find(isRow);

function count(step) {
  for (const place of document.querySelectorAll("[data-onward-count]")) {
    const number = Number(place.dataset.onwardCount) + step;
    place.dataset.onwardCount = number;
    place.textContent = number.toLocaleString("de-DE");
  }
}

async function send(address, body) {
  const asked = { method: "POST", body, headers: headers({ "Va-Part": "meldung" }), credentials: "same-origin", keepalive: true };
  return fetch(address, asked).catch(() => null);
}

// Show the messages of the answer, the newest alone; true when it was done.
async function tell(sent) {
  const answer = await sent;
  const region = document.getElementById("meldungen");
  const html = answer?.headers.get("Content-Type")?.startsWith("text/html") ? await answer.text() : "";
  const told = new DOMParser().parseFromString(html, "text/html").getElementById("meldungen");
  if (told) region.replaceChildren(...[...told.children].map((one) => document.importNode(one, true)));
  else say(AWAY);
  return Boolean(told && answer.ok);
}
