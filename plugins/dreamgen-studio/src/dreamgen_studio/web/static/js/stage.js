// The picture: its source, the frames as they arrive, the finished dream, and before against after.

import { file, filmFrame, originalOf, picture } from "./api.js";
import { byId } from "./dom.js";
import { keepInStep } from "./instep.js";
import { film as sourceFilm, finished, on, running, state } from "./state.js";

const frame = byId("frame");
const before = byId("before");
const after = byId("after");
const live = byId("live");
const film = byId("film");
const original = byId("original");
const compare = byId("compare");

export function startStage() {
  before.addEventListener("load", () => before.classList.remove("coming"));
  before.addEventListener("load", () => state.shown || running() || fit(before.naturalWidth, before.naturalHeight));
  after.addEventListener("load", () => fit(after.naturalWidth, after.naturalHeight));
  film.addEventListener("loadedmetadata", () => fit(film.videoWidth, film.videoHeight));
  compare.addEventListener("input", split);
  keepInStep(film, original);
  split();
}

on("request uploads", showSource);
on("frame", drawFrame);
on("shown", showFinished);
on("jobs", arrange);
on("tool", () => {
  arrange();
  if (!compare.hidden) compare.focus({ preventScroll: true }); // arrows move it, and Space plays
});

let source = null;
let named = null;
function showSource() {
  const { source: name, at } = state.request;
  if (name !== named) before.classList.add("coming"); // or the last one would pass for it
  named = name;
  const shown = name === "noise" ? "" : sourceFilm() ? filmFrame(name, at) : picture(name);
  if (source === shown) return;
  source = shown;
  if (shown) before.src = shown;
  else before.removeAttribute("src");
  before.alt = shown ? "The source" : "";
  if (!shown && !state.shown) fit(1, 1);
  arrange();
}

/** Draw a frame over the last one, softly: a dream grows, it does not flicker. */
let fading;
function drawFrame(bitmap) {
  cancelAnimationFrame(fading);
  fit(bitmap.width, bitmap.height);
  if (live.width !== bitmap.width || live.height !== bitmap.height) Object.assign(live, { width: bitmap.width, height: bitmap.height });
  const pen = live.getContext("2d");
  const start = performance.now();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const paint = (now) => {
    const share = still ? 1 : Math.min(1, (now - start) / 180);
    pen.globalAlpha = share;
    pen.drawImage(bitmap, 0, 0, live.width, live.height);
    if (share < 1) fading = requestAnimationFrame(paint);
  };
  paint(start + 60);
  live.dataset.frames = Number(live.dataset.frames ?? 0) + 1;
  live.dataset.job = state.job;
  arrange();
}

function showFinished() {
  const dream = finished(state.shown);
  if (!dream) {
    after.removeAttribute("src");
    close(film);
    if (before.naturalWidth) fit(before.naturalWidth, before.naturalHeight);
  } else if (dream.playable === "video") {
    after.removeAttribute("src");
    film.src = file(dream.id);
    film.play().catch(() => {});
  } else {
    close(film);
    after.src = dream.playable === "image" ? file(dream.id) : picture(dream.id);
    after.alt = `The finished dream ${dream.name}`;
  }
  arrange();
}

function close(video) {
  if (!video.hasAttribute("src")) return;
  video.removeAttribute("src");
  video.load();
}

/** Say which layers of the stage are seen. */
function arrange() {
  const dream = finished(state.shown);
  const growing = running() && live.dataset.job === state.job;
  const noise = state.request.source === "noise";
  live.hidden = !growing || Boolean(dream);
  after.hidden = !dream || dream.playable === "video";
  film.hidden = !dream || dream.playable !== "video";
  const comparing = canCompare() && (dream || growing) && state.tool === "compare";
  const playing = comparing && !film.hidden;
  before.hidden = noise || playing;
  showOriginal(playing ? dream : null);
  frame.classList.toggle("comparing", Boolean(comparing));
  frame.classList.toggle("noise", noise);
  byId("divider").hidden = compare.hidden = !comparing;
  byId("empty").hidden = !noise || Boolean(dream) || Boolean(growing);
}

/** The film that a film was dreamed from plays beside it; the controls make room for the slider. */
function showOriginal(dream) {
  original.hidden = !dream;
  film.controls = !dream;
  byId("player").hidden = !dream;
  if (!dream) return close(original);
  if (original.getAttribute("src") !== originalOf(dream.id)) original.src = originalOf(dream.id);
}

/** A still can be compared with its source, a film with its original; a zoom leaves all behind. */
export function canCompare() {
  const made = finished(state.shown) ?? running();
  return made?.kind === "still" ? state.request.source !== "noise" : Boolean(made?.has_original);
}

function split() {
  frame.style.setProperty("--split", `${compare.value}%`);
  compare.setAttribute("aria-valuetext", `${Math.round(compare.value)} % source`);
}

function fit(width, height) {
  if (width && height) frame.style.setProperty("--ratio", width / height);
}
