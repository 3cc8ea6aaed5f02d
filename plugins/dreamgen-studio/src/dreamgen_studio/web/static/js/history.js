// What was made, newest first, with what is still waiting before it.

import { api, picture, preview } from "./api.js";
import { byId, h } from "./dom.js";
import { forget } from "./manage.js";
import { restore } from "./restore.js";
import { emit, on, shareOf, state } from "./state.js";

on("jobs", draw);
on("shown", draw);

let seen = "";
function draw() {
  const pending = state.jobs.filter((job) => job.state === "waiting" || job.state === "running");
  const places = pending.map((job) => [job.id, job.state, job.place, Math.round(shareOf(job) * 20)]);
  const now = JSON.stringify([places, state.history.map((each) => [each.id, each.name]), state.job, state.shown]);
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
  const cancel = () => api.cancel(job.id).then(() => emit("ask-now"));
  const drop = h("button", { type: "button", class: "drop-job", title: "Cancel", "aria-label": `cancel ${text}`, onclick: cancel }, "×");
  const follow = { title: job.words, "aria-label": `follow this ${job.kind}: ${text}`, onclick: run };
  const tile = h("button", { type: "button", class: followed ? "pending shown" : "pending", ...follow }, face, h("span", {}, text));
  return h("span", { class: "holder" }, tile, drop);
}

function finishedTile(dream) {
  const run = async () => {
    state.shown = dream.id;
    emit("shown");
    await restore(dream.id, dream.name);
  };
  const badge = dream.kind === "still" ? null : h("span", { class: "badge" }, "▶");
  const remove = () => {
    const place = tiles().indexOf(tile);
    forget(dream);
    (tiles()[place + 1] ?? tiles()[place - 1])?.focus();
  };
  const told = { title: `${dream.name}: ${dream.command}`, "aria-label": `show ${dream.name}`, "data-dream": dream.id };
  const look = state.shown === dream.id ? "shown" : "";
  const face = h("img", { src: picture(dream.id), alt: "", loading: "lazy" });
  const tile = h("button", { type: "button", class: look, "aria-keyshortcuts": "Delete", ...told, onclick: run }, face, badge);
  tile.addEventListener("keydown", (event) => event.key === "Delete" && remove());
  const drop = { title: "Delete", "aria-label": `delete ${dream.name}`, tabIndex: -1 };
  return h("span", { class: "holder" }, tile, h("button", { type: "button", class: "drop-job", ...drop, onclick: remove }, "×"));
}

const tiles = () => [...byId("history").querySelectorAll("[data-dream]")];
