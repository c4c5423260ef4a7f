/** The right column: what is known about this talk and who speaks. */

import { emptyForms, fillOrder, orderRow } from "./orders.js";
import { showNotes } from "./desk-notes.js";
import { current, onOpened, onSaid } from "./desk-talk.js";
import { ask, look } from "./page.js";
import { byId, el, moment } from "/static/staff/staff.js";

const CHANNELS = { web: "网页", voice: "网页语音", phone: "电话" };

let openTalk = () => {};
let shownOf = null;

/** `open(id)` opens another talk. */
export function showContext(open) {
  openTalk = open;
  onOpened(() => {
    const other = shownOf !== current().id;
    shownOf = current().id;
    if (other) {
      ["summary", "orders", "earlier"].forEach((each) => byId(each).replaceChildren());
      emptyForms();
    }
    refresh(other);
  });
  onSaid((turn) => ["work_order", "order_status", "callback"].includes(turn.kind) && refresh());
}

const here = () => `conversations/${encodeURIComponent(current().id)}`;

/** Fetch and show what is known; `fresh`: another talk was opened, its order form begins anew. */
export async function refresh(fresh = false) {
  const id = current()?.id;
  if (!id) return;
  byId("context").hidden = false; // at once: what is typed next belongs here
  byId("context-empty").hidden = true;
  showNotes();
  const found = await look(`${here()}/context`);
  if (current()?.id !== id || !found) return;
  byId("summary").replaceChildren(...summary(found));
  byId("orders").replaceChildren(...found.orders.map(orderRow));
  byId("earlier").replaceChildren(...(found.earlier.length ? found.earlier.map(earlier) : [el("li", { class: "soft" }, "没有查到。")]));
  if (fresh) fillOrder(found);
}

function summary(found) {
  const told = found.topics.map((each) => el("li", {}, el("button", { class: "quiet small", click: () => scrollTo(each.seq) }, each.title)));
  const asked = found.asked.map((each) => el("li", { class: "plain" }, `小政问：${each.question}　市民答：${each.answer}`));
  const pairs = [
    found.reason && ["转人工原因", [found.reason]],
    found.summary && ["市民说", [found.summary]],
    ["小政答过", told.length ? [el("ul", { class: "plain" }, ...told)] : ["还没有答过知识库的问题"]],
    asked.length && ["小政问过", [el("ul", { class: "plain" }, ...asked)]],
    found.slots.length && ["工单已经填了", [found.slots.map((each) => `${each.label}：${each.value}`).join("；")]],
    found.call && ["通话", [found.call]],
    ["电话", found.number ? number(found.number) : ["没有留"]],
  ].filter(Boolean);
  return [el("dl", {}, ...pairs.flatMap(([name, values]) => [el("dt", {}, name), el("dd", {}, ...values)]))];
}

function number(masked) {
  const shown = el("span", {}, `${masked} `);
  const reason = el("input", { "aria-label": "查看号码的原因", placeholder: "原因（会留记录）", maxlength: 200 });
  const reveal = el("form", { class: "inline", submit: async (event) => {
    event.preventDefault();
    shown.textContent = (await ask(`${here()}/reveal-phone`, { reason: reason.value })).phone;
    reveal.remove();
  } }, reason, el("button", { class: "small" }, "查看号码"));
  return [shown, reveal];
}

function scrollTo(seq) {
  byId("talk").querySelector(`[data-seq="${seq}"]`)?.scrollIntoView({ block: "start" });
}

function earlier(talk) {
  const about = talk.topics.join("、") || talk.last_words || "没有说话";
  return el("li", {}, el("button", { class: "quiet about", click: () => openTalk(talk.id) }, about), el("p", { class: "soft" }, `${moment(talk.at)} ${CHANNELS[talk.channel]}`));
}
