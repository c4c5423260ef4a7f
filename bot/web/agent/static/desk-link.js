/** The live connection: comes back by itself, answers the server's beats. */

const WAITS_MS = [500, 1000, 2000, 5000];

/** `heard(message)` gets what is pushed; `up(connected)` is told of each change. Returns a function that sends. */
export function connect(heard, up) {
  let socket = null;
  let tries = 0;
  const send = (message) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));

  function open() {
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/agent/events`);
    socket.onopen = () => {
      tries = 0;
      send({ type: "alive" });
      up(true);
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === "ping") send({ type: "alive" });
      else heard(message);
    };
    socket.onclose = ({ code }) => {
      up(false);
      if (code === 4401) location.href = "/agent/login";
      else setTimeout(open, WAITS_MS[Math.min(tries++, WAITS_MS.length - 1)]);
    };
  }
  open();
  return send;
}
