/** Promised calls: promise one from a talk, make those that are due. */

import { askIn } from "./desk-dialogs.js";
import { me } from "./desk-state.js";
import { current } from "./desk-talk.js";
import { ask, look } from "./page.js";
import { byId, el, moment, newKey, toast } from "/static/staff/staff.js";

const EVERY_MS = 60_000;
let times = [];
let key = newKey();

export function callbacks() {
  byId("promise").addEventListener("submit", promise);
  byId("call-back").querySelector("form").addEventListener("change", ({ target }) => {
    byId("call-back-time").hidden = target.form.elements.how.value !== "again";
  });
  list();
  setInterval(list, EVERY_MS);
}

export async function list() {
  const found = await look("callbacks");
  if (!found) return;
  times = found.times;
  for (const select of [byId("promise").elements.time, byId("call-back").querySelector("select")]) {
    const chosen = select.value;
    select.replaceChildren(...times.map((each, at) => el("option", { value: at }, each.label)));
    if (chosen) select.value = chosen;
  }
  byId("callbacks-count").textContent = found.callbacks.length ? `（${found.callbacks.length}）` : "";
  byId("callbacks").replaceChildren(...(found.callbacks.length ? found.callbacks.map(card) : [el("li", { class: "soft" }, "没有要回的电话。")]));
}

function card(call) {
  const late = new Date(call.to) < Date.now();
  const item = el("li", { class: late ? "urgent" : "" },
    el("p", {}, el("b", {}, call.number), ` ${call.group_label} ${call.about}`),
    el("p", { class: "soft" }, `${late ? "已过时间：" : ""}${moment(call.from)} 起${call.tries ? `，打过 ${call.tries} 次` : ""}${call.agent ? `，${call.agent === me.username ? "我" : call.agent}在办` : ""}`));
  const act = (name, does, css = "small") => el("button", { class: css, click: does }, name);
  const step = (what) => async () => { await ask(`callbacks/${call.id}/${what}`, {}); await list(); };
  if (!call.agent) item.append(act("领取", step("claim"), "primary small"));
  if (call.agent === me.username) item.append(reveal(call), el("p", { class: "acts" }, act("记结果", () => result(call), "primary small"), act("放回", step("release"))));
  return item;
}

function reveal(call) {
  const reason = el("input", { "aria-label": "查看回电号码的原因", placeholder: "原因（会留记录）", maxlength: 200 });
  const form = el("form", { class: "inline", submit: async (event) => {
    event.preventDefault();
    const { phone } = await ask(`callbacks/${call.id}/reveal-phone`, { reason: reason.value });
    form.replaceWith(el("p", {}, el("b", {}, phone)));
  } }, reason, el("button", { class: "small" }, "看号码"));
  return form;
}

function result(call) {
  byId("call-back-about").textContent = `${call.number} ${call.about}`;
  byId("call-back-time").hidden = true;
  askIn("call-back", async ({ how, note, time }) => {
    const later = how === "again" ? { wanted_from: times[time].from, wanted_to: times[time].to } : {};
    await ask(`callbacks/${call.id}/${how}`, { note, ...later });
    await list();
  });
}

async function promise(event) {
  event.preventDefault();
  const told = Object.fromEntries(new FormData(event.target));
  const time = times[told.time];
  await ask("callbacks", { conversation_id: current().id, phone: told.phone, about: told.about, wanted_from: time.from, wanted_to: time.to, client_id: key });
  key = newKey();
  byId("promise-part").open = false;
  toast(`约好了：${time.label}。`);
  await list();
}
