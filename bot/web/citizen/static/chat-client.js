/**
 * The conversation with the server: sends over HTTP, listens on a WebSocket, catches up after every gap.
 * Events: "turn" (told once each, not always in order of seq), "said" (clientId, seq), "owner", "queue", "link" (boolean).
 */

const PATIENCE_MS = 20_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

export class ChatError extends Error {
  /** `again` tells whether the same message may succeed later. */
  constructor(message, status, again) {
    super(message);
    this.status = status;
    this.again = again;
  }
}

export class ChatClient extends EventTarget {
  #session;
  #seen = new Set();
  #complete = 0; // all turns up to this one are here
  #socket = null;
  #pause = FIRST_PAUSE_MS;

  constructor(session) {
    super();
    this.#session = session;
    addEventListener("online", () => this.#socket === null && this.#session.known && this.connect());
  }

  /** Send a sentence and take the answers. The same `clientId` never counts twice. Raises ChatError. */
  async say(text, clientId) {
    const body = { session_id: this.#session.id, text, client_id: clientId };
    const said = await request("/api/chat", { method: "POST", body: JSON.stringify(body) });
    this.#session.keep();
    if (this.#socket === null) this.connect();
    this.#seenAs(said.seq);
    this.#tell("said", { clientId, seq: said.seq });
    for (const reply of said.replies) this.replied(reply);
    this.#tell("owner", { owner: said.owner });
  }

  /** Show a robot's reply that came outside the WebSocket. */
  replied(reply) {
    this.#turn({ seq: reply.seq, speaker: "robot", text: reply.text, kind: reply.kind, payload: reply });
  }

  /** Fetch the turns that are missing. Raises ChatError; with status 404 the conversation is gone. */
  async catchUp() {
    const path = `/api/chat/${this.#session.id}/turns?after=${this.#complete}`;
    const { owner, turns } = await request(path);
    for (const turn of turns) this.#turn(turn);
    this.#tell("owner", { owner });
  }

  /** Tell what the citizen thinks of this talk. Raises ChatError. */
  rate(rating) {
    return request(`/api/chat/${this.#session.id}/rating`, { method: "PUT", body: JSON.stringify(rating) });
  }

  /** Listen from now on, for ever: a lost connection is made again. */
  connect() {
    if (this.#socket !== null) return;
    const address = new URL(`/api/chat/${this.#session.id}`, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#opened());
    socket.addEventListener("message", (event) => this.#take(JSON.parse(event.data)));
    socket.addEventListener("close", () => this.#lost(socket));
  }

  async #opened() {
    this.#pause = FIRST_PAUSE_MS;
    try {
      await this.catchUp();
      this.#tell("link", true);
    } catch {
      this.#socket?.close();
    }
  }

  #lost(socket) {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#tell("link", false);
    setTimeout(() => this.connect(), this.#pause * (0.75 + Math.random() / 2)); // not all pages at once
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
  }

  #take(event) {
    if (event.type === "turn") this.#turn(event.turn);
    else if (event.type === "owner" || event.type === "queue") this.#tell(event.type, event);
  }

  #turn(turn) {
    if (this.#seenAs(turn.seq)) this.#tell("turn", turn);
  }

  /** Note that turn `seq` is here; return whether it is news. */
  #seenAs(seq) {
    if (this.#seen.has(seq)) return false;
    this.#seen.add(seq);
    while (this.#seen.has(this.#complete + 1)) this.#complete += 1;
    return true;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

async function request(path, options = {}) {
  let response;
  let body;
  try {
    response = await fetch(path, {
      ...options,
      headers: { "Content-Type": "application/json" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    body = await response.json();
  } catch {
    throw new ChatError("网络不通", 0, true);
  }
  if (response.ok) return body;
  const again = response.status === 429 || response.status >= 500;
  throw new ChatError(body?.error?.message ?? "请求没有成功。", response.status, again);
}
