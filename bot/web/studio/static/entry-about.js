/** What a topic is: title, department, group. */

import { api, byId, el, problem } from "/static/staff/staff.js";
import { bound, choice, counter, field } from "./entry-fields.js";

/** `departments`: {code, name}; `groups`: {key, title}. */
export function showAbout(content, { departments, groups, most }, changed) {
  const title = bound(content, "title", () => {
    byId("heading").textContent = content.title ?? "（还没有标题）";
    changed();
  });
  const office = choice([["", "请选择"], ...departments.map((each) => [each.code, each.name])], content.department ?? "", (code) => {
    content.department = code;
    changed();
  });
  const group = field("group", "分组", groupChoice(content, groups, changed));
  byId("about").replaceChildren(field("title", "标题", title, counter(title, most)), el("div", { class: "pair" }, field("department", "部门", office), group));
}

function groupChoice(content, groups, changed) {
  const options = [...groups.map((each) => [each.key, each.title]), ["", "新的分组…"]];
  const select = choice(options, content.group, async (key) => {
    const known = groups.find((each) => each.key === key);
    const group = known ?? (await newGroup(groups));
    if (group) {
      Object.assign(content, { group: group.key, group_title: group.title });
      changed();
    }
    select.replaceWith(groupChoice(content, groups, changed));
  });
  return select;
}

async function newGroup(groups) {
  const title = prompt("新分组的名称，例如“社保卡”：")?.trim();
  if (!title) return null;
  try {
    const found = await api(`/api/studio/group?title=${encodeURIComponent(title)}`);
    const group = { key: found.group, title: found.group_title };
    if (!groups.some((each) => each.key === group.key)) groups.push(group);
    return group;
  } catch {
    problem("新分组没有建成，请再试一次。");
    return null;
  }
}
