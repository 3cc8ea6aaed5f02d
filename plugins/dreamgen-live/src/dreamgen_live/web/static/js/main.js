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
  byId("camera").hidden = true; // it is opened once, however often it is asked for
  const problem = await startCamera(() => offerCamera("the camera has gone: is it still connected?", true));
  if (problem || isRunning()) offerCamera(problem);
}

/** Offer the camera, with a sentence on why it does not run; one that has `gone` is offered over the dream until it is back. */
function offerCamera(problem, gone = byId("waiting").classList.contains("gone")) {
  byId("words").textContent = problem || "Waiting for the first dream…";
  byId("camera").hidden = problem === "";
  byId("waiting").classList.toggle("gone", gone && problem !== "");
  if (gone) byId("waiting").hidden = false;
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
