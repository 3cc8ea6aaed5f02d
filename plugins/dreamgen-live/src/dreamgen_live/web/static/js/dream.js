// The dream, drawn as it comes, and how fast it comes.

import { byId } from "/static/studio/js/dom.js";
import { onPicture, onState, seen } from "./link.js";

const LARGEST = 4; // times the size of a picture

let stamp = null;
let latency = null;

export function startDream() {
  const canvas = byId("dream");
  const pen = canvas.getContext("2d");
  canvas.dataset.frames = 0;
  onState((state) => {
    if (state.number) stamp = state.stamp;
    if (state.fps !== undefined) showFigures(state);
  });
  onPicture(async (blob) => {
    try {
      const picture = await createImageBitmap(blob);
      fit(canvas, picture);
      pen.imageSmoothingQuality = "high"; // smoother than a style sheet enlarges
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      canvas.dataset.frames = Number(canvas.dataset.frames) + 1;
      byId("waiting").hidden = !byId("waiting").classList.contains("gone");
      // Of this page's own camera, all that lies between the lens and the screen is known.
      if (stamp !== null) latency = performance.now() - stamp;
    } finally {
      seen();
    }
  });
}

/** Give the canvas a whole multiple of a picture's size, about as many pixels as it is shown with. */
function fit(canvas, picture) {
  const wanted = Math.round((canvas.clientWidth * devicePixelRatio) / picture.width);
  const times = Math.max(1, Math.min(LARGEST, wanted));
  if (canvas.width === times * picture.width && canvas.height === times * picture.height) return;
  canvas.width = times * picture.width;
  canvas.height = times * picture.height;
}

function showFigures(state) {
  byId("fps").textContent = state.fps ? `${state.fps.toFixed(1)} / ${state.wanted}` : "–";
  const shown = latency ?? state.latency;
  byId("latency").textContent = shown ? `${Math.round(shown)} ms` : "–";
  byId("size").textContent = state.size[0] ? state.size.join("×") : "–";
}
