/** What is made of a sentence, on the page. */

import { byId, el } from "/static/staff/staff.js";

const percent = (share) => `${Math.round(share * 100)}%`;

/** Show what was found; `correct(topic)` is called when somebody says which topic it should have been. */
export function show(found, correct) {
  byId("found").hidden = false;
  byId("does").textContent = found.does;
  byId("meant").hidden = !found.meant;
  byId("meant").textContent = found.meant ? `听错的字改成了：${found.meant}` : "";
  byId("why").replaceChildren(...found.why.map((each) => el("li", {}, each)));
  reply(found.answer);
  byId("ranking").replaceChildren(...found.ranking.map((each, place) => ranked(each, place, found, correct)));
  byId("reasons").replaceChildren(...found.reasons.map(reason));
}

function reply(answer) {
  byId("reply").hidden = !answer;
  if (!answer) return;
  byId("reply-text").textContent = answer.text;
  byId("reply-more").hidden = !answer.speech;
  byId("reply-speech").textContent = answer.speech;
  const sources = answer.sources.length ? `依据：${answer.sources.join("；")}` : "";
  byId("reply-sources").textContent = [sources, answer.as_of && `口径日期：${answer.as_of}`].filter(Boolean).join("　");
}

function ranked(each, place, found, correct) {
  const answered = each.topic && each.topic === found.topic;
  const button = each.topic && !answered && el("button", { type: "button", click: () => correct(each.topic) }, "加成它的问法");
  return el(
    "tr",
    { class: place === 0 ? "first" : null },
    el("th", { scope: "row" }, each.title, !each.is_topic && el("span", { class: "of" }, "不是主题")),
    el("td", { class: "bar" }, bar(each.sure, `${each.title}：${percent(each.sure)}`), percent(each.sure)),
    el("td", {}, button, answered && "会答它"),
  );
}

function reason(each) {
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, each.text, el("span", { class: "of" }, each.title)),
    el("td", { class: "bar" }, bar(each.share, `相对作用 ${percent(each.share)}`)),
  );
}

const bar = (value, label) => el("meter", { min: 0, max: 1, value, "aria-label": label });
