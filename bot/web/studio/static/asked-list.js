/** The list of groups, and the one that is looked at. */

import { byId, el, moment } from "/static/staff/staff.js";
import { current, progress, state, visible } from "./asked-state.js";

const PAGE = 60;
let shown = PAGE;

/** Show everything anew; with `focus` the keyboard goes to the present group. */
export function draw(focus = false) {
  const listed = visible();
  const held = listed.find((each) => each.id === state.at) ?? listed.find((each) => each.sentences.some((one) => one.key === state.at));
  state.at = (held ?? listed[0])?.id ?? null;
  const place = listed.findIndex((each) => each.id === state.at);
  shown = Math.max(shown, Math.ceil((place + 1) / PAGE) * PAGE);
  byId("clusters").replaceChildren(...listed.slice(0, shown).map(line));
  byId("further").hidden = listed.length <= shown;
  byId("nothing").hidden = listed.length > 0;
  byId("nothing").textContent = state.clusters.length
    ? "这样筛选下没有了，换个条件看看。"
    : "这段时间没有要处理的：市民问的，小政都答上了，或者都处理过了。";
  byId("progress").textContent = progress();
  detail();
  if (focus) toCurrent();
}

/** Look at the group `step` further on. */
export function move(step) {
  const listed = visible();
  const place = listed.findIndex((each) => each.id === state.at);
  const next = listed[Math.min(Math.max(place + step, 0), listed.length - 1)];
  if (next) choose(next.id);
}

export function more() {
  shown += PAGE;
  draw();
}

export function anew() {
  shown = PAGE;
}

/** Return the sentences that are ticked. */
export function ticked() {
  const keys = new Set([...byId("sentences").querySelectorAll("input:checked")].map((each) => each.value));
  return (current()?.sentences ?? []).filter((each) => keys.has(each.key));
}

function choose(id) {
  state.at = id;
  draw(true);
}

/** Bring the keyboard back to the present group. */
export function toCurrent() {
  const button = byId("clusters").querySelector("[aria-current]");
  (button ?? byId("work")).focus({ preventScroll: true });
  button?.scrollIntoView({ block: "nearest" });
}

function line(cluster) {
  const guess = cluster.guesses[0]?.title;
  const told = [cluster.troubles.map((each) => each.label).join("、"), guess && `像：${guess}`].filter(Boolean);
  return el("li", {}, el(
    "button",
    { type: "button", "aria-current": cluster.id === state.at ? "true" : null, click: () => choose(cluster.id) },
    el("span", { class: "times" }, `${cluster.count} 次`),
    el("span", {}, cluster.example),
    el("span", { class: "soft" }, told.join("　")),
  ));
}

function detail() {
  const cluster = current();
  byId("detail").hidden = !cluster;
  if (!cluster) return;
  byId("detail-title").textContent = cluster.example;
  const time = cluster.count > 1 ? `${moment(cluster.first)} 到 ${moment(cluster.last)}` : moment(cluster.last);
  byId("detail-facts").textContent =
    `${cluster.people} 个会话里问过 ${cluster.count} 次 · ${cluster.channels.join("、")} · ${time}`;
  byId("detail-guess").replaceChildren(...guess(cluster));
  byId("sentences").replaceChildren(...cluster.sentences.map(sentence));
  byId("all").checked = true;
  byId("all-line").hidden = cluster.sentences.length < 2;
  byId("agents-part").hidden = !cluster.agents.length;
  byId("agents").replaceChildren(...cluster.agents.map((words) => el("li", {}, words)));
}

function guess(cluster) {
  if (!cluster.guesses.length) return ["小政猜不到它像哪个主题。"];
  const told = cluster.guesses.map((each) => (each.sure == null ? each.title : `${each.title}（${Math.round(each.sure * 100)}%）`));
  return [cluster.guesses[0].sure == null ? "当时答的是：" : "小政现在觉得像：", el("b", {}, told.join("、"))];
}

function sentence(each) {
  const box = el("input", { type: "checkbox", value: each.key, checked: true, change: () => {
    byId("all").checked = !byId("sentences").querySelector("input:not(:checked)");
  } });
  return el(
    "li",
    {},
    el("label", {}, box, each.text, each.tested && el("span", { class: "tested" }, "　测试句，不能拿来教")),
    el("span", { class: "soft" }, `${each.count} 次 · ${each.troubles[0]}`),
  );
}
