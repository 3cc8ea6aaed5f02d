// A zoom's keyframes, filling in while it is made; a click shows one.

import { keyframe } from "./api.js";
import { byId, h } from "./dom.js";
import { emit, on, running, state } from "./state.js";

const MOST = 60;
on("jobs shown", draw);

let seen = "";
function draw() {
  const job = state.jobs.find((each) => each.id === state.job);
  const count = job?.keyframes ?? 0;
  const shown = job && count && (running() || job.result === state.shown);
  byId("timeline").hidden = !shown;
  if (!shown) return;
  const now = `${job.id} ${count} ${job.keyframes_done}`;
  if (now === seen) return;
  seen = now;
  const numbers = Array.from({ length: Math.min(count, MOST) }, (_, place) => 1 + Math.round((place * (count - 1)) / Math.max(1, Math.min(count, MOST) - 1)));
  const cells = numbers.map((number) => {
    const done = number <= job.keyframes_done;
    const face = done ? h("img", { src: keyframe(job.id, number), alt: "", loading: "lazy" }) : null;
    return h("button", { type: "button", disabled: !done, title: `keyframe ${number}`, "aria-label": `keyframe ${number} of ${count}`, onclick: () => show(job.id, number) }, face);
  });
  byId("timeline").replaceChildren(h("p", { class: "note" }, `Keyframes: ${job.keyframes_done} of ${count}`), h("div", { class: "cells" }, ...cells));
}

async function show(job, number) {
  const response = await fetch(keyframe(job, number));
  if (response.ok && running()) emit("frame", await createImageBitmap(await response.blob()));
}
