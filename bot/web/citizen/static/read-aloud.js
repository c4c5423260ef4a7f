/** Reads one answer at a time aloud, from the server's own voice. */

export class ReadAloud {
  #session;
  #audio = null;
  #button = null;

  /** `session()` returns the id of the conversation. */
  constructor(session) {
    this.#session = session;
  }

  /** Read answer `seq`, or stop when it is being read. */
  async toggle(seq, button) {
    const same = this.#button === button;
    this.stop();
    if (same) return;
    const audio = new Audio(`/api/speech/${this.#session()}/${seq}`);
    audio.addEventListener("ended", () => this.#audio === audio && this.stop());
    this.#audio = audio;
    this.#button = button;
    label(button, "停止朗读", "■ 停止");
    try {
      await audio.play();
    } catch {
      if (this.#audio !== audio) return; // stopped before it began
      this.stop();
      button.textContent = "暂时不能朗读";
    }
  }

  stop() {
    this.#audio?.pause();
    if (this.#button) label(this.#button, "朗读这条回答", "朗读");
    this.#audio = this.#button = null;
  }
}

function label(button, name, text) {
  button.setAttribute("aria-label", name);
  button.textContent = text;
}
