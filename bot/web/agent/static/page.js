/** Asking the staff's interface. */

import { api } from "/static/staff/staff.js";

/** Ask `/api/agent/…`, with values or a file if there is a `body`; see `api`. */
export const ask = (path, body, method) => api(`/api/agent/${path}`, { body, method });
