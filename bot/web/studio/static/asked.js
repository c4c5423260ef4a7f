/** What people asked: load, filter, decide by keyboard, take back. */

import { api, byId, el, problem, toast } from "/static/staff/staff.js";
import { askTopic, setUpAdding } from "./asked-add.js";
import { drawDone, last, told } from "./asked-done.js";
import { anew, draw, more, move, ticked, toCurrent } from "./asked-list.js";
import { current, drop, groupOf, state } from "./asked-state.js";

const NEW_QUESTIONS = "studio-new-questions"; // the editor of a new topic reads them there
const NEW_TOPIC = "/admin/faq?new=1";
const KEYS = { a: "added", n: "new_topic", o: "out_of_scope", x: "no_question" };
const DONE = { out_of_scope: "记下了：不归我们管，也放进了测试句", no_question: "记下了：不是问题" };
let loading = 0;
let busy = false;

async function load(focus = true) {
  const mine = ++loading;
  byId("work").setAttribute("aria-busy", "true");
  byId("progress").textContent = "正在整理…";
  try {
    const answer = await api(`/api/studio/asked?days=${byId("days").value}`);
    if (mine !== loading) return; // another period was chosen meanwhile
    Object.assign(state, { clusters: answer.clusters, topics: answer.topics, more: answer.more, done: answer.done });
    byId("untried").hidden = answer.tried || !answer.clusters.length;
    groups();
    anew();
    draw(focus);
    drawDone(undo);
  } catch {
    if (mine === loading) byId("progress").textContent = "没有读到，请刷新再试。";
  } finally {
    if (mine === loading) byId("work").removeAttribute("aria-busy");
  }
}

function groups() {
  const names = [...new Set(state.clusters.map(groupOf))].sort((one, other) => one.localeCompare(other, "zh-CN"));
  if (!names.includes(state.group)) state.group = "";
  const first = el("option", { value: "" }, "全部");
  byId("group").replaceChildren(first, ...names.map((name) => el("option", { value: name, selected: name === state.group }, name)));
}

function decide(treatment) {
  const cluster = current();
  const sentences = ticked();
  if (!cluster || busy) return;
  if (!sentences.length) problem("请先勾选要处理的话。");
  else if (treatment === "added") askTopic(cluster, sentences, (topic, words) => treat(words, treatment, topic));
  else if (treatment === "new_topic") begin(sentences);
  else treat(sentences, treatment).catch(() => {}); // `api` has said why
}

async function treat(sentences, treatment, topic = null) {
  const words = sentences.map(({ key, text, channel }) => ({ key, text, channel }));
  busy = true;
  try {
    const answer = await api("/api/studio/asked/treat", { body: { words, treatment, topic: topic?.id ?? null } });
    state.done = answer.done;
    if (topic) topic.draft ||= "编辑中";
    drop(words.map((each) => each.key));
    draw(true);
    drawDone(undo);
    toast(topic ? `加进了“${topic.title}”的草稿` : DONE[treatment] ?? "");
  } finally {
    busy = false;
  }
}

async function begin(sentences) {
  const questions = sentences.filter((each) => !each.tested);
  if (!questions.length) return problem("勾选的都是测试句，不能拿来教小政。");
  try {
    await treat(questions, "new_topic");
  } catch {
    return undefined;
  }
  sessionStorage.setItem(NEW_QUESTIONS, JSON.stringify(questions.map((each) => each.text)));
  location.href = NEW_TOPIC;
  return undefined;
}

async function undo(batch) {
  if (!batch || busy) return;
  busy = true;
  try {
    state.done = (await api("/api/studio/asked/undo", { body: { keys: batch.keys } })).done;
    toast(`撤销了 ${told(batch)}`);
    drawDone(undo);
    state.at = batch.keys[0];
    await load();
  } catch {
    // `api` has said why
  } finally {
    busy = false;
  }
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
  else if (KEYS[event.key]) decide(KEYS[event.key]);
  else if (event.key === "u") undo(last());
  else return;
  event.preventDefault();
}

setUpAdding();
byId("days").addEventListener("change", () => load());
for (const name of ["trouble", "group"]) {
  byId(name).addEventListener("change", () => { state[name] = byId(name).value; anew(); draw(); });
}
byId("further").addEventListener("click", more);
byId("undo").addEventListener("click", () => undo(last()));
byId("all").addEventListener("change", () => {
  for (const each of byId("sentences").querySelectorAll("input")) each.checked = byId("all").checked;
});
byId("actions").addEventListener("click", (event) => decide(event.target.closest("[data-do]")?.dataset.do));
byId("work").addEventListener("keydown", pressed);
byId("add").addEventListener("close", toCurrent);
addEventListener("pageshow", (event) => event.persisted && load(false)); // back from a new topic
load();
