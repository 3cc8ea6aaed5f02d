// A recipe chosen by its picture.

import { arrowKeys, byId } from "./dom.js";
import { ask, on, state } from "./state.js";
import { mark, tile } from "./tiles.js";

export function startPresets() {
  arrowKeys(byId("presets"));
}

on("catalogue", () => {
  const tiles = state.catalogue.presets.map((preset) => {
    const made = tile({ name: preset.name, title: preset.summary, picture: preset.picture, chosen: false, choose: () => choose(preset) });
    made.dataset.choice = preset.name;
    return made;
  });
  byId("presets").replaceChildren(...tiles);
  mark(byId("presets"), state.request.preset);
});
on("request", () => {
  mark(byId("presets"), state.request.preset);
  const chosen = state.catalogue.presets.find((each) => each.name === state.request.preset);
  byId("preset-about").textContent = chosen?.summary ?? "A recipe of its own.";
});

/** A preset is a whole recipe: of what was set before, only the size and the song are kept. */
function choose({ name, moving }) {
  const kept = Object.entries(state.request.settings).filter(([key]) => ["size", "curves"].includes(key));
  const kind = moving && state.request.kind === "still" ? "zoom" : state.request.kind;
  ask({ preset: name, kind, settings: Object.fromEntries(kept) });
}
