/** One topic: loads it, shows the form, saves by itself, checks, previews; hands in, gives up, deletes. */

import { api, byId, el, toast } from "/static/staff/staff.js";
import { showAbout } from "./entry-about.js";
import { showAnswers } from "./entry-answers.js";
import { checking } from "./entry-check.js";
import { askWhy } from "./entry-handin.js";
import { showLocal } from "./entry-local.js";
import { tidy } from "./entry-net.js";
import { askWhose } from "./entry-overtaken.js";
import { previewing } from "./entry-preview.js";
import { showQuestions } from "./entry-questions.js";
import { Saver } from "./entry-saver.js";
import { offerSources } from "./entry-sources.js";
import { showNotices, showState, tellSaved } from "./entry-state.js";

const { key, user, maxSpeech, maxTitle, minQuestions, mostBytes, records, publishes } = byId("entry").dataset;
const address = `/api/studio/edit/topic/${key}`;
const [choices, first] = await Promise.all([api("/api/studio/choices"), api(address)]);
let view = first;
let content = null; // as it stands in the form; null: the topic shall be deleted
const live = new Set(first.live?.questions ?? []);
const current = () => content && tidy(content);
const saver = new Saver({ kind: "topic", key, user, view, content: current, told: tellSaved, saved, overtaken });
const check = checking(key, current, live, () => {});
const preview = previewing(key, current, { records: records === "1", mostBytes: Number(mostBytes) });

function changed() {
  saver.edit();
  look();
}

function look() {
  check();
  preview();
}

function render(shown) {
  content = shown && structuredClone(shown);
  byId("sheet").hidden = !content;
  if (!content) return;
  byId("heading").textContent = content.title ?? "（还没有标题）";
  showAbout(content, { departments: choices.departments, groups: choices.groups, most: Number(maxTitle) }, changed);
  showAnswers(content, { most: Number(maxSpeech), sources: choices.sources }, changed, preview);
  showLocal(content, choices.values, changed);
  showQuestions(content, { live, least: Number(minQuestions) }, changed);
  look();
}

function saved(answer) {
  view = answer;
  showState(view);
  showNotices(view, { keep: () => act("rebase"), restart: () => giveUp(), restore: restore });
}

function overtaken(answer) {
  askWhose(answer, {
    mine: () => JSON.stringify(current(), null, 2),
    keepMine: (theirs) => saver.keepMine(theirs),
    takeTheirs: async (theirs) => {
      saver.forget(theirs);
      await reload();
    },
  });
}

async function reload() {
  view = await api(address);
  saver.forget(view);
  saved(view);
  render(view.content);
}

async function act(what) {
  if (await saver.flush()) await api(`${address}/${what}`, { body: {} });
  await reload();
}

async function giveUp() {
  const lost = view.live ? "改动会丢掉，回到现在用的内容。" : "这个主题还没有发布过，会整个删掉。";
  if (!confirm(`放弃这份草稿？${lost}`)) return;
  await saver.flush();
  await api(`${address}/discard`, { body: {} });
  saver.forget();
  toast("草稿已放弃。");
  if (view.live) await reload();
  else location.href = "/admin/faq";
}

async function remove() {
  if (!view.live) return giveUp();
  if (!confirm("删除这个主题？先存成草稿，发布以后市民就问不到了。")) return;
  render(null);
  saver.edit();
  await saver.flush();
}

function restore() {
  render(view.live);
  changed();
}

async function handIn() {
  if (!(await saver.flush()) || !view.draft) return;
  const { version, note } = view.draft;
  const done = async () => {
    live.clear();
    await reload();
    (view.live?.questions ?? []).forEach((each) => live.add(each));
    render(view.content);
  };
  askWhy({ entries: [{ kind: "topic", key, version }], title: byId("heading").textContent, training: view.training, review: view.review, publishes: publishes === "1", note, done });
}

byId("publish").addEventListener("click", handIn);
byId("discard").addEventListener("click", giveUp);
byId("remove").addEventListener("click", remove);
document.addEventListener("visibilitychange", () => document.hidden && saver.flush());
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
  event.preventDefault();
  saver.flush();
});

offerSources(choices.sources);
saved(first);
tellSaved("saved");
const held = saver.held();
render(held ? held.content : first.content);
if (held) {
  saver.resume(held);
  toast("找回了上次没来得及保存的内容。");
}
