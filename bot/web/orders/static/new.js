/** A new order: registered once, then shown. */

import { api, byId, newKey } from "/static/staff/staff.js";
import { once, ready, values } from "./form.js";

const form = byId("new");
const key = newKey();

form.addEventListener("submit", (event) => {
  event.preventDefault();
  once(form, async () => {
    const { kind, matter, place, occurred, callback_phone, keep_secret } = values(form);
    const body = { kind, matter, place: place ?? "", occurred: occurred ?? "", callback_phone: callback_phone ?? "", keep_secret: Boolean(keep_secret), client_id: key };
    const { number } = await api(form.dataset.api, { body });
    location.href = `${form.dataset.page}/${number}`;
    await new Promise(() => {});
  });
});
ready();
