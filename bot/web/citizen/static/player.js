/** Plays PCM16 as it comes, without gaps, and falls silent at once when told to. */

const LEAD_S = 0.08; // what the first piece waits, so that the second is there in time

export class Player {
  #context;
  #sources = new Set();
  #next = 0; // when what is queued will have been played, on the context's clock
  #idle;

  /** `idle()` is called when all has been played or thrown away. */
  constructor(context, idle) {
    this.#context = context;
    this.#idle = idle;
    this.rate = 16_000;
  }

  get playing() {
    return this.#sources.size > 0;
  }

  /** Queue an ArrayBuffer of PCM16 LE mono at `rate`. */
  play(buffer) {
    const pcm = new Int16Array(buffer);
    if (pcm.length === 0) return;
    const sound = this.#context.createBuffer(1, pcm.length, this.rate);
    sound.copyToChannel(Float32Array.from(pcm, (sample) => sample / 32768), 0);
    const source = new AudioBufferSourceNode(this.#context, { buffer: sound });
    source.connect(this.#context.destination);
    this.#next = Math.max(this.#next, this.#context.currentTime + (this.playing ? 0 : LEAD_S));
    source.start(this.#next);
    this.#next += sound.duration;
    this.#sources.add(source);
    source.addEventListener("ended", () => this.#done(source));
  }

  /** Throw away all that isn't played yet. */
  flush() {
    for (const source of this.#sources) source.stop();
    const was = this.playing;
    this.#sources.clear();
    this.#next = 0;
    if (was) this.#idle();
  }

  #done(source) {
    if (this.#sources.delete(source) && !this.playing) this.#idle();
  }
}
