/** Calling the citizen back: three questions when somebody was reached. */

import { byId, newKey } from "/static/staff/staff.js";
import { once, values } from "./form.js";

const key = newKey(); // of this page: sent again, the same answers count once

/** Bring the form to life, if there is one; `send` sends it. */
export function callBack(send) {
  const form = byId("callback");
  if (!form) return;
  for (const each of form.querySelectorAll("[name=valid]")) each.addEventListener("change", () => (byId("answers").hidden = each.value !== "true"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    once(form, () => send(form, "callback", answers(form)));
  });
}

function answers(form) {
  const given = values(form);
  if (given.valid == null) throw Object.assign(new Error("请先选是否联系上了市民。"), { code: "invalid", field: "valid" });
  const reached = given.valid === "true";
  const yes = (value) => (reached && value ? value === "true" : null);
  return { valid: reached, contacted: yes(given.contacted), solved: yes(given.solved), satisfied: reached ? (given.satisfied ?? null) : null, note: given.note, client_id: key };
}
