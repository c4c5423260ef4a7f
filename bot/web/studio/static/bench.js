/** One sentence on the bench: typed or spoken, tried, put right. */

import { api, byId, el, toast } from "/static/staff/staff.js";
import { finish, record, recording } from "/static/studio/bench-microphone.js";
import { chosen, loadTopics } from "/static/studio/bench-topics.js";
import { show } from "/static/studio/bench-view.js";

const text = byId("text");
let tried = ""; // the sentence on the page
let channel = "web";
let asked = 0;
const told = (work) => work.catch(() => {}); // `api` has said why

async function attempt() {
  const said = text.value.trim();
  if (!said) return;
  const mine = ++asked;
  const waiting = setTimeout(() => tell("正在试；第一次要准备十来秒…"), 400);
  try {
    const release = Number(byId("release").value) || null;
    const found = await api("/api/studio/bench/try", { body: { text: said, release } });
    if (mine !== asked) return; // somebody asked on
    tried = found.text;
    show(found, (topic) => told(learn(topic)));
    byId("topic").value = "";
    tell("");
  } catch {
    if (mine === asked) tell("");
  } finally {
    clearTimeout(waiting);
  }
}

async function learn(topic) {
  const done = await api("/api/studio/bench/question", { body: { text: tried, topic } });
  const line = el("li", {}, `“${done.text}”加进了`, el("a", { href: done.edit }, done.title), "的草稿，发布以后生效。");
  line.append(el("button", { type: "button", click: () => told(undo(done, line)) }, "撤销"));
  add(line);
  toast(`加进了“${done.title}”的草稿。`);
}

async function undo({ text: question, topic }, line) {
  await api("/api/studio/bench/question/undo", { body: { text: question, topic } });
  line.replaceChildren(`“${question}”已经从草稿里拿掉。`);
}

async function keep() {
  const topic = chosen(byId("topic"));
  if (topic === undefined) return;
  const kept = await api("/api/studio/sentences", { body: { text: tried, topic, channel } });
  const line = el("li", {}, `“${kept.text}”记成了测试句：${kept.title}。`);
  line.append(el("button", { type: "button", click: () => told(drop(kept, line)) }, "撤销"));
  add(line);
  toast("记成了测试句，每次发布前都会检查。");
}

async function drop({ id, text: sentence }, line) {
  await api("/api/studio/sentences/remove", { body: { ids: [id] } });
  line.replaceChildren(`“${sentence}”已经从测试句里删掉。`);
}

function add(line) {
  byId("done").hidden = false;
  byId("did").prepend(line);
}

function tell(message) {
  byId("state").textContent = message;
}

async function speak() {
  const button = byId("speak");
  if (recording()) {
    button.setAttribute("aria-pressed", "false");
    button.textContent = "说一句";
    tell("正在听写…");
    text.value = await finish().catch(() => "");
    channel = "voice";
    if (text.value) attempt();
    else tell("没有听清，请再说一遍。");
    return;
  }
  try {
    await record(() => {}, speak);
    button.setAttribute("aria-pressed", "true");
    button.textContent = "说完了";
    tell("正在听，说完请再按一下。");
  } catch (error) {
    tell(error.message);
  }
}

byId("try").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt();
});
byId("release").addEventListener("change", () => tried && attempt());
text.addEventListener("input", () => (channel = "web"));
byId("speak")?.addEventListener("click", speak);
byId("right").addEventListener("submit", (event) => {
  event.preventDefault();
  const topic = chosen(byId("topic"));
  if (topic === null) tell("请先选主题，再加问法。");
  else if (topic) told(learn(topic));
});
byId("topic").addEventListener("input", () => byId("topic").setCustomValidity(""));
byId("keep").addEventListener("click", () => told(keep()));
told(loadTopics());
const given = new URLSearchParams(location.search).get("text");
if (given) {
  text.value = given;
  attempt();
}
