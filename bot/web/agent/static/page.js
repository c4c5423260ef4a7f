/** Building the staff's page without ever reading text as HTML, and asking the server. */

const csrf = document.querySelector("meta[name=csrf]").content;

export const byId = (id) => document.getElementById(id);

/** Return a new element; functions among `attributes` listen to the event of that name; strings become text. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value != null && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "medium", timeStyle: "short" });
export const moment = (iso) => (iso ? clock.format(new Date(iso)) : "");

/** Return seconds as minutes and seconds. */
export const length = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

/** Ask the server, with values or a file if there is a `body`; a refusal is shown to the agent and thrown. */
export async function ask(path, body, method = "POST") {
  const file = body instanceof Blob;
  const request = body === undefined ? {} : { method, body: file ? body : JSON.stringify(body) };
  const headers = { "Content-Type": file ? "audio/wav" : "application/json", "X-CSRF-Token": csrf };
  let response;
  try {
    response = await fetch(`/api/agent/${path}`, { ...request, headers });
  } catch {
    return refuse("连不上服务器，请检查网络。");
  }
  if (response.status === 401) location.href = "/agent/login";
  const answer = await response.json();
  if (!response.ok) return refuse(answer.error?.message ?? "没有成功。");
  tell("");
  return answer;
}

function refuse(message) {
  tell(message);
  throw new Error(message);
}

function tell(message) {
  byId("problem").textContent = message;
  byId("problem").hidden = !message;
}
