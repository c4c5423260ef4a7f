/** What a citizen sees and hears of the topic as it stands, and people's recordings of what is published. */

import { api, byId, el, problem, toast } from "/static/staff/staff.js";
import { ask, reason, soundOf } from "./entry-net.js";

const WAIT_MS = 500;
const player = byId("player");

/** Return `preview()`, to be called after each change. */
export function previewing(key, content, { records, mostBytes }) {
  let timer = 0;
  let round = 0;

  async function run() {
    const mine = (round += 1);
    if (!content()) return; // it shall be deleted
    choices();
    const answer = await ask("/api/studio/preview", { key, content: content(), answer: Number(byId("which").value || 0) });
    if (mine !== round) return;
    byId("preview").replaceChildren(...(answer.status === 200 ? shown(answer.body) : [el("p", { class: "soft" }, reason(answer))]));
  }

  function choices() {
    const which = byId("which");
    const number = content().answers?.length ?? 0;
    which.hidden = number < 2;
    if (which.options.length === number) return;
    const at = which.value;
    which.replaceChildren(...Array.from({ length: number }, (_, each) => el("option", { value: each }, `答案 ${each + 1}`)));
    which.value = at < number ? at || "0" : "0";
  }

  function shown({ text, sources, heard, holds }) {
    const named = sources.filter((each) => each.name).map((each) => el("li", {}, `${each.name}${each.number ? `（${each.number}）` : ""}${each.article}`));
    const card = el("div", { class: "bubble" }, el("p", {}, text || "（屏幕答案还没写）"), named.length > 0 && el("div", { class: "soft" }, "依据：", el("ul", {}, ...named)));
    const pieces = heard.map((each, number) => piece(each, number));
    return [!holds && el("p", { class: "soft" }, "这条答案今天不在有效期内，下面是它生效时的样子。"), card, ...pieces].filter(Boolean);
  }

  function piece(each, number) {
    const state = each.recorded ? el("span", { class: "recorded" }, "真人录音") : el("span", { class: "soft" }, "合成语音");
    const listen = el("button", { type: "button", class: "small", click: (event) => play(each.text, event.currentTarget), "aria-label": `听第 ${number + 1} 段` }, "▶ 听");
    const record = records && (each.published ? upload(each) : el("span", { class: "soft" }, "发布以后可以换成真人录音"));
    return el("div", { class: "heard" }, el("p", {}, each.text), el("p", { class: "buttons" }, listen, state, record));
  }

  function upload(each) {
    const input = el("input", { type: "file", class: "hidden", accept: ".wav,audio/wav", "aria-label": "上传真人录音", change: () => send(each, input) });
    return el("label", { class: "upload" }, each.recorded ? "换一个录音" : "上传真人录音", input);
  }

  async function send(each, input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    if (file.size > mostBytes) return problem(`录音文件超过 ${mostBytes / 1048576} MB，请剪短后再上传。`);
    await api(`/api/agent/prompts/${each.published}/recording`, { method: "PUT", body: file });
    toast("已经换成真人录音，来电人马上就能听到。");
    run();
  }

  byId("which").addEventListener("change", run);
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, WAIT_MS);
  };
}

async function play(text, button) {
  button.disabled = true;
  try {
    URL.revokeObjectURL(player.src);
    player.src = await soundOf(text);
    player.hidden = false;
    await player.play();
  } catch (error) {
    problem(error.message);
  } finally {
    button.disabled = false;
  }
}
