/** Sound and title for something new; screen pop for a caller who is being put through. */

import { mine, onChange, unread, waiting } from "./desk-state.js";
import { byId, el } from "/static/staff/staff.js";

const TITLE = document.title;
const MUTED = "desk-muted";
let audio = null; // browsers let a page sound only after its user has touched it
let doing = {};
let popped = null;

const muted = () => localStorage.getItem(MUTED) === "1";

/** `actions`: open(row), claim(row). */
export function watchAlerts(actions) {
  doing = actions;
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => { audio ??= new AudioContext(); }, { once: true });
  byId("sound").addEventListener("click", () => {
    localStorage.setItem(MUTED, muted() ? "0" : "1");
    showSound();
    if (!muted()) sound();
  });
  showSound();
  onChange(() => {
    const count = mine().reduce((sum, row) => sum + unread(row), 0) + waiting().length;
    document.title = count ? `（${count}）${TITLE}` : TITLE;
    if (popped && !waiting().some((row) => row.id === popped)) unpop();
  });
}

function showSound() {
  byId("sound").setAttribute("aria-pressed", String(!muted()));
  byId("sound").textContent = muted() ? "提示音：关" : "提示音：开";
}

/** Two short tones; higher ones for an emergency. */
export function sound(urgent = false) {
  if (muted() || !audio) return;
  [0, 0.18].forEach((delay, at) => {
    const tone = new OscillatorNode(audio, { frequency: (urgent ? 880 : 523) * (at ? 1.26 : 1) });
    tone.connect(new GainNode(audio, { gain: 0.08 })).connect(audio.destination);
    tone.start(audio.currentTime + delay);
    tone.stop(audio.currentTime + delay + 0.14);
  });
}

/** Tell of those who have come into the queue. */
export function arrived(rows) {
  if (!rows.length) return;
  sound(rows.some((row) => row.emergency || row.channel === "phone"));
  const call = rows.find((row) => row.channel === "phone");
  if (call) pop(call);
}

function pop(row) {
  popped = row.id;
  const act = (name, does, css) => el("button", { class: css, click: () => { doing[does](row); unpop(); } }, name);
  byId("pop").replaceChildren(
    el("p", {}, el("b", {}, `电话转人工：${row.caller ?? "号码没有显示"}`), ` ${row.about}${row.call ? ` · 通话${row.call}` : ""}`),
    act("接入", "claim", "primary"), act("看记录", "open", ""), el("button", { class: "quiet", click: unpop, "aria-label": "关闭来电提示" }, "×"),
  );
  byId("pop").hidden = false;
}

function unpop() {
  popped = null;
  byId("pop").hidden = true;
}
