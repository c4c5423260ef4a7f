/** Am I there: 在线, 小休, 离线. */

import { agents, me, onChange } from "./desk-state.js";
import { ask } from "./page.js";
import { byId, toast } from "/static/staff/staff.js";

const TOLD = { online: "您已在线，系统会派会话给您。", away: "您在小休，不会再派新会话。", offline: "您已离线。" };
let setting = false;

export function presence() {
  byId("presence").addEventListener("change", async ({ target }) => {
    setting = true;
    try {
      await ask("presence", { state: target.value }, "PUT");
      toast(TOLD[target.value]);
    } finally {
      setting = false;
      show();
    }
  });
  onChange(show);
}

function show() {
  if (setting) return;
  const state = agents().find((each) => each.username === me.username)?.state ?? "offline";
  byId("presence").querySelectorAll("input").forEach((each) => { each.checked = each.value === state; });
  byId("presence").dataset.state = state;
}
