/** After something was done the page is loaded anew: what was done is told, and nothing that was typed is lost. */

import { byId, el, toast } from "/static/staff/staff.js";

const KEY = `order:${byId("order").dataset.number}`;

/** Show the order as it is now, and tell what was done. */
export const done = (message) => reload({ done: message });

/** Show the order as it is now, since it has changed meanwhile; `typed` goes back into the form of `action`. */
export const changed = (message, action, typed) => reload({ changed: message, action, typed });

function reload(left) {
  sessionStorage.setItem(KEY, JSON.stringify(left));
  location.reload();
}

/** Tell what the page before left behind; `open` shows the form of an action, or says that there is none any more. */
export function told(open) {
  const left = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  sessionStorage.removeItem(KEY);
  if (!left) return;
  if (left.done) {
    toast(left.done);
    return byId("order-title").focus();
  }
  const form = open(left.action);
  byId("changed").replaceChildren(el("p", {}, left.changed), ...(form ? [] : kept(left.typed)));
  byId("changed").hidden = false;
  if (form) restore(form, left.typed);
}

function restore(form, typed) {
  for (const [name, value] of Object.entries(typed)) {
    const field = form.querySelector(`[name="${name}"]:not([type=hidden], [type=radio])`);
    if (field && value != null) field.value = value;
  }
}

/** Return what was typed into a form that is no longer there, to be copied. */
function kept(typed) {
  const words = [typed.report, typed.note].filter(Boolean).join("\n");
  if (!words) return [];
  return [el("label", {}, "您刚才写的（现在用不上，需要的话可以复制）", el("textarea", { readonly: true, rows: 3 }, words))];
}
