/** Forms of orders: their values, one request at a time, errors at their field. */

import { problem } from "/static/staff/staff.js";

let busy = false;

/** Let the buttons be pressed; before, a form would go to the server as an address with all that was typed in it. */
export function ready() {
  for (const button of document.querySelectorAll("[data-waits]")) button.disabled = false;
}

/** Return what a form holds; nothing chosen is null, so that the rules can tell it from an empty word. */
export function values(form) {
  const given = {};
  for (const [name, value] of new FormData(form)) if (name !== "file") given[name] = value === "" && form.elements[name].tagName !== "TEXTAREA" ? null : value;
  return given;
}

/** Do `send` once, however often the button is pressed; a refusal is shown at the field that it is about. */
export async function once(form, send) {
  if (busy) return;
  busy = true;
  clear(form);
  const button = form.querySelector("button:not([type=button])");
  button.disabled = true;
  try {
    await send();
  } catch (error) {
    if (!error.code) throw error;
    show(form, error);
  } finally {
    busy = button.disabled = false;
  }
}

function show(form, { field, message }) {
  const wrong = field && form.querySelector(`[name="${field}"]`);
  if (!wrong || wrong.type === "hidden") return;
  const place = form.querySelector(`[id$="${field}-error"]`);
  wrong.setAttribute("aria-invalid", "true");
  if (place) {
    place.textContent = message;
    place.hidden = false;
    problem("");
  }
  wrong.focus();
}

function clear(form) {
  for (const wrong of form.querySelectorAll("[aria-invalid]")) wrong.removeAttribute("aria-invalid");
  for (const place of form.querySelectorAll(".error[id$=-error]")) place.hidden = true;
}
