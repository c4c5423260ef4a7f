/** The panel for dispatching: a suggestion fills the form, and the deadline is shown before anybody confirms. */

import { api, byId } from "/static/staff/staff.js";

/** Bring the panel to life, if there is one; `path` is the order's interface. */
export function dispatch(path) {
  const form = byId("dispatch");
  if (!form) return;
  const { category, unit, kind, urgency } = form.elements;

  function take() {
    const chosen = category.selectedOptions[0].dataset;
    if (chosen.unit) unit.value = chosen.unit;
    if (chosen.urgency) urgency.value = chosen.urgency;
    byId("redirect").textContent = chosen.redirect ? `这类事热线一般不受理，告诉市民：${chosen.redirect}` : "";
    byId("redirect").hidden = !chosen.redirect;
    return preview();
  }

  async function preview() {
    const asked = new URLSearchParams({ kind: kind.value, urgency: urgency.value });
    const due = await api(`${path}/due?${asked}`);
    byId("due").textContent = due.due;
    byId("due-limit").textContent = due.limit;
    byId("due-origin").textContent = due.origin;
    byId("due-contact").textContent = due.contact_due;
    byId("due-contact-line").hidden = !due.contact_due;
    byId("due-caveat").textContent = due.caveat ?? "";
    byId("due-caveat").hidden = !due.caveat;
  }

  category.addEventListener("change", take);
  kind.addEventListener("change", preview);
  urgency.addEventListener("change", preview);
  for (const each of document.querySelectorAll("[data-takes]")) {
    each.addEventListener("click", () => {
      category.value = each.dataset.takes;
      take();
      category.focus();
    });
  }
}
