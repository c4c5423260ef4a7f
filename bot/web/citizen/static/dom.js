/** Building pages without ever reading text as HTML. */

/**
 * Return a new element. `attributes` become attributes, except functions, which listen to the event of that name;
 * false, null and undefined are left out. Strings among `children` become text.
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

/** Return the element with this id. */
export const byId = (id) => document.getElementById(id);

const CHINA = { timeZone: "Asia/Shanghai", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false };
const clock = new Intl.DateTimeFormat("zh-CN", CHINA);

/** Return an ISO moment as people in China read it, such as 11月23日 18:05. */
export const moment = (iso) => (iso ? clock.format(new Date(iso)) : "");

/** Return a random key of 128 bits. crypto.randomUUID is missing on plain HTTP, which an intranet may use. */
export function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
