/** The citizen's page: puts the conversation, the input and the voice together. */

import { ChatClient } from "./chat-client.js";
import { ChatLog } from "./chat-log.js";
import { Composer } from "./composer.js";
import { byId, randomKey } from "./dom.js";
import { ratingCard } from "./rating.js";
import { ReadAloud } from "./read-aloud.js";
import { Session } from "./session.js";
import { connectVoice } from "./voice-panel.js";

const TITLE = document.title;
const session = new Session();
const client = new ChatClient(session);
const reader = document.body.dataset.voice === "on" ? new ReadAloud(() => session.id) : null;
const log = new ChatLog(byId("log"), {
  pick: (option) => send(`第${"一二三四五六七八九"[Number(option.key) - 1]}个`),
  retry: (clientId) => deliver(clientId, new Map(session.unsent).get(clientId)),
  arrived: (clientId) => session.settle(clientId),
  shown: reveal,
  read: reader && ((seq, button) => reader.toggle(seq, button)),
});
const composer = new Composer(send, (key) => log.option(key));
let underway = 0;
let restoring = false;

function send(text) {
  const clientId = randomKey();
  session.putOff(clientId, text); // kept until the server has it, whatever happens to this page
  log.pending(clientId, text);
  byId("starters").hidden = true;
  composer.focus();
  deliver(clientId, text);
}

async function deliver(clientId, text) {
  waiting(+1);
  try {
    await client.say(text, clientId);
  } catch (error) {
    if (!error.again) session.settle(clientId);
    log.failed(clientId, error.message, error.again);
  } finally {
    waiting(-1);
  }
}

function waiting(change) {
  underway += change;
  byId("thinking").hidden = underway === 0 || owner !== "robot";
}

// --- who answers --------------------------------------------------------------------------------------------------

let owner = "robot";
let linked = true;

function owned({ owner: now, agent }) {
  if (owner === "agent" && now !== "agent" && !restoring) askForRating();
  owner = now;
  if (now !== "agent") log.agentName = null;
  else if (agent) log.agentName = agent;
  byId("person").disabled = now === "agent";
  showState();
}

function showState() {
  const state = byId("state");
  const name = log.agentName ? ` ${log.agentName} ` : "";
  const states = { queue: "正在等候人工接入，您可以继续补充情况。", agent: `坐席${name}正在为您服务。` };
  const text = linked ? states[owner] : "网络断开了，正在重新连接…";
  state.classList.toggle("trouble", !linked);
  state.hidden = !text;
  if (state.textContent !== text) state.textContent = text ?? "";
}

client.addEventListener("said", ({ detail }) => {
  session.settle(detail.clientId);
  log.said(detail.clientId, detail.seq);
});
client.addEventListener("turn", ({ detail }) => {
  byId("starters").hidden = true;
  byId("rate").hidden = false;
  log.add(detail);
  if (detail.speaker === "agent" && document.hidden) document.title = `【新消息】${TITLE}`;
});
client.addEventListener("owner", ({ detail }) => owned(detail));
client.addEventListener("link", ({ detail }) => {
  linked = detail;
  showState();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.title = TITLE;
});

// --- what the citizen thinks of it ---------------------------------------------------------------------------------

function askForRating() {
  const place = byId("rating");
  place.replaceChildren(ratingCard((rating) => client.rate(rating), () => place.replaceChildren()));
  reveal(place);
}

// --- the rest -----------------------------------------------------------------------------------------------------

function reveal(element) {
  if (restoring) return;
  const long = element.offsetHeight > innerHeight * 0.6; // begin a long answer at its beginning
  (long ? element : byId("end")).scrollIntoView({ block: long ? "start" : "end" });
}

async function restore() {
  restoring = true;
  byId("log").setAttribute("aria-busy", "true"); // old turns are not news
  try {
    await client.catchUp();
    client.connect();
  } catch (error) {
    if (error.status === 404) session.renew();
    else client.connect();
  }
  byId("log").setAttribute("aria-busy", "false");
  restoring = false;
}

async function begin() {
  if (session.known) await restore();
  for (const [clientId, text] of session.unsent) {
    log.pending(clientId, text);
    log.failed(clientId, "网络不通", true);
  }
  const fresh = !session.known && session.unsent.length === 0;
  byId("starters").hidden = !fresh;
  if (!fresh) byId("end").scrollIntoView({ block: "end" }); // a first visit begins with the greeting
}

for (const chip of document.querySelectorAll(".chip")) chip.addEventListener("click", () => send(chip.textContent));
byId("rate").addEventListener("click", () => {
  askForRating();
  byId("rating").querySelector("input").focus();
});
byId("person").addEventListener("click", () => send("转人工"));
connectVoice({ session, client, log, reader });
begin();
