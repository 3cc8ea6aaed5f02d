// The socket to the show: it is opened again whenever it is lost, and nothing queues up in it.

const AGAIN = 1000;
const STAMP = 8; // bytes of a picture's time, before the picture

let socket;
const hearers = { state: [], picture: [] };
const tell = (kind, value) => hearers[kind].forEach((each) => each(value));

export const onState = (run) => hearers.state.push(run);
export const onPicture = (run) => hearers.picture.push(run);

export function connect() {
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`);
  socket.binaryType = "blob";
  socket.addEventListener("message", ({ data }) => {
    if (data instanceof Blob) tell("picture", data);
    else tell("state", JSON.parse(data));
  });
  socket.addEventListener("close", () => {
    tell("state", { lost: true });
    setTimeout(connect, AGAIN);
  });
}

export const press = (key) => say({ press: key });
export const set = (key, to) => say({ set: key, to });
export const seen = () => isOpen() && socket.send("seen");

function say(words) {
  if (isOpen()) socket.send(JSON.stringify(words));
}

/** Send a picture of this page's camera, unless the last one is still on its way. */
export async function sendPicture(blob, moment) {
  if (!isOpen() || socket.bufferedAmount > 0) return;
  const stamp = new DataView(new ArrayBuffer(STAMP));
  stamp.setFloat64(0, moment, true);
  socket.send(new Blob([stamp.buffer, blob]));
}

const isOpen = () => socket?.readyState === WebSocket.OPEN;
