/** The list of topics: search, arrows, Enter; and a new one. */

import { byId, el } from "/static/staff/staff.js";
import "./entries-new.js";

const WAIT_MS = 120;
const search = byId("search");
let timer = 0;
let newest = 0;
let shown = null; // the words whose topics are on the page
let listed = { topics: [], groups: [], total: 0, searched: false };

async function load() {
  const mine = (newest += 1);
  const words = search.value;
  const response = await fetch(`/api/studio/entries?q=${encodeURIComponent(words)}`).catch(() => null);
  if (response?.status === 401) location.href = "/agent/login";
  if (mine !== newest) return; // an answer to what was typed before
  if (!response?.ok) {
    byId("count").textContent = "连不上服务器，请检查网络。";
    return;
  }
  listed = await response.json();
  shown = words;
  show();
}

function show() {
  const only = byId("only").value;
  const topics = listed.topics.filter((each) => !only || (only === "draft" ? each.draft : each.marks.length));
  byId("first").hidden = listed.total > 0;
  byId("topics").replaceChildren(...(listed.searched ? [list(topics, true)] : byGroup(topics)));
  const all = topics.length === listed.total ? "" : `（一共 ${listed.total} 个）`;
  byId("count").textContent = !listed.total ? "" : topics.length ? `${topics.length} 个主题${all}` : `没有找到${all}。换个说法试试，或者新建主题。`;
}

function byGroup(topics) {
  return listed.groups
    .map((group) => [group, topics.filter((each) => each.group === group.key)])
    .filter(([, inside]) => inside.length)
    .map(([group, inside]) => el("section", { "aria-label": group.title }, el("h2", {}, group.title, el("span", { class: "soft" }, ` ${inside.length}`)), list(inside, false)));
}

function list(topics, searched) {
  return el("ul", { class: "topics" }, ...topics.map((each) => row(each, searched)));
}

function row(each, searched) {
  const group = searched && listed.groups.find((one) => one.key === each.group)?.title;
  const found = each.found && el("span", { class: "found" }, each.found);
  const marks = each.marks.map((mark) => el("span", { class: "badge warn" }, mark));
  const draft = each.draft && el("span", { class: "badge", title: `${each.draft.by} 在改` }, `草稿：${each.draft.label}`);
  const title = el("span", { class: "name" }, el("b", {}, each.title), found);
  const about = el("span", { class: "soft about" }, [group, each.department, `${each.questions} 个问法`].filter(Boolean).join(" · "));
  return el("li", {}, el("a", { href: `/admin/faq/entries/${each.key}` }, title, el("span", { class: "marks" }, ...marks, draft), about));
}

function links() {
  return [...byId("topics").querySelectorAll("a")];
}

function move(event) {
  const all = links();
  const at = all.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length && (at >= 0 || document.activeElement === search)) {
    event.preventDefault();
    const next = at + step;
    (next < 0 ? search : all[Math.min(next, all.length - 1)]).focus();
  }
}

async function opened(event) {
  if (event.isComposing) return; // Enter of a pinyin input method
  if (event.key === "Enter" && document.activeElement === search) {
    clearTimeout(timer);
    if (shown !== search.value) await load(); // who types quickly means what they typed
    if (shown === search.value) links()[0]?.click();
  }
  if (event.key === "Escape" && document.activeElement !== search) search.focus();
}

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    search.focus();
    search.select();
  } else {
    move(event);
    opened(event);
  }
});
search.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(load, WAIT_MS);
});
byId("only").addEventListener("change", show);
window.addEventListener("pageshow", load); // also when one comes back to it: what was edited shows
