/** Decide on an upload that was read: removals or not, others' drafts, why, and then make drafts of it. */

import { api, byId, el, problem } from "/static/staff/staff.js";

const root = byId("import");
const form = byId("form");
const remove = byId("remove");
const kept = `import-note-${root.dataset.token}`; // a reload doesn't lose what was written
const clashes = [...root.querySelectorAll(".held")];

const removing = () => Boolean(remove?.checked);
const chosen = (field) => field.querySelector("input:checked").value;
const nameOf = (field) => field.closest(".entry").dataset.name;
const counts = (field) => removing() || !field.closest(".removing");

function show() {
  for (const part of root.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "removed") !== removing();
  root.querySelector(".removing")?.classList.toggle("on", removing());
  if (!form) return;
  const wrong = root.querySelector(".mistakes:not([hidden])");
  const all = Number(root.dataset.changes) + (removing() ? Number(root.dataset.removals) : 0);
  const skipped = clashes.filter((field) => counts(field) && chosen(field) === "skip").length;
  byId("go").disabled = Boolean(wrong) || all === skipped;
  byId("count").textContent = wrong
    ? "还有错，不能导入。"
    : `会成为草稿的有 ${all - skipped} 条${skipped ? `，跳过 ${skipped} 条` : ""}。`;
}

function bulk() {
  const listed = byId("bulk");
  if (!listed || clashes.length < 2) return;
  listed.hidden = false;
  byId("clash").textContent = `有 ${clashes.length} 条已经有别的草稿：`;
  listed.addEventListener("click", (event) => {
    const wanted = event.target.dataset.all;
    if (!wanted) return;
    for (const field of clashes) field.querySelector(`input[value=${wanted}]`).checked = true;
    show();
  });
}

async function go(event) {
  event.preventDefault();
  const held = clashes.filter(counts);
  const skip = held.filter((field) => chosen(field) === "skip").map(nameOf);
  const over = held.filter((field) => chosen(field) === "overwrite").map((field) => [nameOf(field), Number(field.dataset.version)]);
  byId("go").disabled = true;
  try {
    const body = { note: byId("note").value, remove: removing(), skip, overwrite: Object.fromEntries(over) };
    tell(await api(`/api/studio/transfer/${root.dataset.token}/drafts`, { body }));
  } catch {
    show();
  }
}

function tell({ drafts, skipped, undecided, failed }) {
  if (undecided.length) {
    const titles = undecided.map((each) => `“${each.title}”（${each.by}）`).join("、");
    show();
    return problem(`刚刚有人改了${titles}，什么都还没有导入。请刷新这一页，再决定跳过还是覆盖。`);
  }
  sessionStorage.removeItem(kept);
  form.hidden = true;
  for (const input of root.querySelectorAll(".entry input, #remove, #bulk button")) input.disabled = true;
  const left = failed.length ? `，${failed.length} 条没有成功` : "";
  byId("told").textContent = `导入成了 ${drafts} 份草稿${skipped ? `，跳过 ${skipped} 条` : ""}${left}。`;
  byId("left").replaceChildren(...failed.map((each) => el("li", {}, `“${each.title}”：${each.message}`)));
  byId("done").hidden = false;
  byId("done").focus();
}

root.addEventListener("change", show);
form?.addEventListener("submit", go);
if (form) {
  byId("note").value = sessionStorage.getItem(kept) ?? "";
  byId("note").addEventListener("input", (event) => sessionStorage.setItem(kept, event.target.value));
}
bulk();
show();
