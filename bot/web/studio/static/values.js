/** The region's local values: a table to fill in, searched, and published with one button. */

import { api, byId, toast } from "/static/staff/staff.js";
import { askWhy } from "./entry-handin.js";
import { ask, reason } from "./entry-net.js";
import { Row } from "./values-row.js";

const { user, publishes } = byId("values").dataset;
const ONLY = {
  "": () => true,
  missing: (row) => row.standing === "missing",
  ending: (row) => row.standing === "expired" || row.standing === "soon",
  draft: (row) => row.draft,
};
const { values } = await api("/api/studio/values");
const rows = values.map(made);

function made(view) {
  return new Row(view, user, { changed: count, publish: (row) => publish([row]) });
}

function open() {
  return rows.filter((row) => row.draft && !row.draft.release);
}

function count() {
  const drafts = open().length;
  byId("publish").disabled = !drafts;
  byId("publish").textContent = drafts ? `保存并发布 ${drafts} 处改动` : "保存并发布";
  const missing = rows.filter((row) => row.standing === "missing").length;
  const shown = rows.filter((row) => !row.element.hidden && row.element.isConnected).length;
  byId("count").textContent = `${shown} 个${missing ? `，${missing} 个还没填：市民问到时，小政请他问当地` : "，都填了"}。改动自动保存成草稿，发布后一秒内生效，不用学习。`;
}

function filter() {
  const words = byId("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of rows) row.element.hidden = !(ONLY[byId("only").value](row) && row.has(words));
  count();
}

async function publish(chosen) {
  const saved = await Promise.all(chosen.map((row) => row.saver.flush()));
  if (!saved.every(Boolean)) return;
  const entries = chosen.map((row) => ({ kind: "value", key: row.key, version: row.draft.version }));
  const [{ view }] = chosen;
  const title = chosen.length === 1 ? view.shown.label : `${chosen.length} 个本地值`;
  askWhy({ entries, title, training: false, review: view.review, publishes: publishes === "1", note: view.draft.note, done: () => Promise.all(chosen.map((row) => row.reload())) });
}

async function begin(event) {
  event.preventDefault();
  const form = event.target;
  const answer = await ask("/api/studio/values", Object.fromEntries(new FormData(form)));
  if (answer.status !== 201) {
    byId("new-problem").textContent = reason(answer);
    return;
  }
  byId("new-value").close();
  form.reset();
  const row = made(answer.body);
  rows.unshift(row);
  byId("rows").prepend(row.element);
  count();
  row.element.querySelector("[data-name=value]").focus();
  toast("加好了，请填值。主题里选了它才会说出来。");
}

byId("rows").append(...rows.map((row) => row.element));
byId("search").addEventListener("input", filter);
byId("only").addEventListener("change", filter);
byId("publish").addEventListener("click", () => publish(open()));
byId("new").addEventListener("click", () => {
  byId("new-problem").textContent = "";
  byId("new-value").showModal();
});
byId("new-cancel").addEventListener("click", () => byId("new-value").close());
byId("new-value").querySelector("form").addEventListener("submit", begin);
document.addEventListener("visibilitychange", () => document.hidden && rows.forEach((row) => row.saver.settled || row.saver.flush()));
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea, select") || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  byId("search").focus();
});
filter();
