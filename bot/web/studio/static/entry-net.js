/** Asking the server without disturbing who types: the status and the answer come back, nothing is thrown or shown. */

const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";

/** Return {status, body}; status 0: the server can't be reached. */
export async function ask(path, body, method = "POST") {
  const request = { method, headers: { "X-CSRF-Token": csrf, "Content-Type": "application/json" }, body: JSON.stringify(body) };
  try {
    const response = await fetch(path, request);
    return { status: response.status, body: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, body: {} };
  }
}

/** Return what went wrong, for people. */
export function reason({ status, body }) {
  if (status === 0) return "连不上服务器";
  if (status === 401) return "登录已过期，请在另一个窗口重新登录";
  if (status === 413) return "内容太长";
  return body.error?.message ?? "服务器出错";
}

/** Return the sound of a text as an address for a player. Throws with a message for people. */
export async function soundOf(text) {
  const headers = { "X-CSRF-Token": csrf, "Content-Type": "application/json" };
  const response = await fetch("/api/studio/preview/sound", { method: "POST", headers, body: JSON.stringify({ text }) }).catch(() => null);
  if (!response) throw new Error("连不上服务器，请检查网络。");
  if (!response.ok) throw new Error((await response.json().catch(() => ({}))).error?.message ?? "放不出来，请稍后再试。");
  return URL.createObjectURL(await response.blob());
}

/** Return content as a text that is the same for the same content, whatever the order of its names. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  const names = Object.keys(value).filter((name) => value[name] !== undefined).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}

/** Return content as it is sent: without names that hold nothing, but for those that the files keep empty. */
export function tidy(value) {
  if (Array.isArray(value)) return value.map(tidy);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).map(([name, each]) => [name, tidy(each)]);
  const holds = ([name, each]) => !(each == null || each === "" || (Array.isArray(each) && !each.length)) || name === "number" || name === "article";
  return Object.fromEntries(kept.filter(holds));
}
