/** Dialogs: one at a time, closed by Escape or 取消. */

import { byId } from "/static/staff/staff.js";

document.querySelectorAll("dialog .cancel").forEach((each) => each.addEventListener("click", () => each.closest("dialog").close()));

export function show(id) {
  if (document.querySelector("dialog[open]")) return false;
  byId(id).showModal();
  return true;
}

/** Show a form in a dialog; `done(values)` is called with what was filled in, and the dialog stays open when it throws. */
export function askIn(id, done) {
  const dialog = byId(id);
  const form = dialog.querySelector("form");
  form.reset();
  if (!show(id)) return;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const button = form.querySelector("[value=ok]");
    button.disabled = true;
    try {
      await done(Object.fromEntries(new FormData(form)));
      dialog.close();
    } catch {
      // the refusal is shown; what was filled in stays
    } finally {
      button.disabled = false;
    }
  };
}
