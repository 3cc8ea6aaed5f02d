// A button with a small panel above it.

import { button, h } from "./dom.js";

/** The menu that is open: one at a time. One listener closes it, as menus come and go. */
let opened = null;
document.addEventListener("pointerdown", (event) => opened?.holder.contains(event.target) || opened?.close());

/** A button with a small panel above it; Escape and a click elsewhere close it. */
export function menu(text, key, fill) {
  const panel = h("div", { hidden: true });
  const opener = button(text, key, () => toggle(panel.hidden));
  const toggle = (open) => {
    if (open) opened?.close();
    else if (panel.hidden) return;
    panel.hidden = !open;
    opened = open ? { holder, close: () => toggle(false) } : null;
    opener.setAttribute("aria-expanded", String(open));
    if (open) {
      panel.replaceChildren(...fill(() => toggle(false)));
      panel.querySelector("a, button, select, input")?.focus();
    }
  };
  opener.setAttribute("aria-expanded", "false");
  const holder = h("span", { class: "menu" }, opener, panel);
  holder.addEventListener("keydown", (event) => event.key === "Escape" && (toggle(false), opener.focus()));
  return holder;
}
