/** The dialog that adds sentences to a topic: find it by its title, the guess first. */

import { byId, el } from "/static/staff/staff.js";
import { state } from "./asked-state.js";

const LISTED = 30;
const dialog = byId("add");
let found = [];
let at = 0;
let guesses = [];
let words = [];
let done = () => {};

/** Ask for the topic of `sentences` of a group; `then(topic, words)` is called with what was chosen. */
export function askTopic(cluster, sentences, then) {
  [guesses, words, done] = [cluster.guesses, sentences, then];
  byId("add-title").textContent = sentences.length > 1 ? `把 ${sentences.length} 句加到主题` : "加到主题";
  byId("add-problem").textContent = "";
  byId("find").value = "";
  byId("questions").replaceChildren(...sentences.map((each, number) =>
    el("input", { value: each.text, maxlength: 300, autocomplete: "off", "aria-label": `第 ${number + 1} 句`, disabled: each.tested })));
  search();
  dialog.showModal();
  byId("find").focus();
}

export function setUpAdding() {
  byId("find").addEventListener("input", search);
  byId("find").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    at = Math.min(Math.max(at + step, 0), found.length - 1);
    list();
  });
  byId("add-cancel").addEventListener("click", () => dialog.close());
  dialog.querySelector("form").addEventListener("submit", choose);
}

async function choose(event) {
  event.preventDefault();
  const topic = found[at];
  if (!topic) {
    byId("add-problem").textContent = "请选一个主题；没有合适的，就用“新建主题”。";
    return;
  }
  const texts = [...byId("questions").querySelectorAll("input")].map((each) => (each.disabled ? "" : each.value.trim()));
  if (!texts.some(Boolean)) {
    byId("add-problem").textContent = "没有可以加的问法。";
    return;
  }
  byId("add-do").disabled = true;
  try {
    await done(topic, words.map((each, number) => ({ ...each, text: texts[number] })).filter((each) => !each.tested));
    dialog.close();
  } catch (error) {
    byId("add-problem").textContent = error.message;
  } finally {
    byId("add-do").disabled = false;
  }
}

function search() {
  const parts = byId("find").value.trim().split(/\s+/).filter(Boolean);
  const likely = guesses.map((each) => state.topics.find((topic) => topic.id === each.topic)).filter(Boolean);
  const rest = state.topics.filter((topic) => !likely.includes(topic));
  found = [...likely, ...rest]
    .filter((topic) => parts.every((part) => `${topic.title} ${topic.group}`.includes(part)))
    .slice(0, LISTED);
  at = 0;
  list();
}

function list() {
  byId("found").replaceChildren(...found.map(option));
  byId("found").children[at]?.scrollIntoView({ block: "nearest" });
  byId("find").setAttribute("aria-activedescendant", found[at] ? `topic-${at}` : "");
}

function option(topic, number) {
  const guess = guesses.find((each) => each.topic === topic.id);
  const sure = guess && (guess.sure == null ? "当时答的" : `像 ${Math.round(guess.sure * 100)}%`);
  const draft = topic.draft && `有草稿（${topic.draft}${topic.draft === "编辑中" ? "" : "，加了要重新提交"}）`;
  return el(
    "li",
    { role: "option", id: `topic-${number}`, "aria-selected": String(number === at), click: () => { at = number; list(); } },
    el("span", {}, topic.title),
    el("span", { class: "soft" }, [sure, draft, topic.group].filter(Boolean).join(" · ")),
  );
}
