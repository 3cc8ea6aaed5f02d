// The layer browser: every channel of a layer as a picture, made once and kept.

import { api } from "./api.js";
import { byId, h } from "./dom.js";
import { on, set, state } from "./state.js";

let chosen = null;
let asked = 0;

on("catalogue", draw);
on("described", () => backbone() !== drawn && draw());
on("tab", (name) => {
  if (name === "layers") watch();
  else asked++;
});

const backbone = () => state.described?.recipe.backbone ?? "bestiary";
let drawn = null;

function draw() {
  if (!state.catalogue) return;
  drawn = backbone();
  const known = state.catalogue.backbones.find((each) => each.name === drawn);
  const layers = known?.layers ?? [];
  const buttons = layers.map((layer) =>
    h("button", { type: "button", "aria-pressed": String(layer.number === chosen), title: `${layer.name}: ${layer.channels} channels`, onclick: () => pick(layer.number) }, `${layer.number}`, h("small", { class: "note" }, layer.name)),
  );
  const note = layers.length ? "Each picture is what one channel likes best. A click dreams it." : `The layers of ${drawn} are seen once it is loaded: dream with it first.`;
  byId("pane-layers").replaceChildren(h("p", { class: "note" }, note), h("div", { class: "layers" }, ...buttons), h("p", { class: "note", id: "wall-words", role: "status" }), h("div", { class: "wall", id: "wall" }));
}

function pick(layer) {
  chosen = layer;
  draw();
  watch();
}

/** Ask for the wall until it is whole; it goes on growing while nobody looks. */
async function watch() {
  const mine = ++asked;
  while (chosen !== null && mine === asked) {
    try {
      const wall = await api.wall(backbone(), chosen);
      if (mine !== asked) return;
      fill(wall);
      if (wall.done >= wall.total) return;
    } catch (problem) {
      byId("wall-words").textContent = problem.message;
      return;
    }
    await new Promise((later) => setTimeout(later, 700));
  }
}

function fill(wall) {
  byId("wall-words").textContent = wall.done < wall.total ? `${wall.done} of ${wall.total} channels made` : `${wall.total} channels`;
  const place = byId("wall");
  wall.channels.forEach((channel, index) => {
    let cell = place.children[index];
    if (!cell) {
      cell = h("button", { type: "button", title: `Dream channel(${chosen}, ${channel.number})`, "aria-label": `channel ${channel.number}`, onclick: () => dream(channel.number) }, h("span", {}, channel.number));
      place.append(cell);
    }
    if (channel.picture && !cell.querySelector("img")) cell.prepend(h("img", { src: channel.picture, alt: "", loading: "lazy" }));
  });
}

function dream(channel) {
  set("objective", `channel(${chosen}, ${channel})`);
  state.dreamNow?.();
}
