// The tabs of the recipe, and on a phone the parts of the page, one at a time.

import { arrowKeys, byId, h } from "./dom.js";
import { emit } from "./state.js";

const TABS = [["controls", "Controls"], ["layers", "Layers"], ["recipe", "Recipe"]];
const PANES = [["source", "Source"], ["controls", "Recipe"], ["history", "History"]];

export function startPanes() {
  const tabs = TABS.map(([name, text]) => {
    const told = { role: "tab", id: `tab-${name}`, "aria-controls": `pane-${name}` };
    return h("button", { type: "button", ...told, onclick: () => openTab(name) }, text);
  });
  const panes = PANES.map(([name, text]) => h("button", { type: "button", "data-pane": name, onclick: () => openPane(name) }, text));
  byId("tabs").replaceChildren(...tabs);
  byId("panes").replaceChildren(...panes);
  arrowKeys(byId("tabs"));
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
