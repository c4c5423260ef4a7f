/** Keyboard for everything. Alt and a letter work while one writes; the letter is the key's place, whatever the input method. */

import { show } from "./desk-dialogs.js";
import { byId, el } from "/static/staff/staff.js";

/** `shortcuts`: { code: [keys as people read them, what they do, action] }, by KeyboardEvent.code. */
export function keys(shortcuts) {
  const told = Object.values(shortcuts).map(([name, what]) => [name, what]);
  told.push(["Alt+1 … Alt+9", "打开我的第几个会话"], ["回车 / Shift+回车", "发送 / 换行"], ["/", "空白时打开常用语"], ["Esc", "关闭窗口"], ["?", "这张表"]);
  byId("shortcuts").replaceChildren(...told.map(([name, what]) => el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, name)), el("td", {}, what))));
  byId("help-open").addEventListener("click", () => show("help"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !event.target.closest("input, textarea, select")) {
      event.preventDefault();
      show("help");
      return;
    }
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const nth = /^Digit([1-9])$/.exec(event.code);
    const action = nth ? () => byId("mine").children[nth[1] - 1]?.querySelector("[data-do=open]").click() : shortcuts[event.code]?.[2];
    if (!action || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    action();
  });
}
