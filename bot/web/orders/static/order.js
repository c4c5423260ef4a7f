/** One order: what is done to it, its files, the whole number for a reason. */

import { api, byId, problem } from "/static/staff/staff.js";
import { changed, done, told } from "./after.js";
import { callBack } from "./callback.js";
import { dispatch } from "./dispatch.js";
import { once, ready, values } from "./form.js";

const { number, api: base, seen } = byId("order").dataset;
const PATH = `${base}/${number}`;
const MOST_BYTES = 10 * 1024 * 1024;

/** Send what was given, as of the version of the order that this page shows. */
async function send(form, path, body) {
  try {
    const answer = await api(`${PATH}/${path}`, { body: { ...body, seen } });
    done(answer.done);
    await new Promise(() => {}); // until the new page is there the button stays as it is
  } catch (error) {
    if (error.code !== "stale") throw error;
    changed(error.message, form.dataset.act, values(form));
    await new Promise(() => {});
  }
}

function open(action) {
  for (const each of document.querySelectorAll("[data-opens]")) {
    const chosen = each.dataset.opens === action;
    each.setAttribute("aria-expanded", String(chosen));
    byId(`form-${each.dataset.opens}`).hidden = !chosen;
  }
  const form = byId(`form-${action}`) ?? document.querySelector(`form[data-act="${action}"]`);
  form?.querySelector("textarea, select, input:not([type=hidden])")?.focus();
  return form;
}

for (const each of document.querySelectorAll("[data-opens]")) each.addEventListener("click", () => open(each.getAttribute("aria-expanded") === "true" ? "" : each.dataset.opens));
for (const each of document.querySelectorAll("[data-closes]")) {
  each.addEventListener("click", () => {
    open("");
    document.querySelector(`[data-opens="${each.dataset.closes}"]`).focus();
  });
}
for (const form of document.querySelectorAll("form[data-act]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    once(form, () => send(form, "act", { action: form.dataset.act, ...values(form) }));
  });
}
for (const each of document.querySelectorAll("[data-informs]")) {
  each.addEventListener("click", () => {
    const form = open("inform");
    form.elements.parent.value = each.dataset.informs;
    form.scrollIntoView({ block: "center" });
  });
}

byId("file").addEventListener("change", ({ target }) => (byId("picked").textContent = target.files[0]?.name ?? "还没有选"));
byId("upload").addEventListener("submit", (event) => {
  event.preventDefault();
  const file = event.target.elements.file.files[0];
  once(event.target, async () => {
    if (!file) return refuse("请先选一个文件。");
    if (file.size > MOST_BYTES) return refuse("文件太大，最多 10 MB。");
    await api(`${PATH}/files?name=${encodeURIComponent(file.name)}`, { method: "PUT", body: file });
    done(`已上传 ${file.name}。`);
  });
});

function refuse(message) {
  throw Object.assign(new Error(message), { code: "invalid", field: "file" });
}

byId("unmask")?.addEventListener("click", () => {
  const form = byId("unmask-form");
  form.hidden = !form.hidden;
  byId("unmask").setAttribute("aria-expanded", String(!form.hidden));
  if (!form.hidden) form.elements.reason.focus();
});
byId("unmask-form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  once(event.target, async () => {
    const { phone } = await api(`/api/agent/orders/${number}/reveal-phone`, { body: { reason: event.target.elements.reason.value } });
    byId("phone").textContent = phone;
    byId("unmask-form").hidden = byId("unmask").hidden = true;
    problem("");
  });
});

dispatch(PATH);
callBack(send);
ready();
told(open);
