// One key for each thing that is done often, unless something is being typed.

import { act } from "./actions.js";
import { byId, h } from "./dom.js";
import { openTab } from "./panes.js";
import { playOrPause } from "./player.js";
import { canCompare } from "./stage.js";
import { state } from "./state.js";
import { nextTheme } from "./theme.js";
import { pick } from "./tools.js";

const open = (name) => byId("actions").querySelector(`[data-action="${name}"]`)?.click();
const KEYS = [
  ["d", "Dream", () => act.dream()],
  ["s", "Stop, and keep nothing", () => act.stop()],
  ["k", "Stop, and keep what is there", () => act.keep()],
  ["c", "Continue from the finished dream", () => act.goOn()],
  ["v", "Variants", () => open("Variants")],
  ["e", "Save and export", () => open("Save")],
  ["n", "Name or delete a finished dream", () => open("More")],
  ["/", "Compare with the source", () => canCompare() && pick("compare")],
  [" ", "Play or pause a film that is compared", playOrPause],
  ["m", "Paint a mask", () => state.request.source !== "noise" && pick("mask")],
  ["p", "Point: what fires at a place", () => pick("point")],
  ["o", "Open a file", () => byId("file").click()],
  ["l", "Layers", () => openTab("layers")],
  ["r", "Command line and TOML", () => openTab("recipe")],
  ["t", "Light, dark, or as the system", nextTheme],
  ["?", "These keys", () => byId("keys").showModal()],
];

export function startKeys() {
  const list = KEYS.flatMap(([key, text]) => [h("dt", {}, h("kbd", {}, key === " " ? "Space" : key.toUpperCase())), h("dd", {}, text)]);
  byId("keys").append(h("h2", { id: "keys-title" }, "Keys"), h("dl", {}, ...list), h("form", { method: "dialog" }, h("button", { class: "primary" }, "Close")));
  byId("show-keys").addEventListener("click", () => byId("keys").showModal());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=range]):not([type=checkbox]):not([type=file]), select, textarea, dialog");
    if (typing && event.key === "Escape") typing.blur(); // and the keys are keys again
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const found = KEYS.find(([each]) => each === key);
    // Space presses what has the focus, and scrolls where no film is shown.
    const isTheirs = key === " " && (byId("film").hidden || event.target.closest("button, a, summary, video, [type=checkbox]"));
    if (!found || isTheirs) return;
    event.preventDefault();
    found[2]();
  });
}
