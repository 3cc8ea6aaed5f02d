// One button, several dreams: the same request with other seeds, layers or strengths.

import { complain } from "./actions.js";
import { api } from "./api.js";
import { h, toast } from "./dom.js";
import { emit, layersNow, state } from "./state.js";

/** Each axis: a key of the recipe, and the values that its button tries. */
function axes() {
  const recipe = state.described?.recipe ?? {};
  const seed = Number(recipe.seed ?? 0);
  const strength = Number(recipe.step_size ?? 1);
  const layers = layersNow().map((layer) => String(layer.number));
  return [
    ["Seeds", "the same, grown otherwise", "seed", [1, 2, 3, 4].map((each) => String(seed + each))],
    ["Layers", "from strokes to creatures", "layer", layers.filter((_, place) => place % Math.ceil(layers.length / 6) === 0)],
    ["Strengths", "from a touch to a flood", "step_size", [0.4, 0.7, 1.4, 2].map((each) => String(Number((each * strength).toPrecision(2))))],
  ].filter(([, , , values]) => values.length);
}

export function variantsMenu(close) {
  return axes().map(([title, about, key, values]) =>
    h("button", { type: "button", onclick: () => (close(), make(key, values)) }, `${values.length} ${title.toLowerCase()}`, h("small", { class: "note" }, about)),
  );
}

async function make(key, values) {
  try {
    const { ids } = await api.variants(state.request, key, values);
    state.job = ids[0];
    state.shown = null;
    emit("shown");
    emit("ask-now");
    toast(`${ids.length} variants are in the queue; each lands in the history`);
  } catch (problem) {
    complain(problem.message);
  }
}
