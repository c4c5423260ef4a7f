/** Saves a draft by itself a second after the last change; what isn't saved yet also lies in this browser. */

import { ask, canonical, reason } from "./entry-net.js";

const DELAY_MS = 1000;
const AGAIN_MS = [2000, 5000, 15000, 30000];

export class Saver {
  #timer = 0;
  #running = null;
  #dirty = false;
  #failures = 0;
  #lost = []; // what was sent without an answer: it may have been saved all the same
  #path;
  #store;

  /**
   * `content()` gives the entry as it stands; `told(state, message)` hears saved, waiting, saving, failed, overtaken;
   * `saved(view)` gets the server's answer, `overtaken(answer)` what somebody else has saved first.
   */
  constructor({ kind, key, user, view, content, told, saved, overtaken }) {
    Object.assign(this, { content, told, saved, overtaken });
    this.#path = `/api/studio/edit/${kind}/${encodeURIComponent(key)}`;
    this.#store = `faq:${user}:${kind}:${key}`;
    this.take(view);
  }

  take({ draft, base }) {
    this.version = draft?.version ?? null;
    this.base = base;
  }

  get settled() {
    return !this.#dirty && !this.#running;
  }

  /** Return what this browser still holds unsaved, or null. */
  held() {
    try {
      return JSON.parse(localStorage.getItem(this.#store));
    } catch {
      return null;
    }
  }

  /** Go on with what this browser holds: it is saved, or compared when somebody else was quicker. */
  resume(held) {
    Object.assign(this, { version: held.version, base: held.base });
    this.#lost = held.lost ?? [];
    this.edit();
  }

  /** Note that something was changed. */
  edit() {
    this.#dirty = true;
    this.#keep();
    if (this.stopped) return;
    this.told("waiting");
    this.#later(DELAY_MS);
  }

  /** Save now; return whether everything is saved. */
  flush() {
    clearTimeout(this.#timer);
    this.#running ??= this.#run().finally(() => (this.#running = null));
    return this.#running;
  }

  /** After a comparison: save what stands here over theirs. */
  keepMine(answer) {
    this.take(answer);
    this.stopped = false;
    this.#dirty = true;
    return this.flush();
  }

  /** After a comparison, or when the draft is given up: forget what stands here. */
  forget(answer) {
    clearTimeout(this.#timer);
    if (answer) this.take(answer);
    this.stopped = this.#dirty = false;
    this.#lost = [];
    this.#drop();
    this.told("saved");
  }

  async #run() {
    while (this.#dirty && !this.stopped) {
      this.#dirty = false;
      const content = this.content();
      this.told("saving");
      const answer = await ask(this.#path, { content, version: this.version, base: this.base }, "PUT");
      if (answer.status === 200) this.#took(answer.body);
      else if (!this.#refused(answer, content)) return false;
    }
    return !this.#dirty && !this.stopped;
  }

  #took(view) {
    this.#failures = 0;
    this.#lost = [];
    this.take(view);
    this.#dirty ? this.#keep() : this.#drop();
    if (!this.#dirty) this.told("saved");
    this.saved(view);
  }

  /** Return whether to try again at once. */
  #refused(answer, content) {
    this.#dirty = true;
    if (answer.status === 409) return this.#meet(answer.body);
    if (answer.status === 0) this.#lost = [...this.#lost.slice(-4), canonical(content)];
    this.#keep();
    this.told("failed", reason(answer));
    if (answer.status === 0 || answer.status === 401 || answer.status >= 500) {
      this.#later(AGAIN_MS[Math.min(this.#failures++, AGAIN_MS.length - 1)]);
    }
    return false;
  }

  #meet(answer) {
    if (this.#lost.includes(canonical(answer.theirs))) { // our own, whose answer got lost
      this.take(answer);
      this.#lost = [];
      return true;
    }
    this.stopped = true;
    this.told("overtaken");
    this.overtaken(answer);
    return false;
  }

  #later(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), ms);
  }

  #keep() {
    const held = { content: this.content(), version: this.version, base: this.base, lost: this.#lost };
    try {
      localStorage.setItem(this.#store, JSON.stringify(held));
    } catch {} // full or switched off: what is on the page is still saved in a second
  }

  #drop() {
    localStorage.removeItem(this.#store);
  }
}
