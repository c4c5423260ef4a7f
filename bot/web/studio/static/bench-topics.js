/** Choosing a topic by its title. */

import { api, byId, el } from "/static/staff/staff.js";

let topics = [];

/** Ask for the topics and offer them in the list `topics`. */
export async function loadTopics() {
  topics = (await api("/api/studio/bench/topics")).topics;
  byId("topics").replaceChildren(...topics.map((each) => el("option", { value: shown(each) }, each.group)));
}


/** Return the id of the topic that stands in `field`; null for an empty one, undefined for words that are no title. */
export function chosen(field) {
  const said = field.value.trim();
  const found = topics.find((each) => shown(each) === said);
  field.setCustomValidity(said && !found ? "请从列表里选一个主题。" : "");
  if (said && !found) field.reportValidity();
  return said ? found?.id : null;
}

/** Two topics may have the same title: then the id tells them apart. */
function shown(topic) {
  const same = topics.filter((each) => each.title === topic.title).length > 1;
  return same ? `${topic.title}（${topic.id}）` : topic.title;
}
