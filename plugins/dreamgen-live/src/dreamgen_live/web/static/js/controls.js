// The controls: what they show is what the show says, and what they change they tell it.

import { byId, h, toast } from "/static/studio/js/dom.js";
import { onState, press, set } from "./link.js";

let layers = "";

export function startControls() {
  for (const button of document.querySelectorAll("[data-press]")) button.addEventListener("click", () => press(button.dataset.press));
  byId("layer").addEventListener("change", () => set("layer", Number(byId("layer").value)));
  byId("channel").addEventListener("change", () => setChannel(byId("channel").value.trim()));
  byId("strength").addEventListener("input", () => set("strength", Number(byId("strength").value)));
  byId("mirror").addEventListener("click", mirror);
  byId("full").addEventListener("click", goFull);
  onState(show);
}

export function mirror() {
  const is = document.body.classList.toggle("mirrored");
  byId("mirror").setAttribute("aria-pressed", is);
}

export function goFull() {
  if (document.fullscreenElement) document.exitFullscreen();
  else byId("stage").requestFullscreen?.().catch(() => toast("this browser shows no page in full"));
}

function setChannel(text) {
  if (text === "") set("channel", null);
  else if (/^\d+$/.test(text)) set("channel", Number(text));
  else toast("a channel is a whole number, or nothing for all that the layer sees");
}

function show(state) {
  if (state.refused) toast(state.refused);
  if (state.lost) byId("problem").textContent = byId("problem").textContent || "the show does not answer: is it still running?";
  if (!state.layers) return;
  const names = state.layers.map((each) => `${each.number}  ${each.name}`).join("\n");
  if (names !== layers) {
    layers = names;
    byId("layer").replaceChildren(...state.layers.map((each) => h("option", { value: each.number }, `${each.number} · ${each.name}`)));
  }
  fill("layer", state.layer);
  fill("channel", state.channel ?? "");
  fill("strength", state.strength);
  byId("channel").placeholder = state.objective || "all it sees";
  byId("strength-value").textContent = state.strength.toFixed(1);
  byId("freeze").setAttribute("aria-pressed", state.frozen);
  byId("record").setAttribute("aria-pressed", Boolean(state.recording));
  byId("problem").textContent = state.problem;
  byId("badges").replaceChildren(
    ...(state.recording ? [h("b", { class: "recording" }, `● ${state.recording}`)] : []),
    ...(state.frozen ? [h("b", {}, "frozen")] : []),
  );
}

/** Give a control its value, unless it is being used. */
function fill(id, value) {
  const control = byId(id);
  if (document.activeElement !== control || control.type === "range" || control.tagName === "SELECT") control.value = value;
}
