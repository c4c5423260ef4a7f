/** Releases: follow the one that is being made, decide about one that was stopped, go back to an earlier one. */

import { api, byId, toast } from "/static/staff/staff.js";
import { again, restore, waiting } from "/static/studio/publish-keep.js";

const EVERY_MS = 1000;
const ENDED = {
  live: (number) => `第 ${number} 版已经发布，市民现在听到的就是它。`,
  blocked: (number) => `第 ${number} 版没有过关，还没有发布。`,
  failed: (number) => `第 ${number} 版没有发布成功。`,
  abandoned: (number) => `第 ${number} 版已经放弃，改动可以再改、再发布。`,
};

/** Return what a release came to, as people are told; "" while it is being made. */
export const ended = ({ state, number }) => ENDED[state]?.(number) ?? "";

/** Ask each second how far a release is, until it ended; an answer that doesn't come is asked for again. */
async function follow(section) {
  const path = `/api/studio/releases/${section.dataset.number}`;
  for (;;) {
    const shown = await api(path).catch(() => null);
    if (shown && !shown.busy) return again(ended(shown));
    if (shown) show(shown);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

function show({ stage, progress }) {
  byId("making-bar").value = progress;
  if (byId("making-stage").textContent !== stage) byId("making-stage").textContent = stage; // read aloud once
}

async function act(place, reason, ...fields) {
  const { release, act: what } = place.dataset;
  const answer = await api(`/api/studio/releases/${release}/${what}`, { body: { reason } });
  if (what === "return") location.href = `/admin/faq/releases/${answer.number}`;
  else again(ended(answer), ...fields);
}

async function once(button, work) {
  button.disabled = true;
  try {
    await work();
  } catch {
    button.disabled = false; // `api` has told why
  }
}

restore();
toast(waiting());
for (const form of document.querySelectorAll("form[data-release]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.elements.reason;
    once(form.querySelector("button"), () => act(form, field.value, field));
  });
}
for (const button of document.querySelectorAll("button[data-release]")) {
  button.addEventListener("click", () => once(button, () => act(button, "")));
}
const making = byId("making");
history.scrollRestoration = making ? "manual" : "auto"; // what becomes of it stands at the top
if (making) {
  making.focus();
  follow(making);
}
