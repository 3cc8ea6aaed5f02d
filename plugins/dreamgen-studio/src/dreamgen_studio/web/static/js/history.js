// What was made, newest first, with what is still waiting before it.

import { api, picture, preview } from "./api.js";
import { byId, h } from "./dom.js";
import { restore } from "./restore.js";
import { emit, on, shareOf, state } from "./state.js";

on("jobs", draw);
on("shown", draw);

let seen = "";
function draw() {
  const pending = state.jobs.filter((job) => job.state === "waiting" || job.state === "running");
  const now = JSON.stringify([pending.map((job) => [job.id, job.state, job.place, Math.round(shareOf(job) * 20), job.id === state.job]), state.history.map((each) => each.id), state.shown]);
  if (now === seen) return;
  seen = now;
  byId("history").replaceChildren(...pending.map(pendingTile), ...state.history.map(finishedTile));
}

/** A job on its way: a click follows it, or, with the one that is followed, takes it out. */
function pendingTile(job) {
  const text = job.state === "waiting" ? `no. ${job.place}` : `${Math.round(100 * shareOf(job))} %`;
  const followed = job.id === state.job;
  const face = job.preview ? h("img", { src: preview(job.id, job.preview), alt: "" }) : null;
  const run = () => {
    state.job = job.id;
    state.shown = null;
    emit("shown");
    emit("jobs");
  };
  const drop = h("button", { type: "button", class: "drop-job", "aria-label": `cancel ${job.title}`, title: "Cancel", onclick: () => api.cancel(job.id).then(() => emit("ask-now")) }, "×");
  return h("span", { class: "holder" }, h("button", { type: "button", class: followed ? "pending shown" : "pending", title: job.title, onclick: run, "aria-label": `${job.title}: ${text}` }, face, h("span", {}, text)), drop);
}

function finishedTile(dream) {
  const run = async () => {
    state.shown = dream.id;
    emit("shown");
    await restore(dream.id, dream.name);
  };
  const badge = dream.kind === "still" ? null : h("span", { class: "badge" }, "▶");
  return h(
    "button",
    { type: "button", class: state.shown === dream.id ? "shown" : "", title: `${dream.name}: ${dream.command}`, "aria-label": `show ${dream.name}`, "data-dream": dream.id, onclick: run },
    h("img", { src: picture(dream.id), alt: "", loading: "lazy" }),
    badge,
  );
}
