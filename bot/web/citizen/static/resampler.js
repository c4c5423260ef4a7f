/**
 * Brings sound to another rate in a stream: each output sample is the input weighted by a windowed sinc around its
 * moment (Blackman window), which is also the low-pass that decimation needs.
 */

const PHASES = 320; // 44.1, 48, 96 and 22.05 kHz to 16 kHz all step by a multiple of 1/320 sample: no error
const ZEROS = 24; // zero crossings of the sinc on each side: pass band to 6.7 kHz, 60 dB down from 8 kHz on
const EDGE = 0.92; // of the lower Nyquist frequency: the middle of the slope

export class Resampler {
  #step;
  #half;
  #table;
  #held;
  #at; // where the next output lies in #held, in 1/PHASES of an input sample

  /** `from` and `to` are rates in Hz. */
  constructor(from, to) {
    this.#step = Math.round((from / to) * PHASES);
    const cutoff = (EDGE * Math.min(from, to)) / from; // of the input's Nyquist frequency
    this.#half = Math.ceil(ZEROS / cutoff);
    this.#table = kernels(this.#half, cutoff);
    this.#held = new Float32Array(this.#half);
    this.#at = this.#half * PHASES;
  }

  /** Take input samples (-1 to 1); return the output samples that they complete. */
  push(samples) {
    const held = new Float32Array(this.#held.length + samples.length);
    held.set(this.#held);
    held.set(samples, this.#held.length);
    const out = [];
    while (Math.floor(this.#at / PHASES) + this.#half < held.length) {
      out.push(this.#sample(held, Math.floor(this.#at / PHASES), this.#at % PHASES));
      this.#at += this.#step;
    }
    const used = Math.min(Math.max(0, Math.floor(this.#at / PHASES) - this.#half), held.length);
    this.#held = held.slice(used);
    this.#at -= used * PHASES;
    return Float32Array.from(out);
  }

  #sample(held, centre, phase) {
    const kernel = this.#table[phase];
    const first = centre - this.#half + 1;
    let sum = 0;
    for (let index = 0; index < kernel.length; index += 1) sum += held[first + index] * kernel[index];
    return sum;
  }
}

/** Return the weights of the 2 × half samples around each phase, each set with a sum of 1. */
function kernels(half, cutoff) {
  return Array.from({ length: PHASES }, (_, phase) => {
    const kernel = new Float32Array(2 * half);
    for (let index = 0; index < kernel.length; index += 1) {
      const distance = index - half + 1 - phase / PHASES;
      kernel[index] = sinc(cutoff * distance) * window(distance / half);
    }
    const sum = kernel.reduce((total, weight) => total + weight, 0);
    return kernel.map((weight) => weight / sum);
  });
}

const sinc = (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
const window = (x) => (Math.abs(x) >= 1 ? 0 : 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x));
