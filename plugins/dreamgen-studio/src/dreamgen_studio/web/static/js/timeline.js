// A zoom or film while it is made: its frames fill a timeline, and those that are there can be played.

import { frameOf } from "./api.js";
import { byId, h } from "./dom.js";
import { emit, on, running, state } from "./state.js";

const CELLS = 24;
const PLAYED = 12; // frames a second
on("jobs shown", draw);

let seen = "";
let playing = null;

function draw() {
  const job = running();
  const shown = Boolean(job && job.frames > 1);
  byId("timeline").hidden = !shown;
  if (!shown) return stop();
  const count = Math.min(CELLS, job.frames);
  const numbers = Array.from({ length: count }, (_, place) => 1 + Math.round((place * (job.frames - 1)) / Math.max(1, count - 1)));
  const done = numbers.filter((number) => number <= job.frame).length;
  const now = `${job.id} ${count} ${done} ${Boolean(playing)}`;
  byId("timeline-words") && (byId("timeline-words").textContent = words(job));
  if (now === seen) return;
  seen = now;
  const told = { disabled: job.frame < 2, "aria-pressed": String(Boolean(playing)) };
  const toggle = () => (playing ? stop() : start(job.id));
  const play = h("button", { type: "button", ...told, onclick: toggle }, playing ? "Live" : "Play what is there");
  byId("timeline").replaceChildren(
    h("header", {}, h("p", { class: "note", id: "timeline-words" }, words(job)), play),
    h("div", { class: "cells" }, ...numbers.map((number) => cell(job, number))),
  );
}

function words(job) {
  const frames = `${job.frame} of ${job.frames}`;
  return job.keyframes ? `Keyframe ${job.keyframe} of ${job.keyframes} · frame ${frames}` : `Frame ${frames}`;
}

function cell(job, number) {
  const done = number <= job.frame;
  const face = done ? h("img", { src: frameOf(job.id, number), alt: "", loading: "lazy" }) : null;
  return h("button", { type: "button", disabled: !done, "aria-label": `frame ${number}`, title: `frame ${number}`, onclick: () => show(job.id, number) }, face);
}

async function show(job, number) {
  const response = await fetch(frameOf(job, number));
  if (response.status === 200 && running()) emit("frame", await createImageBitmap(await response.blob()));
}

function start(job) {
  let number = 1;
  let busy = false;
  playing = setInterval(async () => {
    if (busy) return;
    busy = true;
    await show(job, number).catch(() => {});
    busy = false;
    number = number < (running()?.frame ?? 1) ? number + 1 : 1;
  }, 1000 / PLAYED);
  state.playing = true;
  draw();
}

function stop() {
  if (!playing) return;
  clearInterval(playing);
  playing = null;
  state.playing = false;
  draw();
}
