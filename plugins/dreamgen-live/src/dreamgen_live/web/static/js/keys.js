// Keys, and the list of them.

import { byId, h } from "/static/studio/js/dom.js";
import { nextTheme } from "/static/studio/js/theme.js";
import { goFull, mirror } from "./controls.js";
import { press } from "./link.js";

const KEYS = [
  [["ArrowUp"], "↑", "A deeper layer", () => press("deeper")],
  [["ArrowDown"], "↓", "A shallower layer", () => press("shallower")],
  [["ArrowRight"], "→", "The next channel", () => press("next")],
  [["ArrowLeft"], "←", "The channel before", () => press("previous")],
  [["+", "="], "+", "Stronger", () => press("stronger")],
  [["-", "_"], "−", "Weaker", () => press("weaker")],
  [[" "], "space", "Freeze the picture; the dream goes on", () => press("freeze")],
  [["n"], "n", "Surprise: another channel", () => press("random")],
  [["a"], "a", "Begin the dream anew", () => press("anew")],
  [["r"], "r", "Record, and end the recording", () => press("record")],
  [["m"], "m", "Mirror", mirror],
  [["f"], "f", "Full screen", goFull],
  [["t"], "t", "Light, dark, or as the system", nextTheme],
  [["?"], "?", "These keys", () => byId("keys").showModal()],
];

export function startKeys() {
  const list = KEYS.flatMap(([, sign, text]) => [h("dt", {}, h("kbd", {}, sign)), h("dd", {}, text)]);
  byId("keys").append(h("h2", { id: "keys-title" }, "Keys"), h("dl", {}, ...list), h("form", { method: "dialog" }, h("button", { class: "primary" }, "Close")));
  byId("show-keys").addEventListener("click", () => byId("keys").showModal());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=range]), select, dialog");
    if (typing && event.key === "Escape") event.target.blur(); // and the keys are keys again
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (name === " " && event.target.closest("button")) return; // it presses the button
    const found = KEYS.find(([names]) => names.includes(name));
    if (!found) return;
    event.preventDefault();
    found[3]();
  });
}
