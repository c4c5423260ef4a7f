/** Work orders on the desk: those of this talk and caller, one opened, a new one filled in from the talk. */

import { current } from "./desk-talk.js";
import { ask } from "./page.js";
import { byId, el, moment, newKey, toast } from "/static/staff/staff.js";

let key = newKey(); // of the order being written: a second press of the button is the same order

export function orderRow(order) {
  const open = el("button", { class: "quiet about", click: () => openOrder(order.number) }, `${order.number} ${order.status_label}`);
  return el("li", {}, open, el("p", { class: "soft" }, `${order.matter.slice(0, 40)} · ${moment(order.created_at)}`));
}

async function openOrder(number) {
  show(await ask(`orders/${number}`));
}

function show({ order, events }) {
  const fields = { 事情: order.matter, 地点: order.place, 时间: order.occurred };
  const list = el("dl", {}, ...Object.entries(fields).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value || "—")]));
  list.append(el("dt", {}, "回电号码"), el("dd", {}, ...phone(order)));
  const note = el("input", { "aria-label": "说明", placeholder: "说明", maxlength: 2000 });
  const moves = order.next.map(({ action, label }) => el("button", { class: "small", click: () => act(order.number, action, note.value) }, label));
  const log = el("ul", {}, ...events.map((event) => el("li", { class: "soft plain" }, `${moment(event.at)} ${event.actor} ${event.action_label} ${event.note}`)));
  const more = el("a", { href: `/orders/${order.number}`, target: "_blank" }, "打开工单页");
  byId("order").replaceChildren(el("h3", {}, `${order.number} ${order.status_label}`), list, ...(moves.length ? [note, el("p", { class: "acts" }, ...moves)] : []), log, more);
}

function phone(order) {
  if (!order.callback_phone_masked) return ["没有留"];
  const shown = el("span", {}, `${order.callback_phone_masked} `);
  const reason = el("input", { "aria-label": "查看工单号码的原因", placeholder: "原因（会留记录）", maxlength: 200 });
  const reveal = el("form", { class: "inline", submit: async (event) => {
    event.preventDefault();
    shown.textContent = (await ask(`orders/${order.number}/reveal-phone`, { reason: reason.value })).phone;
    reveal.remove();
  } }, reason, el("button", { class: "small" }, "查看工单号码"));
  return [shown, reveal];
}

async function act(number, action, note) {
  show(await ask(`orders/${number}/act`, { action, note }));
}

/** Another talk: nothing of the last one stays in the forms. */
export function emptyForms() {
  key = newKey();
  byId("order").replaceChildren();
  byId("talk-number").hidden = true;
  for (const form of ["new-order", "promise"]) byId(form).reset();
}

/** Fill in what was said in the talk; what the agent has written meanwhile stays. */
export function fillOrder({ form, number }) {
  const fields = byId("new-order").elements;
  for (const name of ["matter", "place", "occurred"]) fields[name].value ||= form[name];
  byId("talk-number").hidden = !form.number;
  byId("talk-number").querySelector("b").textContent = form.number ?? "";
  fields.talk_number.checked = Boolean(form.number);
  byId("promise").elements.about.value ||= form.matter.slice(0, 60);
  byId("promise").elements.phone.placeholder = number ? `不填就打 ${number}` : "11 位手机号，或者区号加固定电话";
}

/** `changed()` is called when an order was opened. */
export function listenForNew(changed) {
  byId("new-order").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const told = Object.fromEntries(new FormData(form));
    const ticked = { talk_number: told.talk_number === "on", keep_secret: told.keep_secret === "on" };
    const { order } = await ask("orders", { ...told, ...ticked, client_id: key, conversation_id: current()?.id ?? null });
    key = newKey();
    byId("order-part").open = false;
    toast(`工单 ${order.number} 已登记。`);
    await changed();
    await openOrder(order.number);
  });
}
