/** A batch: tried piece by piece, then looked through, compared, learnt from. */

import { api, byId, el, toast } from "/static/staff/staff.js";
import { render, setUpRows } from "/static/studio/bench-rows.js";

const path = `/api/studio/bench/batches/${byId("batch").dataset.token}`;
const VERDICTS = [["hit", "答对"], ["offered", "反问里有"], ["miss", "没答对"]];
const CHANGES = [["better", "另一版变好"], ["worse", "另一版变差"], ["other", "另一版换了"]];
let shown = null;
let running = false;

const release = () => Number(byId("release").value) || null;
const query = () => (release() ? `?release=${release()}` : "");

/** Try what is left, on the live release and the one to compare with, then show all of it. */
async function run() {
  if (running) return;
  running = true;
  byId("again").hidden = true;
  try {
    await load();
    while (shown.done < shown.total || (shown.other_done ?? shown.total) < shown.total) {
      const wanted = release(); // may be another one when this is done
      if (shown.done < shown.total) await each(null, shown.done);
      if (wanted) await each(wanted, shown.other_done ?? 0);
      await load();
    }
    byId("wait").hidden = true;
  } catch {
    byId("again").hidden = false; // `api` has said why; what was tried is kept
  }
  running = false;
}

async function each(number, done) {
  byId("wait").hidden = false;
  for (let at = { done, total: shown.total }; at.done < at.total; ) {
    byId("bar").value = at.done / at.total;
    const which = number ? `第 ${number} 版` : "现在的版本";
    byId("progress").textContent = `正在用${which}试：${at.done} / ${at.total} 句`;
    at = await api(`${path}/try`, { body: { release: number } });
  }
}

async function load() {
  shown = await api(path + query());
  const counts = VERDICTS.map(([key, label]) => figure(label, shown.counts[key], shown.done, shown.other_counts?.[key]));
  const changes = shown.changes ? CHANGES.map(([key, label]) => figure(label, shown.changes[key])) : [];
  byId("numbers").replaceChildren(...(shown.done ? [...counts, ...changes] : []));
  byId("spoilt").hidden = !shown.spoilt;
  byId("keep").disabled = shown.spoilt || shown.done < shown.total;
  byId("teach").disabled = !wrong().length;
  byId("download").href = `${path}/result.xlsx${query()}`;
  byId("other-head").hidden = !release();
  for (const option of byId("only").options) if (["changed", "worse", "better"].includes(option.value)) option.hidden = !release();
  render(shown.rows, release() !== null);
}

function figure(label, count, of, other) {
  const share = of ? `（${((100 * count) / of).toFixed(1)}%）` : "";
  const beside = other === undefined ? "" : `，另一版 ${other}`;
  return el("div", {}, el("dt", {}, label), el("dd", {}, `${count}`, el("span", { class: "soft" }, share + beside)));
}

const wrong = () => shown.rows.filter((row) => row.topic && row.verdict === "miss" && !row.taught);

async function teach(rows) {
  if (shown.taught + rows.length > shown.most_taught && !(await sure(`把 ${rows.length} 句加成问法？`,
    "加得多了，这一批就不能再当测试用：学过的句子一定答得对，成绩就不真了。句子会进各个主题的草稿，发布以后才会学。"))) return;
  const answer = await api(`${path}/learn`, { body: { rows: rows.map((row) => row.number) } });
  toast(answer.added ? `${answer.added} 句进了草稿，到“审核和发布”里发布。` : "一句也没有加。");
  refusals(answer, "没有加成问法");
  await load();
}

async function keep() {
  if (!(await sure("整批加进测试句？", `${shown.total} 句以后每次发布前都会检查，也不能再拿来教小政。`))) return;
  const answer = await api(`${path}/tests`, { method: "POST", body: {} });
  toast(`加了 ${answer.new} 句测试句${answer.known ? `，${answer.known} 句原来就有` : ""}。`);
  refusals(answer, "没有加进测试句");
}

function refusals({ refused, more }, what) {
  byId("refused").hidden = !refused.length;
  byId("refused-title").textContent = `${refused.length + more} 句${what}：`;
  const reasons = new Map();
  for (const { text, why } of refused) reasons.set(why, [...(reasons.get(why) ?? []), text]);
  byId("refusals").replaceChildren(...[...reasons].map(([why, texts]) => el("li", {}, el("b", {}, why), texts.join("；"))));
}

function sure(title, text) {
  const dialog = byId("sure");
  byId("sure-title").textContent = title;
  byId("sure-text").textContent = text;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

const told = (work) => work.catch(() => {}); // `api` has said why
setUpRows((row) => told(teach([row])));
byId("teach").addEventListener("click", () => told(teach(wrong())));
byId("keep").addEventListener("click", () => told(keep()));
byId("release").addEventListener("change", () => {
  byId("only").value = "";
  run();
});
byId("again").addEventListener("click", run);
run();
