/** Two people changed the same entry: both states side by side, and one of them is chosen. */

import { byId, toast } from "/static/staff/staff.js";
import { differenceTable } from "./entry-diff.js";

/** Ask whose state is kept; nothing else can be done before. `mine()` gives the own state as text to copy. */
export function askWhose(answer, { mine, keepMine, takeTheirs }) {
  const dialog = byId("overtaken");
  const theirs = answer.draft ? `${answer.draft.by}（${answer.draft.at}）` : "现在用的";
  byId("overtaken-what").textContent = answer.error.message;
  byId("overtaken-differences").replaceChildren(differenceTable(answer.differences, theirs, "我的"));
  const chosen = (done) => () => {
    dialog.close();
    done(answer);
  };
  byId("overtaken-mine").onclick = chosen(keepMine);
  byId("overtaken-theirs").onclick = chosen(takeTheirs);
  byId("overtaken-copy").onclick = () => copy(mine());
  dialog.oncancel = (event) => event.preventDefault();
  if (!dialog.open) dialog.showModal();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // only https and this machine have a clipboard
    const area = document.createElement("textarea");
    area.value = text;
    byId("overtaken").append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast("我的内容已复制，可以粘贴到别处。");
}
