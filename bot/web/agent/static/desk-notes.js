/** Private notes of a talk. */

import { current, onOpened } from "./desk-talk.js";
import { ask, look } from "./page.js";
import { byId, el, moment } from "/static/staff/staff.js";

const unsent = new Map(); // half-written ones, by conversation
let shownOf = null;
let looks = 0;

const path = () => `conversations/${encodeURIComponent(current().id)}/notes`;

export function notes() {
  onOpened(() => {
    if (shownOf) unsent.set(shownOf, byId("note-text").value);
    shownOf = current().id;
    byId("note-text").value = unsent.get(shownOf) ?? "";
    byId("notes").replaceChildren();
  });
  byId("note").addEventListener("submit", add);
}

/** Fetch and show them; of several looks at once the last one counts. */
export async function showNotes() {
  const [mine, id] = [++looks, current().id];
  const found = await look(path());
  if (found && mine === looks && current()?.id === id) byId("notes").replaceChildren(...found.notes.map(item));
}

const item = ({ at, author, text }) => el("li", {}, el("p", {}, text), el("p", { class: "soft" }, `${author} ${moment(at)}`));

async function add(event) {
  event.preventDefault();
  const [input, button] = [byId("note-text"), event.target.querySelector("button")];
  if (!input.value.trim() || button.disabled) return;
  button.disabled = true;
  try {
    await ask(path(), { text: input.value });
    input.value = "";
    await showNotes();
  } finally {
    button.disabled = false;
  }
}
