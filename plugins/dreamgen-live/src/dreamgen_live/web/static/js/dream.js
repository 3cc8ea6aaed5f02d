// The dream, drawn as it comes, and how fast it comes.

import { byId } from "/static/studio/js/dom.js";
import { onPicture, onState, seen } from "./link.js";

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
      if (canvas.width !== picture.width || canvas.height !== picture.height) {
        canvas.width = picture.width;
        canvas.height = picture.height;
      }
      pen.drawImage(picture, 0, 0);
      picture.close();
      canvas.dataset.frames = Number(canvas.dataset.frames) + 1;
      byId("waiting").hidden = true;
      // Of this page's own camera, all that lies between the lens and the screen is known.
      if (stamp !== null) latency = performance.now() - stamp;
    } finally {
      seen();
    }
  });
}

function showFigures(state) {
  byId("fps").textContent = state.fps ? `${state.fps.toFixed(1)} / ${state.wanted}` : "–";
  const shown = latency ?? state.latency;
  byId("latency").textContent = shown ? `${Math.round(shown)} ms` : "–";
  byId("size").textContent = state.size[0] ? state.size.join("×") : "–";
}
