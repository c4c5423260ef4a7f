/** Fields of the editor: each knows its place in the entry, writes into it, and has room for remarks below. */

import { el } from "/static/staff/staff.js";

let numbered = 0;

/** Return a labelled field at `place`; `beside` stands at the right of the label. */
export function field(place, label, input, beside) {
  input.id ||= `field-${(numbered += 1)}`;
  const said = `${input.id}-remarks`;
  input.setAttribute("aria-describedby", said);
  return el("div", { class: "field", "data-place": place }, el("span", { class: "label" }, el("label", { for: input.id }, label), beside), input, el("div", { id: said, class: "remarks" }));
}

/** Return an input that writes into `object[name]`; an empty one takes the name away. */
export function bound(object, name, changed, attributes = {}) {
  const input = el("input", { autocomplete: "off", ...attributes, input: () => write(object, name, input.value, changed) });
  input.value = object[name] ?? "";
  return input;
}

/** Return an area of lines that writes into `object[name]` and grows with its text. */
export function lines(object, name, changed, attributes = {}) {
  const area = el("textarea", { spellcheck: "false", ...attributes, input: () => write(object, name, area.value, changed) });
  area.value = object[name] ?? "";
  return area;
}

function write(object, name, value, changed) {
  if (value === "") delete object[name];
  else object[name] = value;
  changed();
}

/** Return a number field: a year; anything else is kept as it was written, and the check says so. */
export function year(object, changed, attributes = {}) {
  const input = el("input", { inputmode: "numeric", autocomplete: "off", ...attributes, input: () => {
    const said = input.value.trim();
    write(object, "year", /^\d{4}$/.test(said) ? Number(said) : said, changed);
  } });
  input.value = object.year ?? "";
  return input;
}

/** Return a count of the characters in `area`, such as 32/80, that says when there are too many. */
export function counter(area, most) {
  const count = el("span", { class: "count" });
  const show = () => {
    const length = area.value.trim().length;
    count.textContent = `${length}/${most} 字`;
    count.classList.toggle("over", length > most);
  };
  area.addEventListener("input", show);
  show();
  return count;
}

/** Return a choice; `options` are [value, text]. */
export function choice(options, value, chosen, attributes = {}) {
  const select = el("select", { ...attributes, change: () => chosen(select.value) }, ...options.map(([each, text]) => el("option", { value: each }, text)));
  select.value = value;
  return select;
}

/** Return a small button that takes something away. */
export function removal(label, remove) {
  return el("button", { type: "button", class: "small", "aria-label": label, title: label, click: remove }, "×");
}
