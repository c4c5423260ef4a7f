/** The talk in the middle: what is said, as it is said. */

import { agentName, isMine, markSeen, me, onChange, rowOf } from "./desk-state.js";
import { look } from "./page.js";
import { byId, el, moment } from "/static/staff/staff.js";

const SPEAKERS = { citizen: "市民", robot: "小政", agent: "坐席", system: "系统" };
const CHANNELS = { web: "网页", voice: "网页语音", phone: "电话" };
let open = null; // { id, channel, owner, agent }
let lastSeq = 0;
let catching = null;
let focusing = false;
const listeners = { opened: new Set(), said: new Set() };

export const current = () => open;
export const currentRow = () => (open ? rowOf(open.id) : null);
export const onOpened = (listener) => listeners.opened.add(listener);
export const onSaid = (listener) => listeners.said.add(listener);

/** Open a conversation; its draft comes with it. Earlier talks of the caller can only be read. */
export async function openTalk(id) {
  const found = await look(`conversations/${encodeURIComponent(id)}`);
  if (!found) return null;
  open = found.conversation;
  lastSeq = 0;
  atEnd = true;
  byId("talk").replaceChildren();
  found.turns.forEach(add);
  byId("talk-title").textContent = `会话（${CHANNELS[open.channel]}）`;
  showState();
  seen();
  listeners.opened.forEach((listener) => listener(found));
  return found;
}

/** Take a turn that was pushed. When one is missing before it, all that was missed is fetched. */
export function heard(conversation, turn) {
  if (conversation !== open?.id || turn.seq <= lastSeq) return;
  if (turn.seq > lastSeq + 1) {
    catchUp();
    return;
  }
  add(turn);
  seen();
  listeners.said.forEach((listener) => listener(turn));
}

/** Fetch what was said while nothing was pushed. */
export async function catchUp() {
  const id = open?.id;
  if (!id || catching === id) return;
  catching = id;
  const missed = await look(`conversations/${encodeURIComponent(id)}/turns?after=${lastSeq}`);
  catching = null;
  if (missed && open?.id === id) missed.turns.forEach((turn) => heard(id, turn));
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const when = (at) => (moment(at).slice(0, -5) === moment(new Date()).slice(0, -5) ? clock.format(new Date(at)) : moment(at));

function add(turn) {
  lastSeq = turn.seq;
  const log = byId("talk");
  log.append(el("div", { class: `turn ${turn.speaker}`, "data-seq": turn.seq }, el("b", {}, `${SPEAKERS[turn.speaker]} ${when(turn.at)}`), turn.title ? el("i", {}, `${turn.title}\n`) : null, turn.text, from(turn)));
  if (atEnd || turn.speaker === "agent") toEnd();
}

/** Who leads may see which release of the knowledge base an answer came from, and who changed it. */
function from(turn) {
  if (!me.leads || !turn.release) return null;
  return el("a", { class: "release", href: `/admin/faq/history?content=${encodeURIComponent(turn.release)}`, target: "_blank" }, "哪一版答的");
}

/* Whoever reads the newest words goes on seeing them, also when the log gets smaller because something opens under it. */
let atEnd = true;
const toEnd = () => byId("talk").scrollTo(0, byId("talk").scrollHeight);
byId("talk").addEventListener("scroll", () => {
  const log = byId("talk");
  if (log.clientHeight === height) atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
});
let height = byId("talk").clientHeight;
new ResizeObserver(() => {
  height = byId("talk").clientHeight;
  if (atEnd) toEnd();
}).observe(byId("talk"));

const seen = () => document.visibilityState === "visible" && open && isMine(rowOf(open.id)) && markSeen(open.id, lastSeq);
document.addEventListener("visibilitychange", seen);

/** Put the cursor where one writes, as soon as one may. */
export function focusWhenMine() {
  focusing = true;
  showState();
}

/** Who has the talk decides what can be done here. */
function showState() {
  const row = currentRow();
  const own = isMine(row);
  byId("say").hidden = byId("moves").hidden = !own;
  byId("claim-open").hidden = row?.status !== "waiting";
  byId("talk-state").textContent = told(row);
  if (own && focusing) {
    focusing = false;
    byId("words").focus();
  }
}

function told(row) {
  if (!open) return "";
  if (!row) return "没有坐席接待，只能看。";
  const call = row.call ? `通话${row.call}。` : row.channel === "phone" ? "电话已经转出或结束。" : "";
  if (row.status === "waiting") return `${call}正在排队。`;
  return call + (row.agent === me.username ? "由我接待。" : `由${agentName(row.agent)}接待。`);
}

onChange(() => {
  showState();
  seen();
});
