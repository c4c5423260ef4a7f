/** The site's own test sentences: look for, add, take away. */

import { api, byId, el, toast } from "/static/staff/staff.js";
import { chosen, loadTopics } from "/static/studio/bench-topics.js";

const PAUSE_MS = 250;
const told = (work) => work.catch(() => {}); // `api` has said why
let waiting = 0;
let asked = 0;

/** Show the sentences that are looked for, from the beginning or further on. */
async function load(offset = 0) {
  const mine = ++asked;
  const words = new URLSearchParams({ q: byId("find").value.trim().slice(0, 100), offset });
  const found = await api(`/api/studio/sentences?${words}`);
  if (mine !== asked) return; // looked for something else meanwhile
  const lines = found.rows.map(line);
  if (offset) byId("rows").append(...lines);
  else byId("rows").replaceChildren(...lines);
  byId("further").hidden = offset + found.rows.length >= found.found;
  byId("from-tests").disabled = !found.total;
  byId("count").textContent = found.found === found.total ? `自己的测试句 ${found.total} 句` : `找到 ${found.found} 句，一共 ${found.total} 句`;
  select();
}

function line(row) {
  const box = el("input", { type: "checkbox", value: row.id, "aria-label": `选“${row.text}”`, change: select });
  const learnt = row.learnt && el("b", { class: "miss" }, `　已经是“${row.learnt}”的问法，测不出好坏，建议删掉`);
  return el(
    "tr",
    {},
    el("td", {}, box),
    el("td", { class: "said" }, row.text, learnt),
    el("td", { class: row.lost ? "miss" : null }, row.title),
    el("td", {}, row.channel),
    el("td", {}, `${row.by} ${row.at}`),
  );
}

const boxes = () => [...byId("rows").querySelectorAll("input[type=checkbox]")];
const ticked = () => boxes().filter((box) => box.checked);

function select() {
  const count = ticked().length;
  byId("remove").disabled = !count;
  byId("remove").textContent = count ? `删掉选中的 ${count} 句` : "删掉选中的";
  byId("all").checked = count > 0 && count === boxes().length;
}

async function add(event) {
  event.preventDefault();
  const topic = chosen(byId("topic"));
  if (topic === undefined) return;
  const kept = await api("/api/studio/sentences", { body: { text: byId("text").value, topic, channel: byId("channel").value } });
  toast(`加了“${kept.text}”。`);
  byId("text").value = "";
  byId("text").focus();
  await load();
}

async function remove() {
  const ids = ticked().map((box) => box.value);
  if (!confirm(`删掉 ${ids.length} 句测试句？以后发布前不再检查它们。`)) return;
  for (let at = 0; at < ids.length; at += 1000) await api("/api/studio/sentences/remove", { body: { ids: ids.slice(at, at + 1000) } });
  toast(`删了 ${ids.length} 句。`);
  await load();
}

byId("add").addEventListener("submit", (event) => told(add(event)));
byId("topic").addEventListener("input", () => byId("topic").setCustomValidity(""));
byId("find").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => told(load()), PAUSE_MS);
});
byId("all").addEventListener("change", ({ target }) => {
  for (const box of boxes()) box.checked = target.checked;
  select();
});
byId("remove").addEventListener("click", () => told(remove()));
byId("further").addEventListener("click", () => told(load(byId("rows").children.length)));
byId("upload").addEventListener("imported", ({ detail }) => {
  toast(`新加 ${detail.new} 句${detail.known ? `，${detail.known} 句原来就有` : ""}。`);
  told(load());
});
told(loadTopics());
told(load());
