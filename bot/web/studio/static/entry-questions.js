/** A topic's questions: one a row; many at once by pasting lines. */

import { byId, el } from "/static/staff/staff.js";
import { removal } from "./entry-fields.js";

const BULLETS = /^\s*(?:[-*·•]|\d+[.、．)）])\s*/; // what a list copied from elsewhere begins its lines with

/** `live`: the questions that callers' understanding knows; others are marked as new. `least`: how many there must be. */
export function showQuestions(content, { live, least }, changed) {
  content.questions ??= [];
  const known = new Set(live);
  const list = el("ol", { class: "questions" });
  const questions = content.questions;

  function count() {
    const fresh = questions.filter((each) => !known.has(each)).length;
    const short = questions.length < least ? `，至少要 ${least} 个，还差 ${least - questions.length} 个` : "";
    byId("questions-count").textContent = `${questions.length} 个${fresh ? `，${fresh} 个是新的` : ""}${short}`;
  }

  function row(text, number) {
    const said = `question-${number}-remarks`;
    const input = el("input", { "aria-label": `问法 ${number + 1}`, "aria-describedby": said, autocomplete: "off", spellcheck: "false", maxlength: 200,
      input: () => {
        questions[number] = input.value;
        item.classList.toggle("new", !known.has(input.value));
        count();
        changed();
      },
      paste: (event) => pasted(event, number),
      keydown: (event) => moved(event, number),
      blur: () => !input.value.trim() && drop(number) });
    input.value = text;
    const item = el("li", { class: known.has(text) ? "" : "new", "data-place": `questions.${number}` }, input, removal(`删除问法 ${number + 1}`, () => drop(number)), el("div", { class: "remarks", id: said }));
    return item;
  }

  function show(at) {
    list.replaceChildren(...questions.map(row));
    count();
    if (at !== undefined) list.children[Math.min(at, questions.length - 1)]?.querySelector("input").focus();
  }

  function drop(number) {
    if (list.children[number] === undefined || number >= questions.length) return;
    questions.splice(number, 1);
    changed();
    show();
  }

  function add(texts, at = questions.length) {
    const held = new Set(questions);
    const fresh = [...new Set(texts)].filter((each) => each && !held.has(each));
    questions.splice(at, 0, ...fresh);
    changed();
    show();
    return fresh.length;
  }

  function pasted(event, number) {
    const texts = split(event.clipboardData.getData("text"));
    if (texts.length < 2) return; // a piece of a sentence
    event.preventDefault();
    add(texts, number + 1);
  }

  function moved(event, number) {
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    const next = list.children[number + step]?.querySelector("input");
    if (next) next.focus();
    else if (step > 0) entry.focus();
  }

  const entry = el("textarea", { rows: 2, id: "new-questions", class: "grows", spellcheck: "false", placeholder: "写一个新问法，回车加进去；也可以从 Excel 粘贴很多行", keydown: (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    take();
  }, paste: () => setTimeout(() => split(entry.value).length > 1 && take()) });
  const told = el("span", { class: "soft", role: "status" });

  function take() {
    const texts = split(entry.value);
    const added = add(texts);
    entry.value = "";
    told.textContent = texts.length ? `加了 ${added} 个${added < texts.length ? `，${texts.length - added} 个本来就有` : ""}` : "";
    list.scrollTop = list.scrollHeight;
    entry.focus();
  }

  const button = el("button", { type: "button", click: take }, "加进去");
  byId("questions").replaceChildren(el("div", { class: "remarks" }), el("label", { for: "new-questions", class: "label" }, "加问法（像市民那样说，一行一个）"), entry, el("p", { class: "buttons" }, button, told), list);
  show();
}

function split(text) {
  return text.split(/[\n\t]/).map((line) => line.replace(BULLETS, "").trim()).filter(Boolean);
}
