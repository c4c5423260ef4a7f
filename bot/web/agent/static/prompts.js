/** Recordings of people: what is said word for word, listen, upload, delete. */

import { ask } from "./page.js";
import { byId, el, problem, toast } from "/static/staff/staff.js";

const MOST_BYTES = Number(document.querySelector(".tools").dataset.mostBytes);
const player = byId("player");
let listed = { prompts: [], answers: [], outdated: [] };

async function load() {
  listed = await ask("prompts");
  show();
}

function show() {
  const wanted = (words) => words.includes(byId("search").value.trim());
  const found = (each) => wanted(each.text) || each.titles.some(wanted);
  for (const list of ["prompts", "answers"]) {
    const rows = listed[list].filter(found).map((each) => row(each, each.titles.find(wanted) ?? each.titles[0]));
    byId(list).replaceChildren(...(rows.length ? rows : [el("li", { class: "soft" }, "没有找到。")]));
  }
  byId("outdated").replaceChildren(...listed.outdated.map((key) => el("li", {}, el("p", {}, key), removal(key, "这条旧录音"))));
  byId("outdated-part").hidden = !listed.outdated.length;
}

/** `topic` is the one of its titles that is shown: a part may belong to many. */
function row(each, topic) {
  const title = each.titles.length > 1 ? `${topic} 等 ${each.titles.length} 个主题` : topic;
  const state = el("span", { class: each.recorded ? "recorded" : "soft" }, each.recorded ? "真人录音" : "合成语音");
  const listen = el("button", { click: () => play(each.key), "aria-label": `试听：${title}` }, "试听");
  const actions = el("div", { class: "actions" }, listen, upload(each, title), each.recorded && removal(each.key, title));
  return el("li", { "data-key": each.key }, el("p", {}, el("b", {}, title), " ", state), el("p", {}, each.text), actions);
}

function upload(each, title) {
  const input = el("input", { type: "file", class: "hidden", accept: ".wav,audio/wav", "aria-label": `上传录音：${title}`, change: () => send(each, title, input) });
  return el("label", { class: "upload" }, each.recorded ? "换一个录音" : "上传录音", input);
}

async function send(each, title, input) {
  const [file] = input.files;
  if (!file) return;
  toast("");
  if (file.size > MOST_BYTES) {
    problem(`录音文件超过 ${MOST_BYTES / 1048576} MB，请剪短后再上传。`);
    input.value = "";
    return;
  }
  input.disabled = true;
  input.parentElement.classList.add("busy");
  try {
    await ask(`prompts/${each.key}/recording`, file, "PUT");
    toast(`已经换成真人录音：${title}`);
    await load();
  } finally {
    input.disabled = false;
    input.parentElement.classList.remove("busy");
    input.value = "";
  }
}

function removal(key, title) {
  return el("button", { "aria-label": `删除录音：${title}`, click: async () => {
    if (!confirm(`删除“${title}”的录音？删除后不能恢复，来电人会听到合成语音。`)) return;
    await ask(`prompts/${key}/recording`, {}, "DELETE");
    toast(`录音已删除：${title}`);
    await load();
  } }, "删除录音");
}

function play(key) {
  player.src = `/api/agent/prompts/${key}/sound?${Date.now()}`; // never an earlier recording from the cache
  player.play().catch(() => {}); // what went wrong is told by the event below
}

player.addEventListener("error", () => problem("放不出来，请稍后再试，或者刷新页面。"));
byId("search").addEventListener("input", show);
load();
