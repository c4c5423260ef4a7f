/** Taking talks and giving them away. */

import { askIn } from "./desk-dialogs.js";
import { agents, isMine, me, taken, waiting } from "./desk-state.js";
import { currentRow, focusWhenMine } from "./desk-talk.js";
import { ask } from "./page.js";
import { byId, el, toast } from "/static/staff/staff.js";

let open = async () => {};
let reaching = false;

/** `openTalk(id)` shows a conversation. */
export function moves(openTalk) {
  open = openTalk;
  byId("next").addEventListener("click", next);
  byId("claim-open").addEventListener("click", claimOpen);
  byId("transfer-open").addEventListener("click", transfer);
  byId("back-open").addEventListener("click", giveBack);
  byId("close-open").addEventListener("click", close);
}

export async function next() {
  await took(ask("handoffs/next", {}));
}

export async function claim(row) {
  await took(ask(`handoffs/${row.id}/claim`, {}));
}

/** Take the one whose card has the focus, else the one that is being looked at. */
export function claimOpen() {
  const focused = document.activeElement.closest("#waiting li")?.dataset.id;
  const row = waiting().find((each) => each.id === focused) ?? currentRow();
  if (row?.status === "waiting") claim(row);
}

export const taking = () => reaching;

async function took(asking) {
  reaching = true;
  try {
    const { handoff } = await asking;
    taken(handoff.id);
    await open(handoff.conversation_id);
    focusWhenMine();
  } catch {
    // the refusal is shown
  } finally {
    reaching = false;
  }
}

export function transfer() {
  const row = currentRow();
  if (isMine(row)) moveTo(row, "transfer");
}

/** A supervisor gives any talk to somebody. */
export const pull = (row) => moveTo(row, "pull");

function moveTo(row, how) {
  const there = agents().filter((each) => each.state === "online" && each.username !== row.agent);
  byId("colleagues").replaceChildren(...there.map((each) => el("option", { value: `agent:${each.username}`, disabled: each.talks >= each.capacity }, `${each.name}${each.username === me.username ? "（我）" : ""} ${each.talks}/${each.capacity}`)));
  byId("transfer-title").textContent = how === "pull" ? "调派会话" : "转接";
  askIn("transfer", async ({ to, why }) => {
    const [kind, name] = to.split(":");
    await ask(`handoffs/${row.id}/${how}`, { [kind]: name, why });
    toast("已经转出。");
  });
}

export function giveBack() {
  const row = currentRow();
  if (!isMine(row)) return;
  askIn("back", async ({ note, tell }) => {
    await ask(`handoffs/${row.id}/end`, { note, tell: tell === "on" });
    toast("已经交回小政。");
  });
}

export function close() {
  const row = currentRow();
  if (!isMine(row)) return;
  askIn("close", async ({ reason, note }) => {
    await ask(`handoffs/${row.id}/close`, { reason, note });
    toast("会话已经结束。");
  });
}
