/** One sentence from the microphone: recorded as the citizens' page does, recognised by the callers' recogniser. */

import { api } from "/static/staff/staff.js";

const MOST_MS = 29_000;
const RECORDER = "/static/citizen/recorder-worklet.js";

let context = null;
let stream = null;
let frames = [];
let ending = 0;

export const recording = () => context !== null;

/** Open the microphone; `level(share)` hears how loud it is, `full()` that the time is up. Throws a sentence for people. */
export async function record(level, full) {
  if (!navigator.mediaDevices) throw new Error("只有用 HTTPS 打开这个页面，浏览器才允许使用话筒。");
  context = new AudioContext();
  frames = [];
  try {
    const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    [stream] = await Promise.all([navigator.mediaDevices.getUserMedia({ audio }), context.audioWorklet.addModule(RECORDER)]);
    const recorder = new AudioWorkletNode(context, "recorder", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    recorder.port.addEventListener("message", ({ data }) => {
      frames.push(data.pcm);
      level(data.level);
    });
    recorder.port.start();
    context.createMediaStreamSource(stream).connect(recorder);
    ending = setTimeout(full, MOST_MS);
  } catch {
    close();
    throw new Error("话筒没能打开。请插好话筒，并在浏览器里允许这个页面使用它。");
  }
}

/** Close the microphone and return what was understood. */
export async function finish() {
  close();
  const body = new Blob(frames, { type: "application/octet-stream" });
  return (await api("/api/studio/bench/sound", { method: "PUT", body })).text;
}

function close() {
  clearTimeout(ending);
  stream?.getTracks().forEach((track) => track.stop());
  context?.close();
  context = stream = null;
}
