// Where a dream begins: a file dropped anywhere on the page, a sample, or noise.

import { api, picture } from "./api.js";
import { MASK } from "./brush.js";
import { arrowKeys, byId, h, toast } from "./dom.js";
import { writeCall } from "./expressions.js";
import { restore } from "./restore.js";
import { ask, emit, film, on, set, state } from "./state.js";
import { mark, tile } from "./tiles.js";

export function startSource() {
  arrowKeys(byId("sources"));
  byId("file").addEventListener("change", (event) => takeAll(event.target.files));
  // Without these two the browser would leave the page for the file that is dropped on it.
  let inside = 0;
  document.addEventListener("dragenter", () => document.body.classList.toggle("dropping", ++inside > 0));
  document.addEventListener("dragleave", () => document.body.classList.toggle("dropping", --inside > 0));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    inside = 0;
    document.body.classList.remove("dropping");
    takeAll(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => takeAll(event.clipboardData.files));
}

on("catalogue uploads", draw);
on("request", () => {
  const isThere = [...byId("sources").children].some((each) => each.dataset.choice === state.request.source);
  if (!isThere && state.catalogue) draw();
  mark(byId("sources"), state.request.source);
});

/** One after another, so that a picture and its song come together. */
async function takeAll(files) {
  const problems = [];
  for (const file of [...files]) await take(file).catch((problem) => problems.push(problem.message));
  if (files.length) byId("source-problem").textContent = problems.join("\n");
  byId("file").value = "";
}

/** Send a file to the studio and make it the source; a finished dream brings its recipe back. */
async function take(file) {
  toast(`Reading ${file.name}`);
  await file.slice(0, 1).arrayBuffer().catch(() => {
    throw new Error(`${file.name} cannot be read: bring files, not folders`);
  });
  const kept = await api.upload(file);
  state.uploads = [kept, ...state.uploads.filter((each) => each.id !== kept.id)];
  emit("uploads");
  if (kept.kind === "weights") useWeights(kept);
  else if (kept.kind === "song") useSong(kept);
  else if (kept.has_recipe) await restore(kept.id, kept.name);
  else choose(kept.id);
}

/** A file of weights is no source: the network that the recipe names takes it. */
function useWeights({ id, name }) {
  set("weights", id);
  toast(`${name}: the weights of the network`);
}

/** Nor is a song: what the recipe can follow are curves, which only a zoom or film has time for. */
function useSong({ name }) {
  const use = state.catalogue.song_curves;
  if (!use) throw new Error(`${name} is a song, and to dream to one takes a plugin: dreamgen-music`);
  const curves = JSON.stringify([writeCall({ use, values: { file: name } })]);
  const kind = state.request.kind === "still" ? "zoom" : state.request.kind;
  ask({ kind, settings: { ...state.request.settings, curves } });
  toast(`${name}: formulas can follow it, and it is laid under the ${kind}`);
}

export function choose(source) {
  state.shown = null;
  const kind = state.request.kind === "film" && !film(source) ? "still" : state.request.kind;
  ask({ source, kind, mask: null, at: 0 });
  emit("shown");
}

function draw() {
  const uploads = state.uploads.filter(isShown).map((each) => make(each.id, each.name, picture(each.id), { badge: each.seconds > 0 ? "▶" : "" }));
  const samples = state.catalogue.samples.map((name) => make(name, name.replace("sample:", ""), picture(name)));
  const noise = make("noise", "noise", null, { grain: true });
  byId("sources").replaceChildren(...uploads, ...samples, noise);
  mark(byId("sources"), state.request.source);
}

/** Masks, songs and weights are no sources; finished dreams lie in the history, unless one is dreamed on. */
function isShown({ id, name, kind }) {
  return id === state.request.source || (name !== MASK && !["weights", "song", "dream"].includes(kind));
}

function make(source, name, shown, look = {}) {
  const made = tile({ name, title: name, picture: shown, chosen: false, ...look, choose: () => choose(source) });
  made.dataset.choice = source;
  return made;
}
