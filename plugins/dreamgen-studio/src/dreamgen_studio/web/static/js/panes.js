// The tabs of the recipe, and on a phone the parts of the page, one at a time.

import { arrowKeys, byId, h } from "./dom.js";
import { emit } from "./state.js";

const TABS = [["controls", "Controls"], ["layers", "Layers"], ["recipe", "Recipe"]];
const PANES = [["source", "Source"], ["controls", "Recipe"], ["history", "History"]];

export function startPanes() {
  byId("tabs").replaceChildren(...TABS.map(([name, text]) => h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `pane-${name}`, onclick: () => openTab(name) }, text)));
  arrowKeys(byId("tabs"));
  byId("panes").replaceChildren(...PANES.map(([name, text]) => h("button", { type: "button", "data-pane": name, onclick: () => openPane(name) }, text)));
  openTab("controls", false);
  openPane("source");
}

export function openTab(name, bring = true) {
  for (const [each] of TABS) {
    byId(`tab-${each}`).setAttribute("aria-selected", String(each === name));
    byId(`tab-${each}`).tabIndex = each === name ? 0 : -1;
    byId(`pane-${each}`).hidden = each !== name;
  }
  if (bring) openPane("controls");
  emit("tab", name);
}

function openPane(name) {
  document.body.dataset.pane = name;
  for (const button of byId("panes").children) button.setAttribute("aria-current", String(button.dataset.pane === name));
}
