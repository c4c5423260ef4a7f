/** What this tab remembers: which conversation it is in, and what could not be sent yet. */

import { randomKey } from "./dom.js";

const ID = "session_id";
const UNSENT = "unsent";

export class Session {
  #unsent = new Map();

  constructor() {
    this.id = sessionStorage.getItem(ID);
    this.known = this.id !== null; // whether the server may know it already
    try {
      this.#unsent = new Map(JSON.parse(sessionStorage.getItem(UNSENT) ?? "[]"));
    } catch {
      sessionStorage.removeItem(UNSENT);
    }
    if (!this.known) this.renew();
  }

  /**
   * Begin a new conversation. The page chooses its id, so that a first message that is sent twice, because the answer
   * got lost, still belongs to one conversation.
   */
  renew() {
    this.id = randomKey();
    this.known = false;
  }

  /** Remember the conversation for a reload, from its first message on. */
  keep() {
    this.known = true;
    sessionStorage.setItem(ID, this.id);
  }

  /** Return what is not sent yet, as [client_id, text] pairs. */
  get unsent() {
    return [...this.#unsent];
  }

  putOff(clientId, text) {
    this.#unsent.set(clientId, text);
    this.#write();
  }

  settle(clientId) {
    this.#unsent.delete(clientId);
    this.#write();
  }

  #write() {
    sessionStorage.setItem(UNSENT, JSON.stringify(this.unsent));
  }
}
