/** The left column: my talks, who waits, and for supervisors everybody's talks. */

import { agentName, agents, me, mine, onChange, others, unread, waiting } from "./desk-state.js";
import { ago } from "./desk-time.js";
import { byId, el } from "/static/staff/staff.js";

const MOST = 80; // shown of the queue; the others are counted
const CHANNELS = { web: "网页", voice: "网页语音", phone: "电话" };
let opened = null;
let doing = {};

/** `actions`: open(row), claim(row), move(row). */
export function listTalks(actions) {
  doing = actions;
  onChange(show);
  byId("group").addEventListener("change", show);
}

export function markOpen(conversation) {
  opened = conversation;
  show();
}

function show() {
  const group = byId("group").value;
  const queue = waiting();
  const shown = queue.filter((row) => !group || row.group === group);
  fill("waiting", shown.slice(0, MOST), waitingCard);
  byId("waiting-count").textContent = queue.length ? `（${group ? `${shown.length}/` : ""}${queue.length}）` : "";
  byId("waiting-more").textContent = shown.length > MOST ? `后面还有 ${shown.length - MOST} 位。` : shown.length ? "" : "没有人在等。";
  fill("mine", mine(), mineCard);
  byId("mine-empty").hidden = mine().length > 0;
  byId("mine-count").textContent = mine().length ? `（${mine().length}）` : "";
  const online = agents().filter((each) => each.state === "online").length;
  byId("staffed").textContent = `在线坐席 ${online} 位`;
  if (!me.leads) return;
  fill("others", others(), otherCard);
  byId("others-count").textContent = others().length ? `（${others().length}）` : "";
}

/** Change only the cards that look different, so that focus and scrolling stay. */
function fill(list, rows, card) {
  const place = byId(list);
  const held = new Map([...place.children].map((each) => [each.dataset.id, each]));
  rows.forEach((row, at) => {
    const look = JSON.stringify([row, opened === row.conversation_id, unread(row), agentName(row.agent)]);
    let item = held.get(row.id);
    held.delete(row.id);
    if (item?.dataset.look !== look) item = replaced(item, card(row), row.id, look);
    if (place.children[at] !== item) place.insertBefore(item, place.children[at] ?? null);
  });
  held.forEach((each) => each.remove());
}

function replaced(old, fresh, id, look) {
  fresh.dataset.id = id;
  fresh.dataset.look = look;
  const focused = old?.contains(document.activeElement) ? document.activeElement.dataset.do : null;
  old?.replaceWith(fresh);
  if (focused) fresh.querySelector(`[data-do=${focused}]`)?.focus();
  return fresh;
}

const since = (iso, told, css) => el("span", { class: css, "data-since": iso, "data-told": told }, told + ago(iso));
const button = (name, does, row, attributes = {}) => el("button", { "data-do": does, click: () => doing[does](row), ...attributes }, name);

function marks(row) {
  return [
    row.emergency && el("b", { class: "mark urgent" }, "紧急"),
    row.elderly && el("b", { class: "mark" }, "老人"),
    el("span", { class: "mark plain" }, el("img", { src: `/static/agent/icons/${row.channel}.svg`, alt: "", width: 13, height: 13 }), ` ${CHANNELS[row.channel]}`),
    el("span", { class: "mark plain" }, row.group_label),
    row.requeued > 0 && el("span", { class: "mark plain" }, "换人"),
  ];
}

function card(row, ...parts) {
  const item = el("li", { class: row.emergency ? "urgent" : "" }, el("p", { class: "marks" }, ...marks(row), ...parts.shift()));
  const title = el("button", { class: "about quiet", "data-do": "open", click: () => doing.open(row) }, row.caller ? `${row.caller} ${row.about}` : row.about);
  if (opened === row.conversation_id) title.setAttribute("aria-current", "true");
  const words = row.call ? `通话：${row.call}` : row.last_words === row.about ? row.reason_label : row.last_words;
  item.append(title, el("div", { class: "under" }, el("p", { class: "soft last" }, words), ...parts.flat()));
  return item;
}

function waitingCard(row) {
  const take = button("接入", "claim", row, { class: "primary small" });
  const move = me.leads && button("调派", "move", row, { class: "small" });
  return card(row, [since(row.created_at, "等 ", "wait")], [el("p", { class: "acts" }, ...[take, move].filter(Boolean))]);
}

function mineCard(row) {
  const count = unread(row);
  const waits = row.unanswered_since ? since(row.unanswered_since, "没回 ", "wait late") : row.last_at && since(row.last_at, "市民上次说话 ", "wait");
  return card(row, [count > 0 && el("b", { class: "unread", "aria-label": `${count} 条没看` }, String(count)), waits]);
}

function otherCard(row) {
  return card(row, [el("span", { class: "wait" }, agentName(row.agent))], [el("p", { class: "acts" }, button("调派", "move", row, { class: "small" }))]);
}
