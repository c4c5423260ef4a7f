/** What an answer carries besides its words: options, numbers to call, orders, the place in the queue, sources. */

import { el, moment } from "./dom.js";

const ORDINALS = "一二三四五六七八九";

/** Return the words to show: without the list of options, which are buttons below. */
export function wordsOf(text, reply) {
  const listed = new Set((reply.options ?? []).map(optionLabel));
  return text.split("\n").filter((line) => !listed.has(line.trim())).join("\n");
}

/** Return the elements that follow the words of `reply`, the robot's turn `seq`. */
export function replyParts(reply, seq, actions) {
  return [
    reply.phones?.length && phones(reply.phones),
    reply.options?.length && options(reply.options, actions.pick),
    reply.order && order(reply.order),
    reply.handoff && handoff(reply.handoff),
    under(reply, seq, actions.read),
  ].filter(Boolean);
}

const optionLabel = (option) => `${ORDINALS[Number(option.key) - 1] ?? option.key}、${option.title}`;

function options(offered, pick) {
  const button = (option) =>
    el("button", { type: "button", value: option.key, click: () => pick(option) }, optionLabel(option));
  return el("ul", { class: "options" }, ...offered.map((option) => el("li", {}, button(option))));
}

function phones(numbers) {
  const link = (number) => el("a", { href: `tel:${number}`, "aria-label": `拨打 ${number}` }, el("span", {}, "拨打"), number);
  return el("div", { class: "phones" }, ...numbers.map(link));
}

function order(shown) {
  const number = shown.number.replace(/^(\d{6})(\d{6})$/, "$1 $2");
  return el(
    "section",
    { class: "card", "aria-label": "工单" },
    el("h4", {}, "工单号"),
    el("p", { class: "number" }, number),
    el("p", {}, el("span", { class: "status" }, shown.status_label), ` ${moment(shown.created_at)} 登记`),
    copyButton(shown.number),
  );
}

function copyButton(number) {
  const label = "复制工单号";
  const button = el("button", { type: "button" }, label);
  button.addEventListener("click", async () => {
    button.textContent = (await copied(number)) ? "已复制" : "没能复制，请手动记下";
    setTimeout(() => (button.textContent = label), 3000);
  });
  return button;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // not allowed, or plain HTTP
  }
}

function handoff(shown) {
  const place = shown.position && `您现在排在第 ${shown.position} 位${shown.wait ? `，还要等${shown.wait}` : ""}`;
  return el(
    "section",
    { class: "card wait", "aria-label": "转人工" },
    el("p", {}, waitingFor(shown)),
    shown.open !== false && place && el("div", {}, place),
  );
}

function waitingFor({ open, present }) {
  if (open === false) return "现在不是人工服务时间，您的话已经留下";
  return present === 0 || present === false ? "工作人员暂时不在，有人就会接入" : "正在为您转接人工";
}

function under(reply, seq, read) {
  const parts = [
    reply.sources?.length && sources(reply.sources),
    reply.as_of && el("span", {}, `口径日期：${reply.as_of}`),
    read && seq && readButton(seq, read),
  ].filter(Boolean);
  return parts.length ? el("div", { class: "under" }, ...parts) : null;
}

function sources(listed) {
  const items = listed.map((source) => el("li", {}, sourceText(source)));
  return el("details", {}, el("summary", {}, `依据（${listed.length}）`), el("ul", {}, ...items));
}

function sourceText({ name, number, article, year }) {
  const title = name.startsWith("《") ? name : `《${name}》`;
  return [title + (number ? `（${number}）` : ""), article, year && `${year} 年`].filter(Boolean).join("，");
}

function readButton(seq, read) {
  const button = el("button", { type: "button", class: "read", "aria-label": "朗读这条回答" }, "朗读");
  button.addEventListener("click", () => read(seq, button));
  return button;
}
