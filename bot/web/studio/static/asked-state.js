/** What the page knows: groups that are left, the one that is looked at, topics, what was done. */

export const state = { clusters: [], at: null, topics: [], done: [], more: false, trouble: "", group: "" };

const NOBODY = "没有猜到";

/** Return the name under which a group is filtered. */
export const groupOf = (cluster) => cluster.group || NOBODY;

/** Return the groups that the filters let through. */
export function visible() {
  return state.clusters.filter(
    (each) =>
      (!state.trouble || each.troubles.some((one) => one.value === state.trouble)) &&
      (!state.group || groupOf(each) === state.group),
  );
}

export const current = () => state.clusters.find((each) => each.id === state.at) ?? null;

/** Take sentences out of the groups; who becomes empty goes, and the next one comes in its place. */
export function drop(keys) {
  const gone = new Set(keys);
  const shown = visible();
  const place = shown.findIndex((each) => each.id === state.at);
  for (const each of state.clusters) {
    each.sentences = each.sentences.filter((one) => !gone.has(one.key));
    each.count = each.sentences.reduce((sum, one) => sum + one.count, 0);
    if (each.sentences.length) each.example = each.sentences[0].text;
  }
  state.clusters = state.clusters.filter((each) => each.sentences.length);
  if (current()) return;
  const left = visible();
  state.at = left[Math.min(Math.max(place, 0), left.length - 1)]?.id ?? null;
}

/** Return what is left in words. */
export function progress() {
  const sentences = state.clusters.reduce((sum, each) => sum + each.sentences.length, 0);
  const today = new Date().toDateString();
  const mine = state.done.filter((each) => each.own && new Date(each.at).toDateString() === today);
  const done = mine.reduce((sum, each) => sum + each.keys.length, 0);
  const left = sentences ? `还有 ${sentences} 条，合成 ${state.clusters.length} 组` : "都处理完了";
  return `${left}${state.more ? "（先看问得最多的，做完再来）" : ""}${done ? `；您今天处理了 ${done} 条` : ""}`;
}
