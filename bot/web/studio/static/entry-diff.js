/** What differs between two states of an entry, as a table in which the changed part of each text is marked. */

import { el } from "/static/staff/staff.js";

export function differenceTable(differences, before, after) {
  const heads = ["哪里", before, after].map((text) => el("th", { scope: "col" }, text));
  const rows = differences.map((each) => {
    const [left, right] = marked(each.before, each.after);
    return el("tr", {}, el("th", { scope: "row" }, each.where), cell(left, "del"), cell(right, "ins"));
  });
  return el("table", { class: "differences" }, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows));
}

function cell(parts, name) {
  if (!parts) return el("td", { class: "soft" }, "（没有）");
  const [start, middle, end] = parts;
  return el("td", {}, start, middle && el(name, {}, middle), end);
}

/** Return both texts in three parts: the same beginning, what differs, the same end. */
function marked(before, after) {
  if (before == null || after == null) return [before == null ? null : ["", before, ""], after == null ? null : ["", after, ""]];
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < least - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return [before, after].map((text) => [text.slice(0, start), text.slice(start, text.length - end), text.slice(text.length - end)]);
}
