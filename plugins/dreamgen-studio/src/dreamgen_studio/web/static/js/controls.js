// The recipe as controls, made from its JSON Schema: nobody writes a form by hand.

import { byId, h } from "./dom.js";
import { editor } from "./components.js";
import { field } from "./fields.js";
import { keyframes } from "./keyframes.js";
import { on, set, state } from "./state.js";

/**
 * In what order keys are shown; a key that no group names comes last, so a new one is never lost.
 * A group that is for some kinds of dreams alone names them.
 */
const GROUPS = [
  ["Zoom", ["zoom."], true, "zoom"],
  ["Film", ["film.start", "film.stop", "film.new", "film.past", "film."], true, "film"],
  ["Over time", ["at", "curves"], false, "zoom film"],
  ["What it dreams", ["objective", "layer", "backbone"], true],
  ["How far", ["size", "steps", "step_size", "octaves.count", "octaves.ratio", "seed"], true],
  ["Colour and what stays", ["colour", "protect", "loader.where", "initial_noise", "noise_contrast", "wrap", "alpha", "background"], false],
  ["Effects", ["effects"], false],
  ["Regularisers", ["regularisers"], false],
  ["Parameterisation", ["parameterisation"], false],
  ["Optimiser", ["optimiser", "views", "octaves.step_decay"], false],
  ["Output", ["output", "dpi"], false],
  ["Machine", [], false],
];

const pane = byId("pane-controls");
let drawn = {};

const find = (key) => key && pane.querySelector(`[data-key="${CSS.escape(key)}"]`);

/** The control beside which a key's problem is shown, its own or that of its table; null without any. */
const holderOf = (key) => find(key) || find(key?.split(".")[0]) || null;
export const hasControl = (key) => Boolean(holderOf(key));

/** The field that is typed into: an answer that arrives meanwhile leaves it alone. */
let typing = null;
pane.addEventListener("input", (event) => (typing = event.target.closest("[data-key]")));
for (const end of ["change", "focusout"]) pane.addEventListener(end, () => (typing = null), true);

on("catalogue", draw);
on("described", update);

/** Build every group once; `update` then redraws the fields whose values are others. */
function draw() {
  const left = new Map(state.catalogue.recipe.map((each) => [each.key, each]));
  const groups = GROUPS.map(([title, wanted, open, kind]) => {
    const belongs = (key) => wanted.some((each) => key === each || (each.endsWith(".") && key.startsWith(each)));
    const keys = [...left.keys()].filter((key) => title === "Machine" || belongs(key));
    const place = (key) => (wanted.includes(key) ? wanted.indexOf(key) : wanted.length);
    keys.sort((one, two) => place(one) - place(two));
    const fields = keys.map((key) => h("div", { "data-key": key }));
    keys.forEach((key) => left.delete(key));
    return h("details", { class: "group", open, "data-kind": kind }, h("summary", {}, title, h("small", {})), h("div", { class: "fields" }, ...fields));
  });
  pane.replaceChildren(...groups);
  drawn = {};
  update();
}

function update() {
  for (const holder of pane.querySelectorAll("[data-key]")) {
    const key = holder.dataset.key;
    const value = state.described?.recipe[key] ?? null;
    const mark = JSON.stringify([value, key in state.request.settings, state.described?.recipe.backbone]);
    const busy = holder === typing || (holder.contains(document.activeElement) && sent[key]);
    // While the request is refused, fields keep what was typed into them.
    const old = !holder.childElementCount || (mark !== drawn[key] && !state.problem && !busy);
    if (state.described && old) {
      drawn[key] = mark;
      holder.replaceChildren(control(key, value));
    }
    sent[key] = false;
    const problem = holder.querySelector(":scope > .field > .problem");
    if (problem) problem.textContent = state.problem && holderOf(state.problem.key) === holder ? state.problem.message : "";
  }
  for (const group of pane.querySelectorAll("details")) {
    group.hidden = Boolean(group.dataset.kind && !group.dataset.kind.split(" ").includes(state.request.kind)) && !isInStill(group);
    group.querySelector("small").textContent = changes(group);
    if (group.querySelector(".problem:not(:empty)")) group.open = true;
  }
}

/** A still is the first moment of what changes: whoever set that while it was a zoom can see it, and take it back. */
const isInStill = (group) => Boolean(state.request.kind === "still" && group.querySelector("[data-key=curves]") && changes(group));

function changes(group) {
  const count = [...group.querySelectorAll("[data-key]")].filter((each) => each.dataset.key in state.request.settings).length;
  return count ? `${count} changed` : "";
}

/** Keys that this page itself just sent: their fields keep the focus, and are not drawn anew. */
const sent = {};

function control(key, value) {
  const about = state.catalogue.recipe.find((each) => each.key === key);
  const change = (given) => {
    sent[key] = true;
    set(key, given === null ? null : asText(given));
  };
  const made = key === "at"
    ? keyframes(value, change)
    : about.kind
    ? editor(key, about.kind, about.shape, value, change)
    : field(key.split(".").at(-1), about.schema, value, change, { label: LABELS[key], choices: choices(key) });
  if (about.kind && about.title !== false) made.prepend(h("span", { class: "label" }, h("small", {}, about.description)));
  if (key in state.request.settings) {
    made.classList.add("changed");
    made.querySelector("label, .label")?.append(h("button", { type: "button", class: "quiet reset", onclick: () => set(key, null) }, "reset"));
  }
  return made;
}

/** A value as after `--set`: lists as TOML has them, expressions as they are. */
function asText(value) {
  if (Array.isArray(value)) return JSON.stringify(value);
  return typeof value === "object" ? value.text : String(value);
}

const LABELS = {
  "octaves.count": "Octaves",
  "octaves.ratio": "Octave ratio",
  "zoom.fps": "Frames a second",
  "zoom.octaves": "Octaves of a keyframe",
  "zoom.steps": "Steps of a keyframe",
  "loader.where": "Where it dreams",
  "film.start": "From",
  "film.stop": "To",
  "film.fps": "Frames a second",
  "film.every": "Dream every n-th",
  "film.past": "Of the last dream",
  "film.new": "Of the new dream",
  "film.source": "Of the film itself",
  "film.flow": "Optical flow",
  "film.steps": "Steps of a frame",
  "film.octaves": "Octaves of a frame",
  dpi: "Dots an inch",
};

function choices(key) {
  if (key === "backbone") return state.catalogue.backbones.map((name) => [name]);
  if (key === "size") return ["384", "512", "800", "1200"].map((size) => [size]);
  return key === "layer" ? undefined : [];
}
