/** Canned answers: a list to choose from, by keyboard or mouse. */

import { insert } from "./desk-compose.js";
import { show } from "./desk-dialogs.js";
import { current } from "./desk-talk.js";
import { ask } from "./page.js";
import { byId, el, toast } from "/static/staff/staff.js";

let answers = [];
let at = 0;
let editing = null;

export function cannedAnswers() {
  byId("canned-open").addEventListener("click", openCanned);
  byId("words").addEventListener("keydown", (event) => {
    if (event.key !== "/" || byId("words").value || event.isComposing) return;
    event.preventDefault();
    openCanned();
  });
  const search = byId("canned-search");
  search.addEventListener("input", () => { at = 0; list(); });
  search.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) at = Math.max(0, Math.min(found().length - 1, at + step));
    else if (event.key === "Enter") choose(found()[at]);
    else return;
    event.preventDefault();
    list();
  });
  byId("canned-form")?.addEventListener("submit", keep);
}

export async function openCanned() {
  if (byId("canned").open || byId("say").hidden) return;
  await load();
  byId("canned-search").value = "";
  at = 0;
  list();
  show("canned");
  byId("canned-search").focus();
}

async function load() {
  const id = current()?.id;
  answers = (await ask(`canned${id ? `?conversation_id=${encodeURIComponent(id)}` : ""}`)).canned;
}

function found() {
  const wanted = byId("canned-search").value.trim();
  return answers.filter((each) => !wanted || each.title.includes(wanted) || each.text.includes(wanted));
}

function list() {
  const shown = found();
  byId("canned-list").replaceChildren(...shown.map(item));
  if (!shown.length) byId("canned-list").append(el("li", { class: "soft" }, "没有找到。"));
  byId("canned-search").setAttribute("aria-activedescendant", shown[at] ? `canned-${shown[at].id}` : "");
  byId("canned-list").children[at]?.scrollIntoView({ block: "nearest" });
}

function item(answer, index) {
  const keeper = byId("canned-form");
  const edit = keeper && el("button", { class: "small", click: (event) => { event.stopPropagation(); begin(answer); } }, "改");
  const drop = keeper && el("button", { class: "small danger", click: (event) => { event.stopPropagation(); remove(answer); } }, "删");
  return el("li", { id: `canned-${answer.id}`, role: "option", "aria-selected": String(index === at), click: () => choose(answer) },
    el("b", {}, answer.title), el("p", {}, answer.text), answer.missing.length > 0 && el("p", { class: "soft" }, `要自己填：${answer.missing.join("、")}`), edit, drop);
}

function choose(answer) {
  if (!answer) return;
  byId("canned").close();
  insert(answer.text);
}

function begin(answer) {
  editing = answer.id;
  const form = byId("canned-form");
  form.elements.title.value = answer.title;
  form.elements.text.value = answer.pattern;
  form.elements.group.value = answer.group ?? "";
  byId("canned-keep").open = true;
  form.elements.title.focus();
}

async function keep(event) {
  event.preventDefault();
  const form = event.target;
  const told = Object.fromEntries(new FormData(form));
  await ask(editing ? `canned/${editing}` : "canned", { ...told, group: told.group || null }, editing ? "PUT" : "POST");
  toast("常用语已保存。");
  editing = null;
  form.reset();
  byId("canned-keep").open = false;
  await load();
  list();
}

async function remove(answer) {
  await ask(`canned/${answer.id}`, undefined, "DELETE");
  await load();
  list();
}
