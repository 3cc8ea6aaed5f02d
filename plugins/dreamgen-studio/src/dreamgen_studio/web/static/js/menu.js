// A button with a small panel above it.

import { button, h } from "./dom.js";

/** A button with a small panel above it; Escape and a click elsewhere close it. */
export function menu(text, key, fill) {
  const panel = h("div", { hidden: true });
  const opener = button(text, key, () => toggle(panel.hidden));
  const toggle = (open) => {
    panel.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) {
      panel.replaceChildren(...fill(() => toggle(false)));
      panel.querySelector("a, button, select, input")?.focus();
    }
  };
  opener.setAttribute("aria-expanded", "false");
  const holder = h("span", { class: "menu" }, opener, panel);
  holder.addEventListener("keydown", (event) => event.key === "Escape" && (toggle(false), opener.focus()));
  document.addEventListener("pointerdown", (event) => holder.contains(event.target) || toggle(false));
  return holder;
}
