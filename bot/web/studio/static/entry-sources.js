/** What an answer rests on: documents, with number, article, year. */

import { byId, el } from "/static/staff/staff.js";
import { bound, field, removal, year } from "./entry-fields.js";

/** `known`: documents that answers rest on already; choosing one fills in its number and year. */
export function sourceList(answer, place, known, changed) {
  const box = el("div", { class: "sources", "data-place": `${place}.sources` });
  const show = () => {
    const rows = (answer.sources ?? []).map((source, number) => row(source, number));
    const add = el("button", { type: "button", class: "small", click: () => {
      answer.sources = [...(answer.sources ?? []), { name: "", number: "", article: "" }];
      show();
      box.querySelector(".source:last-of-type input").focus();
      changed();
    } }, "加一条依据");
    box.replaceChildren(el("p", { class: "label" }, "依据（哪份文件说的）"), el("div", { class: "remarks" }), ...rows, add);
  };

  function row(source, number) {
    const at = `${place}.sources.${number}`;
    const name = kept(source, "name", changed, { list: "known-sources", change: () => fill(source, known, show, changed) });
    const remove = removal(`删除依据 ${number + 1}`, () => {
      answer.sources.splice(number, 1);
      show();
      changed();
    });
    return el("div", { class: "source", "data-place": at },
      field(`${at}.name`, "文件名称", name),
      field(`${at}.number`, "文号", kept(source, "number", changed)),
      field(`${at}.article`, "条款", kept(source, "article", changed)),
      field(`${at}.year`, "年份", year(source, changed, { maxlength: 4 })),
      field(`${at}.expires`, "失效日期", bound(source, "expires", changed, { type: "date" })),
      remove,
      el("div", { class: "remarks" }));
  }

  show();
  return box;
}

/** A field that may be empty: the name stays, as in the files. */
function kept(source, name, changed, attributes = {}) {
  const input = el("input", { autocomplete: "off", ...attributes, input: () => {
    source[name] = input.value;
    changed();
  } });
  input.value = source[name] ?? "";
  return input;
}

function fill(source, known, show, changed) {
  const found = known.find((each) => each.name === source.name);
  if (!found || source.number || source.year) return;
  Object.assign(source, { number: found.number ?? "" }, found.year ? { year: found.year } : {});
  show();
  changed();
}

export function offerSources(known) {
  byId("known-sources").replaceChildren(...known.map((each) => el("option", { value: each.name })));
}
