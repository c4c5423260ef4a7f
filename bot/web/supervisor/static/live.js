/** The row that is always up to date: asks every two seconds and changes only what is different. */

import { byId, el, moment } from "/static/staff/staff.js";

const EVERY_MS = 2000;
const rows = new Map();
let asking = false;

showAgents(JSON.parse(byId("agents").dataset.agents));
setInterval(ask, EVERY_MS);
document.addEventListener("visibilitychange", ask);

async function ask() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const response = await fetch("/api/supervisor/live");
    if (response.status === 401) location.href = "/agent/login";
    if (!response.ok) throw new Error(response.status);
    show(await response.json());
    tell(byId("live-state"), "每 2 秒更新");
  } catch {
    tell(byId("live-state"), "连不上服务器，数字可能已经过时");
  } finally {
    asking = false;
  }
}

function show({ figures, agents }) {
  const waiting = document.querySelector("[data-live=waiting]");
  if (waiting.textContent !== figures.waiting) tell(byId("announced"), `排队等人工：${figures.waiting} 人`);
  for (const place of document.querySelectorAll("[data-live]")) tell(place, figures[place.dataset.live]);
  document.querySelector("[data-live=lost]").parentElement.classList.toggle("warn", figures.lost !== "0");
  showAgents(agents);
}

function showAgents(agents) {
  const body = byId("agents");
  const here = new Set(agents.map((agent) => agent.username));
  for (const [username, row] of rows) {
    if (here.has(username)) continue;
    row.remove();
    rows.delete(username);
  }
  agents.forEach((agent, index) => {
    const row = rows.get(agent.username) ?? added(agent.username);
    [agent.name, agent.state, agent.talks, moment(agent.since)].forEach((text, cell) => tell(row.cells[cell], text));
    if (body.rows[index] !== row) body.insertBefore(row, body.rows[index] ?? null);
  });
  byId("nobody").hidden = agents.length > 0;
}

function added(username) {
  const row = el("tr", { "data-username": username }, el("th", { scope: "row" }), el("td"), el("td"), el("td", { class: "time" }));
  rows.set(username, row);
  return row;
}

function tell(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
