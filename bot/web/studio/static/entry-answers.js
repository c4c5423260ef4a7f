/** A topic's answers in time: days, on the screen, spoken, what comes after, sources. */

import { byId, el } from "/static/staff/staff.js";
import { bound, counter, field, lines, removal } from "./entry-fields.js";
import { sourceList } from "./entry-sources.js";

const DAY_MS = 86400000;
const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" });
/** Return the day that it is in China, or will be in some days. */
export const today = (later = 0) => clock.format(new Date(Date.now() + later * DAY_MS));
const dayBefore = (day) => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);

/** `most`: characters that are heard in one breath; `shown` is told when the number of answers changes. */
export function showAnswers(content, { most, sources }, changed, shown) {
  content.answers ??= [blank()];
  const again = () => {
    showAnswers(content, { most, sources }, changed, shown);
    changed();
    shown();
  };
  const blocks = content.answers.map((answer, number) => block(content, answer, number, { most, sources }, changed, again));
  const later = el("button", { type: "button", click: () => {
    const last = content.answers.at(-1) ?? blank();
    const next = structuredClone(last);
    delete next.expires;
    Object.assign(next, { as_of: today() });
    delete next.effective;
    content.answers.push(next);
    again();
    byId("answers").querySelector(`[data-place="answers.${content.answers.length - 1}.effective"] input`)?.focus();
  } }, "加一条以后生效的答案");
  const remarks = el("div", { class: "remarks" });
  byId("answers").replaceChildren(remarks, ...blocks, el("p", { class: "buttons" }, later, el("span", { class: "soft" }, "到了生效那天自动换上，不用守着。")));
}

function blank() {
  return { as_of: today(), sources: [{ name: "", number: "", article: "" }] };
}

function standing(answer) {
  const now = today();
  if (answer.effective > now) return `${answer.effective} 起用`;
  return answer.expires < now ? "已失效" : "现在用";
}

function block(content, answer, number, given, changed, again) {
  const place = `answers.${number}`;
  const many = content.answers.length > 1;
  const gone = many && el("button", { type: "button", class: "small", click: () => {
    if (!confirm(`删除答案 ${number + 1}？`)) return;
    content.answers.splice(number, 1);
    again();
  } }, "删除这条答案");
  const head = many ? el("h3", {}, `答案 ${number + 1} `, el("span", { class: "soft" }, standing(answer))) : null;
  const screen = lines(answer, "screen", changed, { rows: 6, class: "grows" });
  const speech = lines(answer, "speech", changed, { rows: 2, class: "grows" });
  return el("div", { class: many ? "block many" : "block", "data-place": place },
    head && el("div", { class: "blockhead" }, head, gone),
    el("div", { class: "remarks" }),
    days(content, answer, number, changed),
    field(`${place}.screen`, "屏幕答案", screen, el("span", { class: "soft" }, "一行一条，网页和微信上看")),
    field(`${place}.speech`, "语音答案", speech, counter(speech, given.most)),
    more(answer, place, given.most, changed),
    sourceList(answer, place, given.sources, changed));
}

function days(content, answer, number, changed) {
  const place = `answers.${number}`;
  const day = (name, label, more) => field(`${place}.${name}`, label, bound(answer, name, changed, { type: "date", ...more }));
  const begins = bound(answer, "effective", changed, { type: "date", change: () => {
    const before = content.answers[number - 1];
    const ends = document.querySelector(`[data-place="answers.${number - 1}.expires"] input`);
    if (!before || before.expires || !answer.effective || !ends) return;
    ends.value = before.expires = dayBefore(answer.effective); // the earlier one holds until then
    changed();
  } });
  return el("div", { class: "three" }, day("as_of", "口径日期"), field(`${place}.effective`, "生效日期（可不填）", begins), day("expires", "失效日期（可不填）"));
}

/** What is said when the caller wants to hear on, piece by piece. */
function more(answer, place, most, changed) {
  const box = el("div", { class: "more", "data-place": `${place}.speech_more` });
  const show = () => {
    const pieces = answer.speech_more ?? [];
    const rows = pieces.map((text, number) => {
      const area = el("textarea", { rows: 2, class: "grows", spellcheck: "false", input: () => {
        pieces[number] = area.value;
        changed();
      } });
      area.value = text;
      const remove = removal(`删除续讲 ${number + 1}`, () => {
        pieces.splice(number, 1);
        changed();
        show();
      });
      return el("div", { class: "with-removal" }, field(`${place}.speech_more.${number}`, `续讲 ${number + 1}（说“接着说”才念）`, area, counter(area, most)), remove);
    });
    const add = el("button", { type: "button", class: "small", click: () => {
      answer.speech_more = [...pieces, ""];
      show();
      box.querySelector(".with-removal:last-of-type textarea").focus();
    } }, "加一段续讲");
    box.replaceChildren(...rows, add);
  };
  show();
  return box;
}
