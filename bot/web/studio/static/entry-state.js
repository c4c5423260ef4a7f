/** How far a topic is: saved or not, its draft's state, what has to be decided, what differs from what is live. */

import { byId, el } from "/static/staff/staff.js";
import { differenceTable } from "./entry-diff.js";

const SAVED = { saved: "已保存", waiting: "没有保存", saving: "正在保存…", failed: "没有保存", overtaken: "没有保存：别人也改了" };

export function tellSaved(state, message) {
  byId("saved").textContent = message ? `${SAVED[state]}：${message}。内容还在这台电脑里，不会丢。` : SAVED[state];
  byId("saved").className = state;
}

export function showState(view) {
  const { draft, live, differences, training, review } = view;
  const badge = byId("state");
  badge.hidden = !draft;
  badge.textContent = draft ? `草稿：${draft.release ? "发布中" : draft.label}` : "";
  byId("discard").disabled = !draft || Boolean(draft.release);
  byId("remove").disabled = Boolean(draft?.removes || draft?.release);
  byId("publish").disabled = !draft || Boolean(draft.release);
  byId("sheet").inert = Boolean(draft?.release);
  byId("publish").textContent = review ? "提交审核" : training ? "保存，去发布" : "保存并发布";
  byId("changes-count").textContent = !live ? "新主题" : differences.length ? `${differences.length} 处不同` : "没有改动";
  byId("differences").replaceChildren(...(differences.length ? [differenceTable(differences, "现在用的", "草稿")] : []));
}

/** `keep`, `restart`: what to do with a draft when what is live changed; `restore`: no, don't delete. */
export function showNotices(view, { keep, restart, restore }) {
  const { draft, outdated, differences } = view;
  const notices = [];
  if (draft?.release) notices.push(notice(`这份草稿正在随第 ${draft.release} 版发布，等它结束再改。`, [link("看进度", "/admin/faq/publish")]));
  else if (draft?.state === "in_review") notices.push(notice("这份草稿在等同事审核。现在再改，要重新提交。"));
  else if (draft?.state === "approved") notices.push(notice("这份草稿可以发布了。现在再改，要重新提交。", [link("去发布页", "/admin/faq/publish")]));
  else if (draft?.review_note) notices.push(notice(`同事退回了：${draft.review_note}`));
  if (draft?.removes) notices.push(notice("这份草稿要删除整个主题，发布以后市民就问不到了。", [button("不删了", restore)]));
  if (outdated) {
    const told = notice("这份草稿开始以后，现在用的内容又被别人发布改过。请看看不同，再决定。", [button("草稿照旧，发布时以它为准", keep), button("丢掉草稿，用现在的", restart)]);
    told.append(el("div", { class: "scroll" }, differenceTable(differences, "现在用的", "草稿")));
    notices.push(told);
  }
  byId("notices").replaceChildren(...notices);
}

function notice(text, actions = []) {
  return el("div", { class: "notice" }, el("p", {}, text), actions.length > 0 && el("p", { class: "buttons" }, ...actions));
}

const button = (text, click) => el("button", { type: "button", click }, text);
const link = (text, href) => el("a", { class: "button", href }, text);
