/** The conversation on the screen: one element a turn, in order of `seq`, what isn't sent yet at the end. */

import { el } from "./dom.js";
import { replyParts, wordsOf } from "./cards.js";

const NAMES = { citizen: "我", robot: "小政", agent: "坐席", system: "" };

export class ChatLog {
  #root;
  #actions;
  #live = null;

  /** `actions`: pick(option), retry(clientId), arrived(clientId), shown(element), and read(seq, button) if there is a voice. */
  constructor(root, actions) {
    this.#root = root;
    this.#actions = actions;
    this.agentName = null;
  }

  /** Show a sentence that is on its way. */
  pending(clientId, text) {
    const turn = bubble("citizen", NAMES.citizen, text);
    turn.dataset.client = clientId;
    turn.classList.add("sending");
    this.#root.append(turn);
    this.#show(turn);
  }

  /** Show that a sentence did not arrive; with `again` it can be sent again. */
  failed(clientId, reason, again) {
    const turn = this.#pendingTurn(clientId);
    if (!turn) return;
    turn.classList.remove("sending");
    turn.querySelector(".fault")?.remove();
    const retry = again && el("button", { type: "button", click: () => this.#retry(turn, clientId) }, "未发送，点此重试");
    turn.append(el("div", { class: "fault" }, el("span", {}, reason), retry));
    this.#show(turn);
  }

  #retry(turn, clientId) {
    turn.querySelector(".fault").remove();
    turn.classList.add("sending");
    this.#actions.retry(clientId);
  }

  /** Note that the sentence arrived as turn `seq`. */
  said(clientId, seq) {
    const turn = this.#pendingTurn(clientId);
    if (!turn) return; // the WebSocket was quicker
    if (this.#find(seq)) turn.remove();
    else this.#settle(turn, seq);
  }

  /** Show a turn from the server. */
  add(turn) {
    if (turn.speaker === "citizen" && this.#adopt(turn)) return;
    const element = this.#build(turn);
    this.#place(element, turn.seq);
    this.#expire();
    this.#show(element);
  }

  /** Show what is being heard; an empty text takes it away. */
  hearing(text) {
    if (!text) {
      this.#live?.remove();
      this.#live = null;
      return;
    }
    if (!this.#live) {
      this.#live = bubble("citizen", "正在听", "");
      this.#live.classList.add("live");
      this.#live.setAttribute("aria-hidden", "true"); // a screen reader gets the finished sentence
    }
    this.#live.querySelector(".words").textContent = text;
    this.#root.append(this.#live);
    this.#show(this.#live);
  }

  /** Return the button of option `key` that is on offer, or null. */
  option(key) {
    return [...this.#root.querySelectorAll(".options button:enabled")].find((each) => each.value === key) ?? null;
  }

  /** A citizen's turn from the server is the one that waits here with the same words, if there is one. */
  #adopt(turn) {
    this.hearing("");
    const same = [...this.#root.querySelectorAll("[data-client]")].find((each) => bare(each) === squeeze(turn.text));
    if (!same) return false;
    this.#actions.arrived(same.dataset.client);
    this.#settle(same, turn.seq);
    return true;
  }

  #settle(turn, seq) {
    turn.classList.remove("sending");
    turn.querySelector(".fault")?.remove();
    delete turn.dataset.client;
    if (this.#after(seq) === turn.nextElementSibling) turn.dataset.seq = seq; // moving it would have it read out again
    else this.#place(turn, seq);
    this.#expire();
  }

  #build(turn) {
    const reply = turn.payload ?? {};
    const name = turn.speaker === "agent" && this.agentName ? `坐席 ${this.agentName}` : NAMES[turn.speaker];
    const element = bubble(turn.speaker, name, turn.speaker === "robot" ? wordsOf(turn.text, reply) : turn.text);
    if (turn.speaker !== "robot") return element;
    if (turn.kind === "emergency") element.classList.add("emergency");
    element.querySelector(".bubble").append(...replyParts(reply, turn.seq, this.#actions));
    return element;
  }

  #place(element, seq) {
    element.dataset.seq = seq;
    this.#root.insertBefore(element, this.#after(seq));
  }

  /** Return the first element that comes after turn `seq`: a later turn or one that isn't sent yet. */
  #after(seq) {
    const later = (each) => each.dataset.client || each === this.#live || Number(each.dataset.seq) > seq;
    return [...this.#root.children].find(later) ?? null;
  }

  /** Options mean something to the robot until the citizen says the next thing. */
  #expire() {
    const newest = Number([...this.#root.querySelectorAll(".citizen[data-seq]")].at(-1)?.dataset.seq ?? 0);
    for (const button of this.#root.querySelectorAll(".options button:enabled")) {
      button.disabled = Number(button.closest(".turn").dataset.seq) < newest;
    }
  }

  #pendingTurn(clientId) {
    return this.#root.querySelector(`[data-client="${clientId}"]`);
  }

  #find(seq) {
    return this.#root.querySelector(`[data-seq="${seq}"]`);
  }

  #show(element) {
    this.#actions.shown(element);
  }
}

function bubble(speaker, name, text) {
  return el(
    "article",
    { class: `turn ${speaker}` },
    name && el("h3", { class: "who" }, name),
    el("div", { class: "bubble" }, el("p", { class: "words" }, text)),
  );
}

const squeeze = (text) => text.replace(/[\s\p{Cc}\p{Cf}]/gu, "");
const bare = (turn) => squeeze(turn.querySelector(".words").textContent);
