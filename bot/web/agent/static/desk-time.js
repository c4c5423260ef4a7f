/** Times that tick: an element with `data-since` shows how long that is ago. */

import { now } from "./desk-state.js";

export function ago(iso) {
  const seconds = Math.max(0, Math.floor((now() - new Date(iso)) / 1000));
  if (seconds < 60) return `${seconds} 秒`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} 分 ${String(seconds % 60).padStart(2, "0")} 秒` : `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分`;
}

const tick = () => document.querySelectorAll("[data-since]").forEach((each) => {
  const told = (each.dataset.told ?? "") + ago(each.dataset.since);
  if (each.textContent !== told) each.textContent = told;
});
setInterval(tick, 1000);
