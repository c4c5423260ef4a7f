/** What this desk knows: open talks and agents, as the server pushes them. */

const data = document.getElementById("desk").dataset;
export const me = { username: data.username, name: data.name, leads: Boolean(data.leads) };

const rows = new Map();
const people = new Map();
const listeners = new Set();
let offset = 0; // of the server's clock
let began = false;

export const now = () => Date.now() + offset;
export const onChange = (listener) => listeners.add(listener);
const changed = () => listeners.forEach((listener) => listener());

/** Take a message of rows; return those who have newly come into the queue (none with the first message). */
export function take({ full, set, gone, people: agents, now: server }) {
  offset = new Date(server) - Date.now();
  const before = new Set(rows.keys());
  if (full) [rows, people].forEach((map) => map.clear());
  gone.forEach((id) => rows.delete(id));
  set.forEach((row) => rows.set(row.id, row));
  agents.gone.forEach((name) => people.delete(name));
  agents.set.forEach((each) => people.set(each.username, each));
  const come = began ? set.filter((row) => row.status === "waiting" && !before.has(row.id)) : [];
  began = true;
  changed();
  return come;
}

/** I have just taken a talk: don't wait until the server says so. */
export function taken(id) {
  const row = rows.get(id);
  if (!row) return;
  rows.set(id, { ...row, status: "active", agent: me.username });
  changed();
}

const byRank = (a, b) => a.rank - b.rank || (a.created_at < b.created_at ? -1 : 1);
export const waiting = () => [...rows.values()].filter((row) => row.status === "waiting").sort(byRank);
export const isMine = (row) => row?.status === "active" && row.agent === me.username;
export const mine = () => [...rows.values()].filter(isMine).sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
export const others = () => [...rows.values()].filter((row) => row.status === "active" && !isMine(row));
export const rowOf = (conversation) => [...rows.values()].find((row) => row.conversation_id === conversation) ?? null;
export const agents = () => [...people.values()];
export const agentName = (username) => people.get(username)?.name ?? username;

/* Which words of a citizen were seen here: kept by the browser, so that a reload doesn't count them anew. */
const SEEN = "desk-seen";
const seen = JSON.parse(localStorage.getItem(SEEN) ?? "{}");

export function markSeen(conversation, seq) {
  if ((seen[conversation] ?? 0) >= seq) return;
  seen[conversation] = seq;
  const held = Object.fromEntries(Object.entries(seen).slice(-200));
  localStorage.setItem(SEEN, JSON.stringify(held));
  changed();
}

export const unread = (row) => row.unanswered.filter((seq) => seq > (seen[row.conversation_id] ?? 0)).length;
