// A film as the source: scrub to the frame that is dreamed, or to where the dreamed part begins and ends.

import { filmFrame } from "./api.js";
import { byId, h } from "./dom.js";
import { ask, emit, film, on, set, state } from "./state.js";

const place = byId("scrub");
const source = byId("before");
let drawn = "";
on("request uploads", draw);
on("described", mark);

function draw() {
  const clip = film();
  place.hidden = !clip;
  if (!clip) return;
  const now = `${clip.id} ${state.request.kind}`;
  if (now !== drawn) {
    drawn = now;
    place.replaceChildren(slider(clip), time(), ...(state.request.kind === "film" ? parts(clip) : []));
  }
  mark();
}

function slider(clip) {
  const told = { "aria-label": "Moment of the film", min: 0, max: clip.seconds, step: 1 / clip.rate, value: state.request.at };
  const box = h("input", { type: "range", id: "moment", ...told });
  box.addEventListener("input", () => (mark(), show(clip.id, Number(box.value))));
  box.addEventListener("change", () => leave(moment()));
  return h("div", { class: "film-track" }, h("i", { id: "part" }), box);
}

const moment = () => Number(Number(byId("moment").value).toFixed(3));
const time = () => h("output", { id: "time", for: "moment" });

/** Who scrubs wants to see the film, not the dream that is shown. */
function leave(at) {
  state.shown = null;
  ask({ at });
  emit("shown");
}

function parts() {
  const cut = (key) => () => set(key, String(moment()));
  const whole = () => {
    const { "film.start": _, "film.stop": __, ...settings } = state.request.settings;
    ask({ settings });
  };
  const button = (text, title, onclick) => h("button", { type: "button", title, onclick }, text);
  return [
    button("From here", "The dream begins at this moment", cut("film.start")),
    button("To here", "The dream ends at this moment", cut("film.stop")),
    button("Whole film", "From its start to its end", whole),
  ];
}

/** Show where the moment is, and which part is dreamed. */
function mark() {
  const clip = film();
  const box = byId("moment");
  if (!clip || !box) return;
  byId("time").textContent = `${clock(moment())} of ${clock(clip.seconds)}`;
  box.setAttribute("aria-valuetext", byId("time").textContent);
  const recipe = state.described?.recipe ?? {};
  const start = recipe["film.start"] ?? 0;
  const stop = Math.min(recipe["film.stop"] ?? clip.seconds, clip.seconds);
  const share = (seconds) => `${(100 * seconds) / clip.seconds}%`;
  byId("part").hidden = state.request.kind !== "film";
  Object.assign(byId("part").style, { left: share(start), right: share(clip.seconds - stop) });
}

/** 0:02.50 */
export function clock(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${(seconds - 60 * minutes).toFixed(2).padStart(5, "0")}`;
}

/** Frames come one after another, however fast the slider is dragged: the newest wins. */
let wanted = null;
let busy = false;

async function show(id, at) {
  wanted = at;
  if (busy) return;
  busy = true;
  if (state.shown) {
    state.shown = null;
    emit("shown");
  }
  while (wanted !== null) {
    const next = filmFrame(id, wanted.toFixed(3));
    wanted = null;
    source.src = next;
    await source.decode().catch(() => {});
  }
  busy = false;
}
