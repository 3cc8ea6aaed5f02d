// What the request means: the command line and the TOML, always those of what is on screen.

import { api, filmStill } from "./api.js";
import { byId, debounce, h, toast } from "./dom.js";
import { emit, film, on, state } from "./state.js";

let asked = 0;

async function describe() {
  const mine = ++asked;
  try {
    const described = await api.describe(state.request);
    if (mine !== asked) return;
    Object.assign(state, { described, problem: null });
  } catch (problem) {
    if (mine !== asked) return;
    state.problem = { message: problem.message, key: problem.key };
  }
  emit("described");
}

on("request", debounce(120, describe));
on("described", draw);

function draw() {
  if (!state.described) return;
  const stale = state.problem ? [h("p", { class: "problem" }, state.problem.message)] : [];
  byId("pane-recipe").replaceChildren(
    ...stale,
    code("Command line", "command", state.described.command, "The same dream from a shell, in the folder of the file."),
    ...(state.request.mask && state.maskFile ? [saveMask()] : []),
    ...(film() && state.request.kind !== "film" ? [saveFrame(state.described.recipe.input)] : []),
    code("Recipe, as TOML", "toml", state.described.toml, "It travels inside every file that the studio makes."),
  );
}

/** The command names the painted mask: whoever types it needs the file. */
function saveMask() {
  const { name, blob } = state.maskFile;
  const save = (event) => (event.currentTarget.href = URL.createObjectURL(blob));
  return h("p", { class: "note" }, h("a", { href: "#", download: name, onclick: save }, `Save ${name}`), ", which the command names.");
}

/** And the frame of a film that it dreams on. */
function saveFrame(name) {
  const href = filmStill(state.request.source, state.request.at);
  return h("p", { class: "note" }, h("a", { href, download: name }, `Save ${name}`), ", which the command names.");
}

function code(title, id, text, about) {
  const copy = async () => {
    await copyText(text);
    toast(`${title} copied`);
  };
  const copier = h("button", { type: "button", onclick: copy, "aria-label": `copy ${title}` }, "Copy");
  const header = h("header", {}, h("h2", {}, title), copier);
  return h("section", { class: "code" }, header, h("p", { class: "note" }, about), h("pre", { id, tabIndex: 0 }, ...breakAtOptions(text)));
}

/** Lines break before an option, never inside its name; what is copied is the text itself. */
function breakAtOptions(text) {
  return text.split(/ (?=--?[a-z])/).flatMap((part, place) => [place ? " " : "", h("span", {}, part)]);
}

/** The clipboard is there on localhost and https alone; elsewhere a selection does it. */
async function copyText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).catch(() => copyBySelection(text));
  return copyBySelection(text);
}

function copyBySelection(text) {
  const area = h("textarea", { value: text, class: "unseen" });
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
