/** Asking the staff's interface. */

import { api } from "/static/staff/staff.js";

const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";

/** Ask `/api/agent/…`, with values or a file if there is a `body`; see `api`. */
export const ask = (path, body, method) => api(`/api/agent/${path}`, { body, method });

/** Ask in the background: null when it didn't work, and nothing is shown. `keepalive` lets it outlive the page. */
export async function look(path, body, method = body === undefined ? "GET" : "POST", keepalive = false) {
  const headers = { "X-CSRF-Token": csrf, ...(body === undefined ? {} : { "Content-Type": "application/json" }) };
  try {
    const response = await fetch(`/api/agent/${path}`, { method, headers, keepalive, body: body === undefined ? undefined : JSON.stringify(body) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
