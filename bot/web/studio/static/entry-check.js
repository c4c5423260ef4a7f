/** Checks while typing: remarks in the list at the side and at their places in the form. */

import { byId, el } from "/static/staff/staff.js";
import { ask } from "./entry-net.js";

const WAIT_MS = 400;
const LIKELY_MS = 1500;
const MANY = 4; // questions like the same topic are told as one
const MOST_SHOWN = 12; // of a kind, in the list; the form shows them all

/** Return `check()`, to be called after each change. `content()` is the entry; `told(answer)` hears what was found. */
export function checking(key, content, live, told) {
  let [timer, likelyTimer, round, asked] = [0, 0, 0, ""];
  let found = { errors: [], warnings: [] };
  let likely = [];

  async function run() {
    const mine = round;
    if (!content()) return; // it shall be deleted
    const { status, body } = await ask("/api/studio/check", { kind: "topic", key, content: content() });
    if (mine !== round || status !== 200) return; // changed since; the next one is on its way
    found = body;
    show();
    told(body);
  }

  async function runLikely() {
    const mine = round;
    const fresh = (content()?.questions ?? []).filter((each) => !live.has(each)).join("\n");
    if (!fresh || fresh === asked) return;
    const { status, body } = await ask("/api/studio/check", { kind: "topic", key, content: content(), likely: true });
    if (mine !== round || status !== 200) return;
    asked = body.available ? fresh : "";
    likely = body.warnings.map((each) => ({ ...each, text: content().questions?.[Number(each.place.split(".")[1])] }));
    byId("likely").textContent = !body.available ? "暂时没法试听混不听混，其他检查照常。" : body.tried ? `新问法用现在的小政试过了，${likely.length ? `${likely.length} 个可能听混` : "没有听混的"}。` : "";
    show();
  }

  function show() {
    const questions = content()?.questions ?? [];
    const placed = likely.map((each) => ({ ...each, place: `questions.${questions.indexOf(each.text)}` })).filter((each) => each.place !== "questions.-1");
    const warnings = [...placed, ...found.warnings];
    inForm(found.errors, warnings);
    const clean = !found.errors.length && !warnings.length;
    const rows = [...inList(found.errors, "error"), ...inList(warnings, "warning")];
    byId("checks").replaceChildren(clean ? el("p", { class: "fine" }, "没有问题，可以提交。") : el("ul", {}, ...rows));
  }

  return () => {
    round += 1;
    clearTimeout(timer);
    clearTimeout(likelyTimer);
    timer = setTimeout(run, WAIT_MS);
    likelyTimer = setTimeout(runLikely, LIKELY_MS);
  };
}

/** Return remarks with those of many questions that are all like one other topic as one. */
function together(remarks) {
  const groups = Object.groupBy(remarks, (each) => (each.topic && each.text !== undefined ? each.topic.key : ""));
  const { "": others = [], ...byTopic } = groups;
  const joined = Object.values(byTopic).flatMap((group) => (group.length < MANY ? group : [{ ...group[0], joined: true, message: `${group.length} 个问法现在会答“${group[0].topic.title}”，看看是不是同一件事` }]));
  return [...joined, ...others];
}

function inList(all, kind) {
  const remarks = together(all);
  const name = kind === "error" ? "要改" : "提醒";
  const rows = remarks.slice(0, MOST_SHOWN).map((each) => el("li", { class: kind }, el("b", {}, name), " ", el("button", { type: "button", class: "link", click: () => go(each.place) }, `${each.joined ? "" : where(each.place)}${each.message}`), other(each)));
  const more = remarks.length - MOST_SHOWN;
  return more > 0 ? [...rows, el("li", { class: kind }, `还有 ${more} 处，在左边标着。`)] : rows;
}

function other(remark) {
  return remark.topic && el("a", { href: `/admin/faq/entries/${remark.topic.key}`, target: "_blank" }, " 打开那个主题");
}

function where(place) {
  const [part, number] = place.split(".");
  if (part === "questions" && number) return `问法 ${Number(number) + 1}：`;
  if (part === "local" && number) return `本地值 ${Number(number) + 1}：`;
  if (part === "answers" && number && Number(number) > 0) return `答案 ${Number(number) + 1}：`;
  return "";
}

function inForm(errors, warnings) {
  document.querySelectorAll("#sheet .remarks").forEach((each) => each.replaceChildren());
  document.querySelectorAll("#sheet [aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
  for (const [remarks, kind] of [[errors, "error"], [warnings, "warning"]]) {
    for (const each of remarks) {
      const at = nearest(each.place);
      const box = at?.closest(".source, .need") ?? at; // a row of narrow fields has room below all of them
      box?.querySelector(":scope > .remarks")?.append(el("p", { class: kind }, each.message));
      const input = at?.querySelector(":scope > input, :scope > textarea, :scope > select");
      if (kind === "error") input?.setAttribute("aria-invalid", "true");
    }
  }
}

/** Return the element of a place, or of the one around it. */
function nearest(place) {
  for (let each = place; each; each = each.includes(".") ? each.slice(0, each.lastIndexOf(".")) : "") {
    const found = document.querySelector(`#sheet [data-place="${each}"]`);
    if (found) return found;
  }
  return null;
}

function go(place) {
  const at = nearest(place);
  at?.scrollIntoView({ block: "center" });
  at?.querySelector("input, textarea, select")?.focus({ preventScroll: true });
}
