/** What every staff page needs: elements without ever reading text as HTML, asking the server, telling what happened. */

const TOLD_MS = 8000;
const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";
let clearing = 0;

export const byId = (id) => document.getElementById(id);

/** Return a new element; functions among `attributes` listen to the event of that name; strings become text. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value != null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "medium", timeStyle: "short" });
export const moment = (iso) => (iso ? clock.format(new Date(iso)) : "");

/** Return seconds as minutes and seconds. */
export const length = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

/**
 * Ask the server and return its answer. `body` is sent as JSON, a Blob as it is; with a body the method is POST unless
 * `method` says otherwise. A refusal is shown and thrown, its code as `error.code`, a wrong field as `error.field`; without a session one logs in again.
 */
export async function api(path, { method, body } = {}) {
  const file = body instanceof Blob;
  const request = { method: method ?? (body === undefined ? "GET" : "POST"), headers: { "X-CSRF-Token": csrf } };
  if (body !== undefined) request.body = file ? body : JSON.stringify(body);
  if (body !== undefined) request.headers["Content-Type"] = file ? body.type || "application/octet-stream" : "application/json";
  let response;
  try {
    response = await fetch(path, request);
  } catch {
    return refuse("连不上服务器，请检查网络。", "offline");
  }
  if (response.status === 401) location.href = "/agent/login";
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) return refuse(answer.error?.message ?? "没有成功，请稍后再试。", answer.error?.code, answer.error?.field);
  problem("");
  return answer;
}

/** Tell what was done; it goes by itself. What went wrong stays: see `problem`. */
export function toast(message) {
  byId("toast").textContent = message;
  clearTimeout(clearing);
  if (message) clearing = setTimeout(() => toast(""), TOLD_MS);
}

/** Show what went wrong until the next thing goes right; "" takes it away. */
export function problem(message) {
  if (message) toast("");
  byId("problem").textContent = message;
  byId("problem").hidden = !message;
}

function refuse(message, code, field) {
  problem(message);
  throw Object.assign(new Error(message), { code, field });
}
