// Click a place: the channels and concepts that answer to it; click one, and it is dreamed.

import { api } from "./api.js";
import { byId, h } from "./dom.js";
import { backbone, finished, on, set, state } from "./state.js";

const frame = byId("frame");
const spot = byId("spot");
const panel = byId("found");
let asked = 0;

export function startLook() {
  frame.addEventListener("click", (event) => {
    if (state.tool !== "point") return;
    const box = frame.getBoundingClientRect();
    lookAt((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  });
}

on("tool", () => {
  if (state.tool !== "point") hide();
});
on("request", () => spot.hidden || hide());

function hide() {
  spot.hidden = panel.hidden = true;
  asked++;
}

async function lookAt(x, y) {
  const mine = ++asked;
  Object.assign(spot.style, { left: `${100 * x}%`, top: `${100 * y}%` });
  spot.hidden = false;
  show(h("p", { class: "note" }, "Looking…"));
  const shown = finished(state.shown);
  try {
    const { id } = await api.look(shown?.kind === "still" ? shown.id : state.request.source, x, y, backbone(), state.request.at);
    for (;;) {
      const found = await api.found(id);
      if (mine !== asked) return;
      if (found.done) return show(...answer(found));
      await new Promise((later) => setTimeout(later, 250));
    }
  } catch (problem) {
    if (mine === asked) show(h("p", { class: "problem" }, problem.message));
  }
}

function show(...inside) {
  const close = h("button", { type: "button", class: "quiet", onclick: hide, "aria-label": "Close" }, "×");
  panel.replaceChildren(h("header", {}, h("h2", {}, "What fires here"), close), ...inside);
  panel.hidden = false;
}

function answer({ channels, concepts }) {
  const strongest = Math.max(...channels.map((each) => each.strength), 1e-9);
  const wanted = concepts.map((each) => choice(each.name.replaceAll("_", " "), each.objective, each.strength));
  const deepest = [...channels].sort((one, two) => two.number - one.number);
  const units = deepest.map((each) => choice(`${each.layer} · ${each.channel}`, each.objective, each.strength / strongest));
  return [
    h(
      "div",
      { class: "lists" },
      ...(wanted.length ? [h("section", {}, h("p", { class: "note" }, "Concepts"), h("div", { class: "list" }, ...wanted))] : []),
      h("section", {}, h("p", { class: "note" }, "Channels, from the last layer to the first"), h("div", { class: "list" }, ...units)),
    ),
  ];
}

function choice(text, objective, strength) {
  const dream = () => {
    set("objective", objective);
    state.dreamNow?.();
  };
  const share = `${Math.round(100 * Math.min(1, Math.max(0, strength)))}%`;
  const meter = h("span", { class: "meter", style: `--share: ${share}` });
  return h("button", { type: "button", title: `Dream ${objective}`, "data-objective": objective, onclick: dream }, text, meter);
}
