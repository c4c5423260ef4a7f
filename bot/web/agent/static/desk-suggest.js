/** Answers of the knowledge base to what the citizen said last. */

import { insert, sendInstead } from "./desk-compose.js";
import { isMine } from "./desk-state.js";
import { current, currentRow, heard, onOpened, onSaid } from "./desk-talk.js";
import { look } from "./page.js";
import { byId, el } from "/static/staff/staff.js";

const WAIT_MS = 250; // several sentences in a row are looked up once
let timer = 0;

export function suggest() {
  onOpened(() => {
    byId("suggested").hidden = true;
    later();
  });
  onSaid((turn) => turn.speaker === "citizen" && later());
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(show, WAIT_MS);
}

/** Look once more, as when the talk has just become mine. */
export const suggestAgain = later;

async function show() {
  const id = current()?.id;
  if (!id || !isMine(currentRow())) return;
  const found = await look(`conversations/${encodeURIComponent(id)}/suggestions`);
  if (current()?.id !== id || !found) return;
  byId("suggested").hidden = found.available && !found.suggestions.length;
  byId("suggested-state").textContent = found.available ? "" : "小政暂时不可用，没有推荐。";
  byId("suggestions").replaceChildren(...found.suggestions.map(card));
}

function card({ title, text, percent }) {
  const first = text.split("\n").filter(Boolean).slice(0, 2).join(" ");
  return el("li", {},
    el("p", {}, el("b", {}, title), el("span", { class: "soft" }, ` 把握 ${percent}%`)),
    el("details", {}, el("summary", {}, first.length > 70 ? `${first.slice(0, 70)}……` : first), el("p", { class: "whole" }, text)),
    el("p", { class: "acts" }, el("button", { class: "small", click: () => insert(text) }, "插入"), el("button", { class: "small", click: () => sendInstead(text, heard) }, "直接发送")));
}

/** Put the focus on the first suggestion. */
export const focusFirst = () => byId("suggestions").querySelector("summary")?.focus();
