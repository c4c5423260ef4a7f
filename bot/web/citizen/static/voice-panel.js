/** The microphone button and what it shows. */

import { byId } from "./dom.js";
import { Voice } from "./voice.js";

const STATES = {
  off: "未开启",
  opening: "正在打开话筒…",
  listening: "正在听，请说话（再按一次“说话”结束）",
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
  voice.addEventListener("transcript", ({ detail }) => log.hearing(detail.text));
  voice.addEventListener("reply", ({ detail }) => answered(detail, session, client));
}

function show(voice, button) {
  voice.addEventListener("state", ({ detail: state }) => {
    button.setAttribute("aria-pressed", String(state !== "off"));
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

/** The first answer shows that the server knows the conversation: from here on it is kept and listened to. */
function answered(reply, session, client) {
  session.keep();
  client.connect();
  client.replied(reply);
}
