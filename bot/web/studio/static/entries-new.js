/** A new topic: title, department, group; its key is made by the server. */

import { byId } from "/static/staff/staff.js";
import { ask, reason } from "./entry-net.js";

const dialog = byId("new-topic");
const form = dialog.querySelector("form");
const BROUGHT = "studio-new-questions"; // put there by the page of what citizens asked
let brought = [];

function shown() {
  byId("new-group").hidden = form.elements.group.value !== "";
  form.elements.new_group.required = form.elements.group.value === "";
}

async function begin(event) {
  event.preventDefault();
  const button = form.querySelector("button.primary");
  button.disabled = true;
  const answer = await ask("/api/studio/entries", { ...Object.fromEntries(new FormData(form)), questions: brought });
  button.disabled = false;
  if (answer.status === 201) {
    sessionStorage.removeItem(BROUGHT);
    location.href = `/admin/faq/entries/${answer.body.key}`;
  } else byId("new-problem").textContent = reason(answer);
}

function open() {
  byId("new-problem").textContent = "";
  byId("new-brought").hidden = !brought.length;
  byId("new-brought").textContent = `会带上市民问过的 ${brought.length} 句话，作为第一批问法。`;
  form.elements.title.value ||= byId("search").value.trim().slice(0, form.elements.title.maxLength);
  dialog.showModal();
  shown();
  form.elements.title.focus();
}

byId("new").addEventListener("click", open);
byId("new-cancel").addEventListener("click", () => dialog.close());
form.elements.group.addEventListener("change", shown);
form.addEventListener("submit", begin);
if (new URLSearchParams(location.search).has("new")) {
  brought = JSON.parse(sessionStorage.getItem(BROUGHT) || "[]");
  history.replaceState(null, "", location.pathname);
  open();
}
