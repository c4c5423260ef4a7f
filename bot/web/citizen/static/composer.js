/** The input: Enter sends, Shift+Enter begins a line, an input method may use Enter itself; number keys pick options. */

import { byId } from "./dom.js";

export const LONGEST = 500;

export class Composer {
  #input = byId("input");
  #count = byId("count");
  #send = byId("form").querySelector("button");

  /** `send(text)` takes a sentence; `option(key)` returns the button that a number key presses, or null. */
  constructor(send, option) {
    this.#input.addEventListener("input", () => this.#measure());
    this.#input.addEventListener("keydown", (event) => this.#key(event, option));
    byId("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(send);
    });
    this.#measure();
  }

  /** Go back to the input, except where that would bring up a keyboard on the screen. */
  focus() {
    if (matchMedia("(pointer: fine)").matches) this.#input.focus();
  }

  #submit(send) {
    const text = this.#input.value.trim();
    if (!text || length(text) > LONGEST) return;
    this.#input.value = "";
    this.#measure();
    send(text);
  }

  #key(event, option) {
    const composing = event.isComposing || event.keyCode === 229; // Safari ends the composition before this event
    if (composing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      byId("form").requestSubmit();
      return;
    }
    const button = /^[1-9]$/.test(event.key) && !this.#input.value ? option(event.key) : null;
    if (button) {
      event.preventDefault();
      button.click();
    }
  }

  #measure() {
    const used = length(this.#input.value.trim());
    const over = used > LONGEST;
    this.#count.textContent = over ? `超出 ${used - LONGEST} 字，请分几次说` : `${used} / ${LONGEST}`;
    this.#count.classList.toggle("over", over);
    this.#input.setAttribute("aria-invalid", String(over));
    this.#send.disabled = over;
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight + 2}px`;
  }
}

/** Return the number of characters as the server counts them: code points, not UTF-16 units. */
const length = (text) => [...text].length;
