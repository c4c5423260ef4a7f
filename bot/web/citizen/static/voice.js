/**
 * A spoken talk: microphone up, events and sound down.
 * Events: "state" (off, opening, listening, thinking, speaking), "level" (0 to 1), "partial", "transcript", "reply",
 * "ready", "trouble" (a sentence for people).
 */

import { Player } from "./player.js";

const HELD_FRAMES = 50; // 2 s of sound kept while the line is being opened

export class Voice extends EventTarget {
  #session;
  #context = null;
  #player = null;
  #stream = null;
  #socket = null;
  #held = [];
  #thinking = false;

  constructor(session) {
    super();
    this.#session = session;
    this.state = "off";
  }

  /** Open the microphone and the line. Call it from a click: browsers let nothing sound before one. */
  async start() {
    if (this.state !== "off") return;
    this.#set("opening");
    try {
      await this.#listen();
    } catch (error) {
      this.stop();
      this.#tell("trouble", reason(error));
      return;
    }
    if (this.state === "opening") this.#dial(); // unless it was stopped meanwhile
    else this.stop();
  }

  /** Close the line and the microphone. */
  stop() {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: "end" }));
    this.#socket?.close();
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#player?.flush();
    this.#context?.close();
    this.#socket = this.#stream = this.#player = this.#context = null;
    this.#held = [];
    this.#thinking = false;
    this.#set("off");
    this.#tell("partial", "");
    this.#tell("level", 0);
  }

  /** Break off what is being said. */
  hush() {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: "stop_speaking" }));
    this.#player?.flush();
  }

  async #listen() {
    if (!navigator.mediaDevices) throw new DOMException("", "InsecureContextError");
    const context = new AudioContext();
    this.#context = context;
    this.#player = new Player(context, () => this.#refresh());
    const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    const [stream] = await Promise.all([
      navigator.mediaDevices.getUserMedia({ audio }),
      context.audioWorklet.addModule(new URL("./recorder-worklet.js", import.meta.url)),
    ]);
    this.#stream = stream;
    if (this.#context !== context) return; // stopped meanwhile
    await context.resume();
    const recorder = new AudioWorkletNode(context, "recorder", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    recorder.port.addEventListener("message", ({ data }) => this.#frame(data));
    recorder.port.start();
    context.createMediaStreamSource(stream).connect(recorder);
  }

  #dial() {
    const address = new URL(`/api/voice?session_id=${this.#session.id}&rate=16000`, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => this.#socket === socket && this.#take(data));
    socket.addEventListener("close", () => this.#socket === socket && this.#hungUp());
    this.#socket = socket;
  }

  #hungUp() {
    this.stop();
    this.#tell("trouble", "语音连接断开了，请再按一次“说话”，或者打字。");
  }

  #frame({ pcm, level }) {
    this.#tell("level", level);
    this.#held.push(pcm);
    if (this.state === "opening") {
      this.#held.splice(0, this.#held.length - HELD_FRAMES);
      return;
    }
    for (const frame of this.#held.splice(0)) this.#socket?.send(frame);
  }

  #take(data) {
    if (data instanceof ArrayBuffer) {
      this.#player.play(data);
      this.#refresh();
      return;
    }
    const event = JSON.parse(data);
    const handle = {
      ready: () => this.#ready(event),
      partial: () => this.#partial(event.text),
      transcript: () => this.#transcript(event),
      reply: () => this.#replied(event.reply),
      speaking: () => this.#speaking(event),
      held: () => this.#player.flush(), // the server keeps it and goes on if it was no interruption
      interrupted: () => this.#player.flush(),
      ended: () => this.stop(),
      error: () => this.#failed(event.error),
    }[event.type];
    handle?.();
  }

  #ready(event) {
    this.#set("listening");
    this.#tell("ready", event.session_id);
  }

  #partial(text) {
    this.#tell("partial", text);
  }

  #transcript(event) {
    this.#thinking = event.text !== "";
    this.#refresh();
    this.#tell("transcript", event);
  }

  #replied(reply) {
    this.#thinking = false;
    this.#refresh();
    this.#tell("reply", reply);
  }

  #speaking(event) {
    if (event.state === "start") this.#player.rate = event.rate;
  }

  #failed(error) {
    this.#thinking = false;
    if (this.state === "opening") this.stop(); // refused
    else this.#refresh();
    this.#tell("trouble", error.message);
  }

  #refresh() {
    if (this.state === "off" || this.state === "opening") return;
    this.#set(this.#player.playing ? "speaking" : this.#thinking ? "thinking" : "listening");
  }

  #set(state) {
    if (this.state === state) return;
    this.state = state;
    this.#tell("state", state);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function reason(error) {
  const known = {
    InsecureContextError: "只有用 HTTPS 打开这个页面，浏览器才允许使用话筒；您可以打字。",
    NotAllowedError: "没有得到使用话筒的许可。请在浏览器的设置里允许这个页面使用话筒，或者打字。",
    NotFoundError: "没有找到话筒，请插好话筒再试，或者打字。",
    NotReadableError: "话筒正被别的程序使用，请关掉那个程序再试。",
  };
  return known[error.name] ?? "话筒没能打开，请打字。";
}
