// The row above the picture: still or zoom, and what a click on the picture does.

import { brushTools } from "./brush.js";
import { byId, h } from "./dom.js";
import { canCompare } from "./stage.js";
import { ask, emit, film, on, state } from "./state.js";

on("catalogue tool shown request uploads", draw);
on("jobs", () => refresh());

export function pick(tool) {
  state.tool = state.tool === tool ? "look" : tool;
  emit("tool");
}

const kinds = () =>
  h(
    "span",
    { class: "segmented", role: "group", "aria-label": "What is made" },
    ...[["still", "Still"], ["zoom", "Zoom"], ...(film() ? [["film", "Film"]] : [])].map(([kind, text]) =>
      h(
        "button",
        { type: "button", "aria-pressed": String(state.request.kind === kind), "data-kind": kind, onclick: () => ask({ kind, suffix: "" }) },
        text,
      ),
    ),
  );

function tool(name, text, key, title) {
  const told = { "aria-pressed": String(state.tool === name), "aria-keyshortcuts": key, title, "data-tool": name };
  return h("button", { type: "button", ...told, onclick: () => pick(name) }, text, h("kbd", { "aria-hidden": "true" }, key));
}

function draw() {
  if (!state.catalogue) return;
  const focused = byId("tools").contains(document.activeElement) && document.activeElement.dataset;
  const masking = state.tool === "mask";
  const spring = h("span", { class: "spring" });
  const mask = tool("mask", masking ? "Done" : state.request.mask ? "Mask ●" : "Mask", "M", "Paint where dreaming may happen");
  const point = tool("point", "What fires", "P", "Click a place: which channels and concepts answer to it");
  const compare = tool("compare", "Compare", "/", "Before and after");
  const noise = state.request.source === "noise";
  byId("tools").replaceChildren(...(masking ? [brushTools(), spring, mask] : [kinds(), spring, ...(noise ? [] : [mask]), point, compare]));
  byId("frame").classList.toggle("pointing", state.tool === "point");
  refresh();
  if (focused) refocus(focused);
}

/** The buttons are new ones: the one that had the focus has it again. */
function refocus({ tool, kind }) {
  const name = tool ? `[data-tool=${tool}]` : `[data-kind=${kind}]`;
  byId("tools").querySelector(name)?.focus();
}

function refresh() {
  const compare = byId("tools").querySelector("[data-tool=compare]");
  if (compare) compare.disabled = !canCompare();
}
