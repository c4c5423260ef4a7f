/** Review and publish: what is chosen, what it needs, and doing it. */

import { api, byId } from "/static/staff/staff.js";
import { again } from "/static/studio/publish-keep.js";
import { ended } from "/static/studio/releases.js"; // it also restores the page and follows what is being made

const form = byId("publish");
const boxes = [...document.querySelectorAll("input[data-choose]")];
const rowOf = (element) => element.closest(".draft");
const seen = (row) => ({ id: row.dataset.id, version: Number(row.dataset.version) });
const ticked = () => boxes.filter((box) => box.checked);

function showChosen() {
  const rows = ticked().map(rowOf);
  for (const all of document.querySelectorAll("input[data-all]")) {
    const own = boxes.filter((box) => box.dataset.choose === all.dataset.all);
    all.checked = own.every((box) => box.checked);
    all.indeterminate = !all.checked && own.some((box) => box.checked);
  }
  if (!form) return;
  form.hidden = boxes.length === 0;
  const training = rows.some((row) => "trains" in row.dataset);
  const need = training ? `要重新训练，大约 ${form.dataset.seconds} 秒后生效` : "不用训练，发布后马上生效";
  byId("chosen").textContent = rows.length ? `选了 ${rows.length} 条，${need}。` : "选上要发布的改动，就在这里发布。";
  for (const each of form.querySelectorAll("label, button")) each.hidden = rows.length === 0;
}

/** Do something with buttons asleep; a refusal was told by `api`. */
async function once(place, work) {
  const buttons = [...place.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch {
    for (const button of buttons) button.disabled = false;
  }
}

async function publish() {
  const { note } = form.elements;
  const used = ticked();
  const release = await api("/api/studio/publish", { body: { drafts: used.map(rowOf).map(seen), note: note.value } });
  again(ended(release), note, ...used);
}

async function schedule() {
  const { note, at } = form.elements;
  const used = ticked();
  const body = { drafts: used.map(rowOf).map(seen), note: note.value, at: at.value };
  const told = await api("/api/studio/publish/time", { body });
  again(`到 ${told.at} 自动发布。`, note, at, ...used);
}

async function review(place, what) {
  const field = place.elements.note;
  await api(`/api/studio/review/${what}`, { body: { ...seen(rowOf(place)), note: field.value } });
  again(what === "approve" ? "审核通过了，可以发布。" : "已经退回。", field);
}

async function untime(button) {
  await api("/api/studio/publish/time", { body: { drafts: [seen(rowOf(button))], at: null } });
  again("已经取消定时，改动在“可发布”里。");
}

for (const box of boxes) box.addEventListener("change", showChosen);
for (const all of document.querySelectorAll("input[data-all]")) {
  all.addEventListener("change", () => {
    for (const box of boxes) if (box.dataset.choose === all.dataset.all) box.checked = all.checked;
    showChosen();
  });
}
for (const place of document.querySelectorAll("form[data-review]")) {
  place.addEventListener("submit", (event) => event.preventDefault()); // Enter in the note decides nothing
  for (const button of place.querySelectorAll("button")) {
    button.addEventListener("click", () => once(place, () => review(place, button.dataset.act)));
  }
}
for (const button of document.querySelectorAll("button[data-untime]")) {
  button.addEventListener("click", () => once(rowOf(button), () => untime(button)));
}
form?.addEventListener("submit", (event) => event.preventDefault());
byId("now")?.addEventListener("click", () => once(form, publish));
byId("timed")?.addEventListener("click", () => once(form, schedule));
showChosen();
