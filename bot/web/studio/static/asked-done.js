/** What was done, by whom, and taking it back. */

import { byId, el, moment } from "/static/staff/staff.js";
import { state } from "./asked-state.js";

const SHOWN = 3;

/** Return the last thing that this person did. */
export const last = () => state.done.find((each) => each.own) ?? null;

/** Show what was done; `undo(batch)` takes one back. */
export function drawDone(undo) {
  byId("done-rows").replaceChildren(...state.done.map((each) => row(each, undo)));
  byId("done-none").hidden = state.done.length > 0;
  const mine = last();
  byId("undo").disabled = !mine;
  byId("undo").title = mine ? `撤销：${told(mine)}` : "您还没有处理过";
}

/** Return what was done in words. */
export const told = (batch) => `${batch.texts[0]}${batch.texts.length > 1 ? ` 等 ${batch.texts.length} 句` : ""}：${batch.what}`;

function row(batch, undo) {
  const more = batch.texts.length - SHOWN;
  const said = batch.texts.slice(0, SHOWN).join("；") + (more > 0 ? `；还有 ${more} 句` : "");
  return el(
    "tr",
    {},
    el("td", {}, moment(batch.at)),
    el("td", {}, batch.by),
    el("td", {}, batch.topic ? `${batch.what}：${batch.topic}` : batch.what),
    el("td", {}, said),
    el("td", {}, el("button", { type: "button", class: "quiet", "aria-label": `撤销：${told(batch)}`, click: () => undo(batch) }, "撤销")),
  );
}
