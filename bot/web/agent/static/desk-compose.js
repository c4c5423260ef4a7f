/** Writing to the citizen: nothing that was typed is lost, nothing is sent twice. */

import { currentRow, current, onOpened } from "./desk-talk.js";
import { ask, look } from "./page.js";
import { byId, newKey, problem } from "/static/staff/staff.js";

const SAVE_MS = 400;
const OPEN_VARIABLE = /\{[^{}]{1,8}\}/;
const words = byId("words");
let key = newKey(); // of the words being written: pressed twice, they are said once
let sending = false;
let timer = 0;
let saving = Promise.resolve();
let dirty = null; // the conversation whose draft isn't saved yet

const path = (id) => `conversations/${encodeURIComponent(id)}/draft`;

export function compose(heardOwn) {
  byId("say").addEventListener("submit", (event) => {
    event.preventDefault();
    send(words.value, heardOwn);
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    byId("say").requestSubmit();
  });
  words.addEventListener("input", later);
  addEventListener("pagehide", () => save(true));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
  onOpened(({ draft }) => {
    words.value = draft;
    key = newKey();
    byId("draft-state").textContent = draft ? "上次没有发出的话还在。" : "";
  });
}

function later() {
  dirty = current()?.id ?? null;
  clearTimeout(timer);
  timer = setTimeout(save, SAVE_MS);
}

/** Save the draft of the open talk; call it before another one is opened. */
export function save(leaving = false) {
  clearTimeout(timer);
  if (!dirty) return saving;
  const [id, text] = [dirty, words.value];
  dirty = null;
  saving = saving.then(() => look(path(id), { text }, "PUT", leaving === true)).then((kept) => {
    if (current()?.id === id) byId("draft-state").textContent = kept ? (text ? "草稿已保存" : "") : "草稿还没有保存，连上以后会再存。";
    if (!kept) dirty ??= id;
  });
  return saving;
}

export const unsaved = () => dirty !== null;

/** Save again what could not be saved while the connection was down. */
export const saveAgain = () => dirty && save();

export async function send(text, heardOwn) {
  const row = currentRow();
  if (!text.trim() || !row || sending) return false;
  const open = text.match(OPEN_VARIABLE);
  if (open) {
    problem(`“${open[0]}”还没有填，补上再发。`);
    return false;
  }
  sending = true;
  clearTimeout(timer);
  dirty = null;
  await saving;
  try {
    const { turn } = await ask(`handoffs/${row.id}/say`, { text, client_id: key });
    heardOwn(row.conversation_id, turn);
    if (words.value.startsWith(text)) words.value = words.value.slice(text.length);
    key = newKey();
    byId("draft-state").textContent = "";
    if (words.value) later();
    return true;
  } catch {
    later(); // the words are still here
    return false;
  } finally {
    sending = false;
  }
}

/** Send something else than what is being written, which stays. */
export async function sendInstead(text, heardOwn) {
  const held = key;
  key = newKey();
  const sent = await send(text, heardOwn);
  key = sent ? newKey() : held;
  if (sent && words.value) later();
}

/** Put words where the cursor is; the first variable that nothing is known for is selected, to be typed over. */
export function insert(text) {
  const from = words.selectionStart;
  words.setRangeText(text, from, words.selectionEnd, "end");
  const open = text.match(OPEN_VARIABLE);
  words.focus();
  if (open) words.setSelectionRange(from + open.index, from + open.index + open[0].length);
  later();
}
