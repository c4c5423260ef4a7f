/** The work orders: a list, one opened, a new one. */

import { ask } from "./page.js";
import { byId, el, moment, newKey } from "/static/staff/staff.js";

let key = newKey(); // of the order being written: a second press of the button is the same order

export async function showOrders() {
  const { orders } = await ask("orders");
  byId("orders").replaceChildren(...orders.map(row));
}

function row(order) {
  const open = el("button", { click: () => openOrder(order.number) }, order.number);
  return el("li", {}, open, el("p", {}, `${order.status_label} · ${order.matter.slice(0, 40)}`), el("p", { class: "soft" }, moment(order.created_at)));
}

export async function openOrder(number) {
  show(await ask(`orders/${number}`));
}

function show({ order, events }) {
  const fields = { 工单号: order.number, 状态: order.status_label, 事情: order.matter, 地点: order.place, 时间: order.occurred, 登记: moment(order.created_at) };
  const list = el("dl", {}, ...Object.entries(fields).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value || "—")]));
  list.append(el("dt", {}, "回电号码"), el("dd", {}, ...phone(order)));
  const note = el("input", { "aria-label": "说明", placeholder: "说明", maxlength: 2000 });
  const moves = order.next.map(({ action, label }) => el("button", { click: () => act(order.number, action, note.value) }, label));
  const log = el("ul", {}, ...events.map((event) => el("li", { class: "soft" }, `${moment(event.at)} ${event.actor} ${event.action_label} ${event.note}`)));
  byId("order").replaceChildren(el("h2", { tabindex: -1 }, "工单详情"), list, ...(moves.length ? [note, ...moves] : []), el("h2", {}, "经过"), log);
}

function phone(order) {
  if (!order.callback_phone_masked) return ["没有留"];
  const shown = el("span", {}, order.callback_phone_masked);
  const reason = el("input", { "aria-label": "查看号码的原因", placeholder: "原因（至少 4 个字，会留记录）", maxlength: 200 });
  const reveal = el("button", { click: async () => {
    shown.textContent = (await ask(`orders/${order.number}/reveal-phone`, { reason: reason.value })).phone;
    reveal.remove();
    reason.remove();
  } }, "查看号码");
  return [shown, reason, reveal];
}

async function act(number, action, note) {
  show(await ask(`orders/${number}/act`, { action, note }));
  await showOrders();
}

/** `conversation()` returns the id of the talk that is open, or null. */
export function listenForNew(conversation) {
  byId("new-order").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const told = Object.fromEntries(new FormData(form));
    const { order } = await ask("orders", { ...told, client_id: key, conversation_id: conversation() });
    key = newKey();
    form.reset();
    await showOrders();
    await openOrder(order.number);
  });
}
