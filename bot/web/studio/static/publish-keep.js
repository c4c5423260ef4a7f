/** What is typed, chosen and unfolded on a page outlives its being loaded again; a message waits for it. */

const PLACE = `kept:${location.pathname}`;
const TOLD = "told-after";
let forgotten = new Set();

function state() {
  const found = {};
  for (const field of document.querySelectorAll("input[id], details[id]")) {
    if (forgotten.has(field.id)) continue;
    if (field.tagName === "DETAILS") found[field.id] = field.open;
    else if (field.type === "checkbox") found[field.id] = field.checked;
    else if (field.value) found[field.id] = field.value;
  }
  return found;
}

/** Put everything back as it was; call it before anything listens. */
export function restore() {
  const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
  for (const [id, value] of Object.entries(kept)) {
    const field = document.getElementById(id);
    if (field?.tagName === "DETAILS") field.open = value;
    else if (field?.type === "checkbox") field.checked = value;
    else if (field) field.value = value;
  }
  addEventListener("pagehide", () => sessionStorage.setItem(PLACE, JSON.stringify(state())));
}

/** Load the page again and then tell `message`; what stood in `fields` was used and doesn't come back. */
export function again(message, ...fields) {
  forgotten = new Set(fields.map((field) => field.id));
  if (message) sessionStorage.setItem(TOLD, message);
  location.reload();
}

/** Return the message that waits, once. */
export function waiting() {
  const message = sessionStorage.getItem(TOLD) ?? "";
  sessionStorage.removeItem(TOLD);
  return message;
}
