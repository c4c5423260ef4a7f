/** The calls that are going on and how quick they are answered, anew each second. */

import { byId, el, length } from "/static/staff/staff.js";

const EVERY_MS = 1000;
const PARTS = "其中";

async function look() {
  if (document.hidden) return;
  try {
    const response = await fetch("/api/agent/calls/live");
    if (response.status === 401) location.href = "/agent/login";
    if (!response.ok) throw new Error(response.status);
    show(await response.json());
    byId("link").textContent = "已连接";
  } catch {
    byId("link").textContent = "连接断开，正在重连……";
  }
}

function show({ calls, most, free, stages, late_per_thousand: late }) {
  byId("places").textContent = `${calls.length} 个，最多 ${most} 个，空 ${free} 个`;
  byId("live").replaceChildren(...(calls.length ? calls.map(row) : [note("现在没有通话。", 5)]));
  byId("stages").replaceChildren(...(stages.length ? stages.map(stage) : [note("还没有两轮对话。", 3)]));
  byId("late").textContent = late.toFixed(1);
}

function row(call) {
  const said = call.words && `${call.speaker}：${call.words}`;
  return el("tr", {}, ...[call.line, call.caller ?? "没有号码", length(call.seconds), call.state, said || "—"].map((text) => el("td", {}, text)));
}

function stage({ stage: name, p50_s, p95_s }) {
  const numbers = [p50_s, p95_s].map((seconds) => el("td", {}, seconds.toFixed(2)));
  return el("tr", { class: name.startsWith(PARTS) && "part" }, el("th", { scope: "row" }, name), ...numbers);
}

function note(text, columns) {
  return el("tr", {}, el("td", { colspan: columns, class: "soft" }, text));
}

async function again() {
  await look();
  setTimeout(again, EVERY_MS); // counted from the answer: a slow server isn't asked twice at once
}

again();
