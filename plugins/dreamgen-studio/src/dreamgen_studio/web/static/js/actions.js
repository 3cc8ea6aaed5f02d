// Dream, stop, keep, continue, variants, save: what can be done now, and how far it is.

import { api } from "./api.js";
import { button, byId } from "./dom.js";
import { hasControl } from "./controls.js";
import { emit, finished, on, running, shareOf, state } from "./state.js";
import { manageMenu } from "./manage.js";
import { menu } from "./menu.js";
import { saveMenu } from "./save.js";
import { variantsMenu } from "./variants.js";

export const act = { dream, stop, keep, goOn };

on("jobs shown ended described request", draw);
on("described", () => {
  const { key, message } = state.problem ?? {};
  byId("source-problem").textContent = key === "source" ? message : "";
  complain(key === "source" || hasControl(key) ? "" : message);
});
on("shown", () => warn([]));
on("ended", (job) => {
  if (job.state === "failed") complain(job.problem);
  warn(job.warnings);
});

/** Say what a dream had to do without. */
function warn(sentences) {
  byId("warned").textContent = sentences.join("\n");
}

export function complain(text) {
  byId("problem").textContent = text ?? "";
}

async function attempt(run) {
  complain("");
  try {
    return await run();
  } catch (problem) {
    complain(problem.message);
  }
}

async function dream() {
  if (running()?.state === "waiting") return;
  const made = await attempt(() => api.submit(state.request));
  if (made) followJob(made.id);
}

/** Let the canvas follow a job. */
export function followJob(id) {
  state.job = id;
  state.shown = null;
  emit("shown");
  emit("ask-now");
}

async function stop() {
  if (!running()) return;
  await attempt(() => api.cancel(state.job));
  emit("ask-now");
}

async function keep() {
  const job = running();
  if (!job?.octave && !job?.frame) return;
  await attempt(() => api.keep(state.job));
  emit("ask-now");
}

async function goOn() {
  if (!state.shown || running()) return;
  const made = await attempt(() => api.continueFrom(state.shown));
  if (made) followJob(made.id);
}

let seen = "";
function draw() {
  drawProgress();
  const job = running();
  const dream = finished(state.shown);
  const now = JSON.stringify([job?.state, Boolean(job?.octave || job?.frame), dream?.id, state.request.kind]);
  if (now === seen) return;
  seen = now;
  byId("actions").replaceChildren(...(job ? busy(job) : idle(dream)));
}

function busy(job) {
  return [
    button("Stop", "S", stop, "", "Stop, and keep nothing"),
    job.octave || job.frame ? button("Stop and keep", "K", keep, "primary", "Keep what is there now") : null,
  ].filter(Boolean);
}

function idle(dream) {
  const made = [button(dream ? "Dream again" : "Dream", "D", act.dream, "primary", "Make this dream")];
  if (dream?.kind === "still") made.push(button("Continue", "C", goOn, "", "Dream on from this picture"));
  if (state.request.kind === "still") made.push(menu("Variants", "V", variantsMenu));
  if (dream) made.push(menu("Save", "E", saveMenu), menu("More", "N", manageMenu));
  return made;
}

function drawProgress() {
  const job = state.jobs.find((each) => each.id === state.job);
  const active = running();
  const share = active ? Math.round(100 * shareOf(active)) : 0;
  byId("progress").classList.toggle("busy", Boolean(active));
  byId("line").setAttribute("aria-valuenow", share);
  byId("line").firstChild.style.width = `${share}%`;
  byId("words").textContent = active ? say(active, share) : job && !state.shown ? ENDED[job.state] ?? "" : about();
  announce(active, job);
  document.title = active ? `${share} % · dreamgen studio` : "dreamgen studio";
}

/** What a screen reader says: where a dream is, octave by octave, and how it ended. */
function announce(active, job) {
  const where = active?.octave ? `octave ${active.octave} of ${active.octaves}` : active ? "waiting" : "";
  const dream = finished(state.shown);
  const text = active ? `Dreaming: ${where}` : dream ? `Finished: ${dream.name}` : (ENDED[job?.state] ?? "");
  if (byId("said").textContent !== text) byId("said").textContent = text;
}

const ENDED = { cancelled: "Stopped.", failed: "" };

function say(job, share) {
  if (job.state === "waiting") return job.place > 1 ? `Waiting: number ${job.place} in the queue` : "Next in the queue";
  return [job.words || "Beginning", `${share} %`].join(" · ");
}

function about() {
  const dream = finished(state.shown);
  return dream ? `${dream.name} · ${dream.width} × ${dream.height} · ${dream.seconds.toFixed(1)} s${dream.note ? ` · stopped in ${dream.note}` : ""}` : "";
}
