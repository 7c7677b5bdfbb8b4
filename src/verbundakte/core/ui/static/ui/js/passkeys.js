// Passkeys: <form data-passkey="get" or "create" data-options="address"> asks the device when it is
// sent and puts its answer into the field "antwort". Where the browser has none, the form stays away.

const NOT_USED = "Der Passkey wurde nicht benutzt. Versuchen Sie es noch einmal.";
const NO_ANSWER = "Der Server antwortet nicht. Laden Sie die Seite neu.";

export function startPasskeys(root) {
  if (!window.PublicKeyCredential) return;
  for (const form of root.querySelectorAll("form[data-passkey]:not([data-passkey-on])")) {
    form.dataset.passkeyOn = "";
    form.hidden = false;
    for (const one of form.parentElement.querySelectorAll("[data-with-passkey]")) one.hidden = false;
    form.parentElement.querySelector("[data-no-passkey]")?.remove();
    form.addEventListener("submit", (event) => {
      if (form.elements.antwort.value) return;
      event.preventDefault();
      ask(form);
    });
  }
}

async function ask(form) {
  const note = form.querySelector("[data-passkey-note]");
  note.hidden = true;
  try {
    const options = decoded(await load(form));
    const answer = await navigator.credentials[form.dataset.passkey]({ publicKey: options });
    form.elements.antwort.value = JSON.stringify(encoded(answer));
  } catch (error) {
    note.textContent = error.message === NO_ANSWER ? NO_ANSWER : NOT_USED;
    note.hidden = false;
    return;
  }
  form.requestSubmit();
}

async function load(form) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" };
  const answer = await fetch(form.dataset.options, { method: "POST", headers, credentials: "same-origin" });
  if (!answer.ok) throw new Error(NO_ANSWER);
  return answer.json();
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const withBytes = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

function decoded(options) {
  const known = { ...options, challenge: bytes(options.challenge) };
  if (options.user) known.user = { ...options.user, id: bytes(options.user.id) };
  if (options.allowCredentials) known.allowCredentials = withBytes(options.allowCredentials);
  if (options.excludeCredentials) known.excludeCredentials = withBytes(options.excludeCredentials);
  return known;
}

function encoded(answer) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const given = parts.filter((part) => answer.response[part]);
  return {
    id: answer.id,
    rawId: text(answer.rawId),
    type: answer.type,
    clientExtensionResults: {},
    response: Object.fromEntries(given.map((part) => [part, text(answer.response[part])])),
  };
}
