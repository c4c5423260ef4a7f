/** Local values that belong to a topic's answer: which one, how it is called, in which sentence it is said. */

import { byId, el } from "/static/staff/staff.js";
import { bound, choice, field, removal } from "./entry-fields.js";

/** `values`: {key, label, value}. */
export function showLocal(content, values, changed) {
  const again = () => {
    showLocal(content, values, changed);
    changed();
  };
  const rows = (content.local ?? []).map((need, number) => row(content, need, number, values, changed, again));
  const add = el("button", { type: "button", class: "small", click: () => {
    content.local = [...(content.local ?? []), {}];
    again();
    byId("local").querySelector(".need:last-of-type select").focus();
  } }, "加一个本地值");
  const about = el("p", { class: "soft" }, "各地不同的数额、日期放在这里。填了值就接在答案后面说；没填的，小政请市民问当地。");
  byId("local").replaceChildren(about, ...rows, el("p", { class: "buttons" }, add, el("a", { href: "/admin/faq/values", target: "_blank" }, "去填本地值")));
}

function row(content, need, number, values, changed, again) {
  const place = `local.${number}`;
  const options = [["", "请选择"], ...values.map((each) => [each.key, `${each.label}${each.value == null ? "（没填）" : `：${each.value}`}`])];
  const which = choice(options, need.key ?? "", (key) => {
    const value = values.find((each) => each.key === key);
    if (value) Object.assign(need, { key, label: value.label }, need.say ? {} : { say: `{region}${value.label}是{value}。` });
    else delete need.key;
    again();
  });
  const remove = removal(`删除本地值 ${number + 1}`, () => {
    content.local.splice(number, 1);
    again();
  });
  return el("div", { class: "need", "data-place": place },
    field(`${place}.key`, "本地值", which),
    field(`${place}.label`, "没填时叫它什么", bound(need, "label", changed)),
    field(`${place}.say`, "填了以后怎么说（{value} 是值，{region} 是地名）", bound(need, "say", changed)),
    remove,
    el("div", { class: "remarks" }));
}
