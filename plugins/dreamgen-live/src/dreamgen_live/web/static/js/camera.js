// This page's own camera: pictures are sent as fast as the show dreams them, at a size that it can use.

import { byId } from "/static/studio/js/dom.js";
import { sendPicture } from "./link.js";

const LONGEST = 640;
const QUALITY = 0.85;

const drawn = document.createElement("canvas");
let running = false;
let interval = 100;

export const setRate = (fps) => (interval = 1000 / Math.max(1, fps));
export const isRunning = () => running;

/** Open the camera and send what it sees; return a sentence if that cannot be. `tellGone`: it has vanished. */
export async function startCamera(tellGone) {
  if (running) return "";
  if (!navigator.mediaDevices) return "a browser gives its camera only to pages of this machine, or over HTTPS";
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: LONGEST } }, audio: false });
    running = true; // from here on it may vanish, before it plays too
    stream.getVideoTracks()[0].addEventListener("ended", () => {
      running = false;
      tellGone();
    });
    byId("lens").srcObject = stream;
    await byId("lens").play();
  } catch (problem) {
    running = false;
    return problem.name === "NotAllowedError" ? "this page may not use the camera: allow it in the browser" : "there is no camera, or another program uses it";
  }
  if (running) send();
  return "";
}

async function send() {
  const begun = performance.now();
  const lens = byId("lens");
  if (running && lens.videoWidth) {
    const scale = Math.min(1, LONGEST / Math.max(lens.videoWidth, lens.videoHeight));
    drawn.width = Math.round(lens.videoWidth * scale);
    drawn.height = Math.round(lens.videoHeight * scale);
    drawn.getContext("2d").drawImage(lens, 0, 0, drawn.width, drawn.height);
    const blob = await new Promise((done) => drawn.toBlob(done, "image/jpeg", QUALITY));
    if (blob) await sendPicture(blob, begun);
  }
  if (running) setTimeout(send, Math.max(0, interval - (performance.now() - begun)));
}
