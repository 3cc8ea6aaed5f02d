// The layer browser: every channel of a layer as a picture, made once and kept.

import { api, channelOf } from "./api.js";
import { byId, h } from "./dom.js";
import { backbone, layersNow, on, set, state } from "./state.js";

let chosen = null;
let drawn = null;
let asked = 0;
let open = false;

on("layers", draw);
on("tab", (name) => {
  open = name === "layers";
  if (open) watch();
  else asked++;
});

function draw() {
  if (drawn !== backbone()) chosen = null;
  drawn = backbone();
  const buttons = layersNow().map(({ number, name, channels }) => {
    const told = { "aria-pressed": String(number === chosen), title: `${channels} channels`, "data-layer": number };
    return h("button", { type: "button", ...told, onclick: () => pick(number) }, String(number), h("small", { class: "note" }, name));
  });
  byId("pane-layers").replaceChildren(
    h("p", { class: "note" }, "Choose a layer. Each picture is what one of its channels likes best; a click dreams it."),
    h("div", { class: "layers" }, ...buttons),
    h("p", { class: "note", id: "wall-words", role: "status" }, buttons.length ? "" : `Looking into ${drawn}…`),
    h("div", { class: "wall", id: "wall" }),
  );
}

function pick(layer) {
  chosen = layer;
  draw();
  watch();
}

/** Ask for the wall until it is whole; it is made only as long as somebody looks. */
async function watch() {
  const mine = ++asked;
  while (open && chosen !== null && mine === asked) {
    try {
      const wall = await api.wall(backbone(), chosen);
      if (mine !== asked) return;
      fill(wall);
      if (wall.total && wall.made.length >= wall.total) return;
    } catch (problem) {
      byId("wall-words").textContent = problem.message;
      return;
    }
    await new Promise((later) => setTimeout(later, 700));
  }
}

function fill(wall) {
  const whole = wall.made.length >= wall.total;
  byId("wall-words").textContent = !wall.total ? "Beginning…" : whole ? `${wall.total} channels` : `${wall.made.length} of ${wall.total} channels made`;
  const place = byId("wall");
  for (let channel = place.childElementCount; channel < wall.total; channel++) place.append(cell(channel));
  for (const channel of wall.made) {
    const button = place.children[channel];
    if (button && !button.querySelector("img")) button.prepend(h("img", { src: channelOf(wall.id, channel), alt: "", loading: "lazy" }));
  }
}

function cell(channel) {
  const dream = () => {
    set("objective", `channel(${chosen}, ${channel})`);
    state.dreamNow?.();
  };
  const number = h("span", { "aria-hidden": "true" }, String(channel));
  const told = { title: `Dream channel(${chosen}, ${channel})`, "aria-label": `dream channel ${channel}` };
  return h("button", { type: "button", ...told, onclick: dream }, number);
}
