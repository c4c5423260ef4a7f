/** The desk: who waits, my talks, one talk open. */

import { listenForNew, showOrders } from "./orders.js";
import { ask } from "./page.js";
import { byId, el, moment, newKey } from "/static/staff/staff.js";

const SPEAKERS = { citizen: "市民", robot: "小政", agent: "坐席", system: "系统" };
const TITLE = document.title;
let open = null; // { conversation, handoff or null }
let lastSeq = 0;
let known = null; // ids that waited at the last look

async function showQueue() {
  const { waiting, mine } = await ask("queue");
  const ids = new Set(waiting.map((each) => each.id));
  if (known && [...ids].some((id) => !known.has(id))) alertNew();
  known = ids;
  byId("waiting-count").textContent = waiting.length ? `（${waiting.length}）` : "";
  document.title = waiting.length ? `（${waiting.length}）${TITLE}` : TITLE;
  byId("waiting").replaceChildren(...waiting.map((each) => card(each, false)));
  byId("mine").replaceChildren(...mine.map((each) => card(each, true)));
}

function card(handoff, mine) {
  const minutes = Math.max(0, Math.floor((Date.now() - new Date(handoff.created_at)) / 60000));
  const look = el("button", { click: () => openTalk(handoff.conversation_id, mine ? handoff.id : null) }, mine ? "打开" : "查看");
  const take = !mine && el("button", { class: "primary", click: () => claim(handoff) }, "接入");
  return el("li", {}, el("p", {}, handoff.reason_label), el("p", { class: "soft" }, `等了 ${minutes} 分钟 · ${handoff.last_words.slice(0, 50)}`), look, " ", take);
}

async function claim(handoff) {
  try {
    await ask(`handoffs/${handoff.id}/claim`, {});
    await openTalk(handoff.conversation_id, handoff.id);
  } finally {
    await showQueue();
  }
}

async function openTalk(conversation, handoff) {
  const { turns } = await ask(`conversations/${conversation}`);
  open = { conversation, handoff };
  lastSeq = 0;
  byId("talk").replaceChildren();
  turns.forEach(addTurn);
  byId("say").hidden = byId("end").hidden = !handoff;
  if (handoff) byId("words").focus();
}

function addTurn(turn) {
  if (turn.seq <= lastSeq) return;
  lastSeq = turn.seq;
  const log = byId("talk");
  log.append(el("div", { class: `turn ${turn.speaker}` }, el("b", {}, `${SPEAKERS[turn.speaker]} ${moment(turn.at)}`), turn.text));
  log.scrollTop = log.scrollHeight;
}

function alertNew() {
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: 660 });
  tone.connect(new GainNode(audio, { gain: 0.1 })).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.25);
  tone.onended = () => audio.close();
}

byId("say").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = byId("words").value.trim();
  if (!text || !open?.handoff) return;
  const { turn } = await ask(`handoffs/${open.handoff}/say`, { text, client_id: newKey() });
  byId("words").value = "";
  addTurn(turn);
});

byId("words").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId("say").requestSubmit();
});

byId("end").addEventListener("submit", async (event) => {
  event.preventDefault();
  await ask(`handoffs/${open.handoff}/end`, { note: byId("note").value });
  byId("note").value = "";
  await openTalk(open.conversation, null);
  await showQueue();
});

function listen() {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/agent/events`);
  socket.onopen = async () => {
    byId("link").textContent = "已连接";
    await showQueue();
    if (open) await openTalk(open.conversation, open.handoff);
  };
  socket.onmessage = async ({ data }) => {
    const event = JSON.parse(data);
    if (event.type === "turn" && event.conversation_id === open?.conversation) addTurn(event.turn);
    if (event.type === "turn" && event.turn.kind === "work_order") await showOrders();
    if (event.type === "queue") await showQueue();
  };
  socket.onclose = ({ code }) => {
    byId("link").textContent = "连接断开，正在重连……";
    if (code === 4401) location.href = "/agent/login";
    else setTimeout(listen, 2000);
  };
}

listenForNew(() => open?.conversation ?? null);
await showOrders();
listen();
setInterval(() => showQueue().catch(() => {}), 15000); // the waiting minutes, and a second way to hear of new ones
