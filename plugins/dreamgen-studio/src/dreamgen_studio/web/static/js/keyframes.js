// What a zoom or film becomes at which time: keyframes, as cards in their order.

import { editor } from "./components.js";
import { h } from "./dom.js";
import { field } from "./fields.js";
import { film, state } from "./state.js";

const EASES = [["smooth", "gently"], ["linear", "evenly"], ["hold", "at once"]];

/** Make the editor; `change({ text })` hears of the keyframes as TOML, null without any. */
export function keyframes(value, change) {
  const list = (value ?? []).map(({ time, ease, ...changes }) => ({ time, ease, changes: flatten(changes) }));
  const holder = h("div", { class: "field wide-field", "data-name": "at" });
  const send = () => {
    const whole = list.filter((each) => Object.keys(each.changes).length);
    change(whole.length ? { text: `[${whole.map(write).join(", ")}]` } : null);
  };
  const draw = () => {
    const cards = list.map((each) => card(each, list, draw, send));
    const label = h("span", { class: "label" }, "Keyframes", h("small", {}, "what changes at which time"));
    holder.replaceChildren(label, h("p", { class: "problem", role: "alert" }), strip(list), ...cards, add(list, draw));
  };
  draw();
  return holder;
}

const lasts = () => (state.request.kind === "film" ? film()?.seconds : state.described?.recipe["zoom.seconds"]) ?? 1;

/** The whole time as a line, and a mark for each keyframe. */
function strip(list) {
  const marks = list.map(({ time }) => h("i", { style: `left: ${Math.min(100, (100 * time) / lasts())}%` }));
  return h("div", { class: "moments", "aria-hidden": "true", hidden: !list.length }, ...marks);
}

function add(list, draw) {
  const before = Math.max(0, ...list.map((each) => each.time));
  const run = () => (list.push({ time: Number(((before + lasts()) / 2).toFixed(2)), ease: "smooth", changes: {} }), draw());
  return h("button", { type: "button", class: "add", onclick: run }, "Add a keyframe");
}

function card(keyframe, list, draw, send) {
  const time = field("at", { type: "number", minimum: 0, description: "seconds from the start" }, keyframe.time, (value) => {
    keyframe.time = typeof value === "number" ? value : 0;
    list.sort((one, two) => one.time - two.time);
    send();
  });
  const options = EASES.map(([ease, text]) => h("option", { value: ease, selected: ease === keyframe.ease }, text));
  const ease = h("select", { "aria-label": "how it gets there", title: "How it gets there", onchange: (event) => ((keyframe.ease = event.target.value), send()) }, ...options);
  const remove = () => (list.splice(list.indexOf(keyframe), 1), draw(), send());
  const drop = h("button", { type: "button", class: "quiet", "aria-label": `remove the keyframe at ${keyframe.time} s`, title: "Remove", onclick: remove }, "×");
  const fields = Object.keys(keyframe.changes).map((key) => changed(key, keyframe, draw, send));
  return h("div", { class: "component keyframe" }, h("div", { class: "head" }, time, ease, drop), h("div", { class: "fields" }, ...fields), choose(keyframe, draw, send));
}

/** One key that changes: the same control as in the recipe. */
function changed(key, keyframe, draw, send) {
  const about = state.catalogue.recipe.find((each) => each.key === key);
  const change = (value) => {
    if (value === null) delete keyframe.changes[key];
    else keyframe.changes[key] = about.shape === "list" ? JSON.parse(value) : (value.text ?? value);
    send();
  };
  const value = keyframe.changes[key];
  const made = about.kind ? editor(key, about.kind, about.shape, value, change) : field(key, about.schema, value, change, { label: name(key), choices: [] });
  const remove = () => (delete keyframe.changes[key], draw(), send());
  const drop = h("button", { type: "button", class: "quiet reset", "aria-label": `${name(key)} does not change here`, onclick: remove }, "×");
  if (about.kind) made.prepend(h("span", { class: "label" }, name(key), drop));
  else made.querySelector("label").append(drop);
  return made;
}

/** What else may change there. */
function choose(keyframe, draw, send) {
  const other = { zoom: "film.", film: "zoom." }[state.request.kind];
  const keys = state.catalogue.recipe.filter(({ key, schema }) => schema.changes && !key.startsWith(other) && !(key in keyframe.changes));
  const options = keys.map(({ key }) => h("option", { value: key }, name(key)));
  const chosen = (event) => {
    const key = event.target.value;
    keyframe.changes[key] = state.described?.recipe[key] ?? keys.find((each) => each.key === key).schema.default ?? "";
    draw();
    send();
  };
  return h("select", { class: "add", "aria-label": "what changes there", onchange: chosen }, h("option", { value: "" }, "Change…"), ...options);
}

function name(key) {
  const text = key.replace(/^(zoom|film)\./, "").replace(".", " ").replaceAll("_", " ");
  return text[0].toUpperCase() + text.slice(1);
}

const flatten = (table, at = "") =>
  Object.assign({}, ...Object.entries(table).map(([key, value]) => (isTable(value) ? flatten(value, `${at}${key}.`) : { [at + key]: value })));
const isTable = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** As TOML: an inline table, whose keys may have dots. */
function write({ time, ease, changes }) {
  const pairs = Object.entries({ time, ease, ...changes }).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return `{ ${pairs.join(", ")} }`;
}
