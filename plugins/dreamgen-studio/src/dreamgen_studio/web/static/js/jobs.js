// Follow the queue: one question to the server four times a second while something is made.

import { api, preview } from "./api.js";
import { byId } from "./dom.js";
import { emit, finished, on, running, state } from "./state.js";

const QUICK = 250;
const IDLE = 1500;
let version = -1;
let lost = false;

export async function follow() {
  try {
    const answer = await api.state(version);
    if (lost) emit("back");
    lost = false;
    if (answer.version !== version) take(answer);
  } catch (problem) {
    lost = problem.status === 0;
    if (lost) byId("queue").textContent = problem.message;
  }
  const active = state.jobs.some((job) => job.state === "running" || job.state === "waiting");
  setTimeout(follow, document.hidden ? 4 * IDLE : active ? QUICK : IDLE);
}

/** A tab that is looked at again asks at once. */
on("ask-now", async () => take(await api.state(-1)));

function take(answer) {
  version = answer.version;
  Object.assign(state, { jobs: answer.jobs, history: answer.history });
  if (state.shown && !finished(state.shown)) {
    state.shown = null; // another tab has deleted it
    emit("shown");
  }
  if (!state.job || !state.jobs.some((job) => job.id === state.job)) adopt();
  emit("jobs");
  const job = state.jobs.find((each) => each.id === state.job);
  if (job?.preview) showFrame(job);
  if (job && !running()) end(job);
}

/** After a reload the page follows what is still being made for this visitor. */
function adopt() {
  const active = state.jobs.find((job) => job.state === "running") ?? state.jobs.find((job) => job.state === "waiting");
  if (active && !state.shown) state.job = active.id;
}

let number = { job: null, frame: 0 };
let fetching = false;

async function showFrame(job) {
  if (state.playing) return;
  const fresh = number.job !== job.id || job.preview > number.frame;
  if (!fresh || fetching || job.state !== "running") return;
  fetching = true;
  try {
    const response = await fetch(preview(job.id, job.preview));
    if (response.ok && response.status === 200) {
      const frame = await createImageBitmap(await response.blob());
      number = { job: job.id, frame: job.preview };
      if (state.job === job.id) emit("frame", frame);
    }
  } finally {
    fetching = false;
  }
}

/** Show what a job has made, once: a short one may have ended before the page first hears of it. */
let told = null;
function end(job) {
  if (told === job.id) return;
  told = job.id;
  if (job.state === "done" && job.result && finished(job.result)) {
    state.shown = job.result;
    emit("shown");
  }
  emit("ended", job);
}
