/** What a local value's row is made of: fields to write in, the topics that say it, remarks. */

import { el } from "/static/staff/staff.js";

const CELLS = [["label", "名称"], ["value", "值"], ["as_of", "口径日期", "date"], ["source", "出处"], ["expires", "失效日期", "date"]];

/** Return the cells with the fields; `write(name, value)` is told what is typed. */
export function cells(content, title, write) {
  return CELLS.map(([name, label, type]) => {
    const remarks = el("div", { class: "remarks", "data-place": name });
    const input = field(content, name, `${title}：${label}`, type, write);
    return el(name === "label" ? "th" : "td", { scope: name === "label" && "row", class: `cell-${name}` }, input, remarks);
  });
}

function field(content, name, label, type, write) {
  const shape = type ? { type } : { rows: 1, class: "grows" };
  const input = el(type ? "input" : "textarea", { ...shape, "aria-label": label, autocomplete: "off", spellcheck: "false", "data-name": name, input: () => write(name, input.value), keydown: (event) => move(event, name) });
  input.value = content[name] ?? "";
  return input;
}

/** Enter and the arrows go from row to row, as in a sheet. */
function move(event, name) {
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.isComposing || event.shiftKey || (event.target.type === "date" && event.key !== "Enter")) return;
  event.preventDefault();
  let next = event.target.closest("tr");
  do next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
  while (next?.hidden);
  next?.querySelector(`[data-name=${name}]`)?.focus();
}

export function usedBy(topics) {
  if (!topics.length) return [el("span", { class: "soft" }, "没有主题在用")];
  const [first, ...rest] = topics.map((each) => el("a", { href: `/admin/faq/entries/${each.key}` }, each.title));
  return rest.length ? [first, el("details", {}, el("summary", {}, `还有 ${rest.length} 个`), ...rest.map((each) => el("div", {}, each)))] : [first];
}

/** Show what blocks publishing at the fields that it is about. */
export function showErrors(row, errors) {
  row.querySelectorAll(".remarks").forEach((each) => each.replaceChildren());
  for (const each of errors) {
    const place = row.querySelector(`[data-place="${each.place}"]`) ?? row.querySelector("[data-place=value]");
    place?.append(el("p", { class: "error" }, each.message));
  }
}
