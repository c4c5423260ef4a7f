/** Hands drafts in: asks why, then submits, or publishes what needs no training. */

import { byId, problem, toast } from "/static/staff/staff.js";
import { ask, reason } from "./entry-net.js";

const dialog = byId("handin");
let asked = null;

/**
 * `entries`: {kind, key, version} each; `title`: what they are; `training`, `review`, `publishes`: what can be done with
 * them; `done(answer)` is called when it went well.
 */
export function askWhy({ entries, title, training, review, publishes, note, done }) {
  asked = { entries, done };
  byId("handin-title").textContent = `提交：${title}`;
  byId("handin-what").textContent = review
    ? "提交以后由另一位同事审核，通过了才能发布。"
    : training
      ? "问法、标题或主题有变化，小政要先学习（不到一分钟），并用测试句检查，没有变差才会生效。提交后到发布页发布。"
      : "只改了答案、依据或本地值，不用学习，发布后马上生效。";
  byId("handin-publish").textContent = review ? "提交审核" : training ? "提交，去发布页" : "发布";
  byId("handin-publish").dataset.what = review || !publishes ? "submit" : "publish";
  byId("handin-submit").hidden = review || !publishes;
  byId("handin-note").value = note ?? "";
  byId("handin-problem").textContent = "";
  dialog.showModal();
  byId("handin-note").focus();
}

async function send(what) {
  const buttons = dialog.querySelectorAll("button");
  buttons.forEach((each) => (each.disabled = true));
  const answer = await ask(`/api/studio/edit/${what}`, { entries: asked.entries, note: byId("handin-note").value });
  buttons.forEach((each) => (each.disabled = false));
  if (answer.status !== 200) {
    byId("handin-problem").textContent = reason(answer);
    return;
  }
  dialog.close();
  problem("");
  if (answer.body.go) location.href = answer.body.go;
  else if (answer.body.outcome === "failed") problem(answer.body.message);
  else toast(answer.body.message);
  asked.done(answer.body);
}

byId("handin-publish").addEventListener("click", () => send(byId("handin-publish").dataset.what));
byId("handin-submit").addEventListener("click", () => send("submit"));
byId("handin-cancel").addEventListener("click", () => dialog.close());
dialog.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  send(byId("handin-publish").dataset.what);
});
