// The page of a live dream: a socket, a picture, controls and keys.

import { byId } from "/static/studio/js/dom.js";
import { startTheme } from "/static/studio/js/theme.js";
import { isRunning, setRate, startCamera } from "./camera.js";
import { startControls } from "./controls.js";
import { startDream } from "./dream.js";
import { startKeys } from "./keys.js";
import { connect, onState } from "./link.js";

let asked = false;

async function useCamera() {
  const problem = await startCamera();
  byId("words").textContent = problem || "Waiting for the first dream…";
  byId("camera").hidden = problem === "";
}

startTheme();
startControls();
startDream();
startKeys();
byId("camera").addEventListener("click", useCamera);
onState((state) => {
  if (!state.source) return;
  setRate(state.wanted);
  if (state.source !== "page" || isRunning() || asked) return;
  asked = true;
  useCamera();
});
connect();
