/** The microphone button and what it shows. */

import { byId } from "./dom.js";
import { Voice } from "./voice.js";

const STATES = {
  off: "未开启",
  opening: "正在打开话筒…",
  listening: "正在听，请说话",
  thinking: "正在想…",
  speaking: "正在说，您可以随时打断",
};

/** Connect the button to a spoken talk within the same conversation as the typed one. */
export function connectVoice({ session, client, log, reader }) {
  const button = byId("mic");
  if (document.body.dataset.mic === "off") return;
  const voice = new Voice(session);
  button.addEventListener("click", () => {
    reader?.stop();
    if (voice.state === "off") voice.start();
    else voice.stop();
  });
  byId("hush").addEventListener("click", () => voice.hush());
  document.addEventListener("keydown", (event) => event.key === "Escape" && voice.hush());
  addEventListener("pagehide", () => voice.state !== "off" && voice.stop());
  show(voice, button);
  voice.addEventListener("partial", ({ detail }) => log.hearing(detail));
  voice.addEventListener("transcript", ({ detail }) => heard(detail.text, session, client, log));
  voice.addEventListener("reply", ({ detail }) => client.replied(detail));
}

function show(voice, button) {
  voice.addEventListener("state", ({ detail: state }) => {
    const on = state !== "off";
    button.setAttribute("aria-pressed", String(on));
    byId("mic-label").textContent = on ? "停止说话" : "按下说话";
    byId("hush").hidden = state !== "speaking";
    byId("voice").hidden = false;
    byId("voice-state").textContent = STATES[state];
  });
  voice.addEventListener("level", ({ detail: level }) => {
    const loudness = level > 0 ? 1 + Math.log10(level) / 3 : 0; // 60 dB over the width of the meter
    byId("level").style.transform = `scaleX(${Math.max(0, Math.min(1, loudness))})`;
  });
  voice.addEventListener("trouble", ({ detail }) => {
    byId("voice").hidden = false;
    byId("voice-state").textContent = detail;
  });
}

function heard(text, session, client, log) {
  log.hearing(text);
  if (!text) return;
  session.keep();
  client.connect(); // the server knows the conversation from the first sentence on
}
