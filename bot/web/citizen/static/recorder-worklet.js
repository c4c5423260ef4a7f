/** On the audio thread: the microphone's sound as frames of 40 ms PCM16 at 16 kHz, each with its level. */

import { Resampler } from "./resampler.js";

const RATE = 16_000;
const FRAME = 640; // samples

class Recorder extends AudioWorkletProcessor {
  #resampler = new Resampler(sampleRate, RATE);
  #frame = new Int16Array(FRAME);
  #filled = 0;
  #energy = 0;

  process([channels]) {
    if (channels.length > 0) for (const sample of this.#resampler.push(channels[0])) this.#take(sample);
    return true;
  }

  #take(sample) {
    const bounded = Math.max(-1, Math.min(1, sample));
    this.#frame[this.#filled] = Math.round(bounded * 32767);
    this.#energy += bounded * bounded;
    this.#filled += 1;
    if (this.#filled === FRAME) this.#hand();
  }

  #hand() {
    const pcm = this.#frame.buffer;
    this.port.postMessage({ pcm, level: Math.sqrt(this.#energy / FRAME) }, [pcm]);
    this.#frame = new Int16Array(FRAME);
    this.#filled = 0;
    this.#energy = 0;
  }
}

registerProcessor("recorder", Recorder);
