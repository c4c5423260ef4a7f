/** The latest calls: what was said, how sure the recogniser was, the recording. */

import { ask } from "./page.js";
import { byId, el, length, moment, problem } from "/static/staff/staff.js";

const SURE = 0.8;
const DOUBTFUL = 0.5;
const player = byId("player");
let open = null; // the id of the call that is shown
let known = ""; // ids and ends of the calls in the list

async function showList() {
  const { calls } = await ask("calls");
  const now = JSON.stringify(calls);
  if (now === known) return;
  known = now;
  const focused = document.activeElement?.dataset?.call;
  byId("records").replaceChildren(...(calls.length ? calls.map(row) : [el("li", { class: "soft" }, "还没有电话打进来。")]));
  if (focused) byId("records").querySelector(`[data-call="${focused}"]`)?.focus();
}

function row(call) {
  const lasted = call.seconds === null ? "通话中" : length(call.seconds);
  const told = [moment(call.began_at), call.caller ?? "没有号码", lasted, call.outcome, call.line].filter(Boolean).join(" · ");
  return el("li", {}, el("button", { "data-call": call.id, "aria-pressed": String(call.id === open), click: () => show(call.id) }, told));
}

async function show(id) {
  const { call, transcript, accesses } = await ask(`calls/${id}`);
  open = id;
  for (const each of byId("records").querySelectorAll("button")) each.setAttribute("aria-pressed", String(each.dataset.call === id));
  player.removeAttribute("src");
  player.load();
  player.hidden = true;
  byId("open").hidden = !call.recorded;
  byId("no-sound").hidden = call.recorded || call.seconds === null;
  byId("transcript").replaceChildren(...transcript.map(turn));
  showAccesses(accesses);
  byId("record-empty").hidden = true;
  byId("record-shown").hidden = false;
  byId("record-title").focus();
}

function turn(said) {
  const at = el("button", { class: "at", title: "从这里听", click: () => playFrom(said.at_s) }, length(said.at_s));
  const heard = said.words.length > 0 && el("p", { class: "heard", "aria-label": "识别的原词" }, ...said.words.map(word));
  return el("li", { class: said.speaker }, at, el("span", { class: "who" }, said.speaker_label), el("div", {}, el("p", {}, said.text), heard));
}

function word({ text, confidence, at_s }) {
  const level = confidence >= SURE ? "sure" : confidence >= DOUBTFUL ? "unsure" : "doubtful";
  const percent = `${Math.round(confidence * 100)}%`;
  return el("span", { class: `word ${level}`, title: `把握 ${percent}，${length(at_s)}` }, text, el("small", {}, ` ${percent}`));
}

function showAccesses(accesses) {
  byId("access-count").textContent = accesses.length;
  byId("accesses").replaceChildren(...accesses.map(({ staff, at }) => el("li", {}, `${moment(at)} ${staff}`)));
}

async function openSound() {
  const { url, accesses } = await ask(`calls/${open}/recording`, {});
  showAccesses(accesses);
  player.src = url;
  player.hidden = false;
  byId("open").hidden = true;
  player.focus();
}

async function playFrom(seconds) {
  if (byId("open").hidden && player.hidden) return; // there is no recording
  if (player.hidden) await openSound();
  player.currentTime = seconds;
  player.play().catch(() => {}); // what went wrong is told by the event below
}

player.addEventListener("error", () => {
  if (player.hidden) return;
  player.hidden = true;
  byId("open").hidden = false;
  problem("录音放不出来，请重新点“听录音”。");
});
byId("open").addEventListener("click", async () => {
  await openSound();
  player.play().catch(() => {});
});
byId("percents").addEventListener("change", ({ target }) => byId("transcript").classList.toggle("percents", target.checked));

await showList();
setInterval(() => document.hidden || showList().catch(() => {}), 15000);
