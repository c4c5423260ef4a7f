/** The rows of a batch: filtered, a part at a time. */

import { byId, el } from "/static/staff/staff.js";

const STEP = 200;
const VERDICTS = { hit: "答对", offered: "反问里有", miss: "没答对" };
const CHANGES = { better: "变好", worse: "变差", other: "换了" };
let rows = [];
let compared = false;
let most = STEP;
let teach = () => {};

/** Let filters work; `learn(row)` is called for a row that shall become a question. */
export function setUpRows(learn) {
  teach = learn;
  for (const id of ["only", "find"]) byId(id).addEventListener("input", () => [(most = STEP), list()]);
  byId("further").addEventListener("click", () => [(most += STEP), list()]);
}

export function render(all, beside) {
  [rows, compared] = [all, beside];
  list();
}

function list() {
  const found = rows.filter(wanted);
  byId("rows").replaceChildren(...found.slice(0, most).map(line));
  byId("further").hidden = found.length <= most;
  byId("count").textContent = found.length === rows.length ? "" : `${found.length} 句`;
}

function wanted(row) {
  const only = byId("only").value;
  const words = byId("find").value.trim().split(/\s+/).filter(Boolean);
  const kept = { "": true, changed: Boolean(row.change) && row.change !== "same" }[only];
  return (kept ?? (row.verdict === only || row.change === only)) && words.every((word) => `${row.text} ${row.wanted} ${row.got}`.includes(word));
}

function line(row) {
  const wrong = row.topic && row.verdict && row.verdict !== "hit";
  return el(
    "tr",
    {},
    el("td", { class: "short" }, `${row.line}`),
    el("td", { class: "said" }, row.text),
    el("td", {}, row.wanted),
    el("td", {}, row.got),
    el("td", { class: "short" }, row.sure === null ? "" : `${Math.round(100 * row.sure)}%`),
    el("td", { class: `verdict ${row.verdict ?? ""}` }, VERDICTS[row.verdict] ?? "还没试"),
    compared && el("td", {}, row.other, row.change && row.change !== "same" && el("b", { class: row.change }, `（${CHANGES[row.change]}）`)),
    el("td", {}, row.taught ? el("span", { class: "soft" }, "已加成问法") : wrong && el("button", { type: "button", click: () => teach(row), "aria-label": `把“${row.text}”加成问法` }, "加成问法")),
  );
}
