/** The desk: brings its parts together. */

import { arrived, sound, watchAlerts } from "./desk-alert.js";
import { callbacks, list as listCallbacks } from "./desk-callbacks.js";
import { cannedAnswers, openCanned } from "./desk-canned.js";
import { compose, save, saveAgain, unsaved } from "./desk-compose.js";
import { refresh, showContext } from "./desk-context.js";
import { keys } from "./desk-keys.js";
import { connect } from "./desk-link.js";
import { listTalks, markOpen } from "./desk-lists.js";
import { claim, claimOpen, close, giveBack, moves, next, pull, taking, transfer } from "./desk-moves.js";
import { notes } from "./desk-notes.js";
import { presence } from "./desk-presence.js";
import { onChange, take } from "./desk-state.js";
import { focusFirst, suggest, suggestAgain } from "./desk-suggest.js";
import { catchUp, current, currentRow, heard, openTalk } from "./desk-talk.js";
import { listenForNew } from "./orders.js";
import { byId, toast } from "/static/staff/staff.js";

const OPEN = "desk-open"; // the talk that was open before a reload
let send = () => {};

async function open(id) {
  await save();
  if (unsaved()) return toast("草稿还没有存上，连上以后再换会话。");
  const found = await openTalk(id);
  if (!found) return toast("这个会话打不开，可能已经由别人接走。");
  sessionStorage.setItem(OPEN, id);
  markOpen(id);
  watch();
  return found;
}

const watch = () => current() && send({ type: "watch", conversations: [current().id] });
const actions = { open: (row) => open(row.conversation_id), claim, move: pull };

const happenings = {
  rows: (message) => arrived(take(message)),
  turn: ({ conversation_id, turn }) => {
    heard(conversation_id, turn);
    if (turn.kind === "callback") listCallbacks();
  },
  watching: catchUp, // between opening and watching something may have been said
  resync: watch,
  assigned: ({ conversation_id }) => {
    if (taking() || current()?.id === conversation_id) return;
    sound();
    toast("有新会话派给您。");
    if (!currentRow()) open(conversation_id);
  },
  requeued: ({ why }) => {
    sound(true);
    toast(`会话回到了队列：${why}。`);
  },
};

listTalks(actions);
watchAlerts(actions);
compose(heard);
cannedAnswers();
moves(open);
suggest();
notes();
showContext(open);
listenForNew(refresh);
callbacks();
presence();
keys({
  KeyN: ["Alt+N", "接下一位", next],
  KeyA: ["Alt+A", "接入选中的或者正在看的", claimOpen],
  KeyS: ["Alt+S", "去写回复", () => byId("words").focus()],
  KeyQ: ["Alt+Q", "常用语", openCanned],
  KeyU: ["Alt+U", "看知识库推荐", focusFirst],
  KeyT: ["Alt+T", "转接", transfer],
  KeyB: ["Alt+B", "交回小政", giveBack],
  KeyX: ["Alt+X", "结束会话", close],
  KeyM: ["Alt+M", "写备注", () => byId("note-text").focus()],
  KeyO: ["Alt+O", "新建工单", () => { byId("order-part").open = true; byId("new-order").elements.matter.focus(); }],
  KeyW: ["Alt+W", "去排队的列表", () => byId("waiting").querySelector("button")?.focus()],
});

let state = ""; // who has the open talk
onChange(() => {
  const row = currentRow();
  const seen = row ? `${row.id} ${row.status} ${row.agent}` : "";
  if (seen !== state) suggestAgain();
  state = seen;
});

send = connect(
  (message) => happenings[message.type]?.(message),
  (up) => {
    byId("link").textContent = up ? "已连接" : "连接断开，正在重连，写的话不会丢。";
    byId("link").classList.toggle("error", !up);
    if (up) {
      watch();
      saveAgain();
    }
  },
);
const before = sessionStorage.getItem(OPEN);
if (before) await open(before);
